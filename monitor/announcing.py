"""Incidents and letters beside the rounds: the desk at the writer's side, and in the daemon the clockwork and the
sender."""

import logging
import os
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.alerts.clockwork import Clockwork
from monitor.alerts.composing import Names, compose
from monitor.alerts.desk import Desk
from monitor.alerts.guide import Duty, Guide
from monitor.alerts.heartbeat import pings
from monitor.alerts.own_trouble import Known, decide, resume
from monitor.alerts.records import Letter, Occasion
from monitor.alerts.regularly import Regularly
from monitor.alerts.reposting import repostings
from monitor.alerts.routing import Whose
from monitor.alerts.sender import Clerk, Sender
from monitor.alerts.ways import open_ways
from monitor.catalogue.records import PortalStatus
from monitor.configuration import Configuration
from monitor.incidents.causes import Features
from monitor.incidents.features import features_of
from monitor.incidents.records import Patience
from monitor.rules.rulebook import BookedRule
from monitor.settings import Settings
from monitor.storage import outbox
from monitor.storage.engine import reading
from monitor.storage.outbox import Delivery, DeliveryState
from monitor.storage.store import Store

log = logging.getLogger(__name__)

_GIVEN_UP_COUNTS = timedelta(hours=1)  # for so long a letter that was given up is a trouble
_MARGIN = 10.0  # seconds beyond a round in which the others of a failing group will have failed too


class Announcing:
    """One process's incidents and letters; `desk` belongs at the writer's side."""

    def __init__(
        self,
        store: Store,
        configuration: Configuration,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[datetime], str],
    ) -> None:
        """Go on where the last process was; nothing is sent before `begin`."""
        self._store, self._now, self._configuration = store, now, configuration
        self.told: Counter[tuple[str, str]] = Counter()  # sendings by channel and result since the start
        self._names = names_of(configuration)
        self.desk = Desk(guide_of(configuration), new_id=new_id)
        with store.transaction(self.desk) as connection:
            self.desk.load(connection, now=now(), features=_features(store, self.desk.guide))
        clerk = Clerk(now=now, chance=random.random, compose=self._compose, told=self._told)
        self._sender = Sender(store, clerk)
        self._clockwork = Clockwork(
            store, self.desk, now=now, knock=self._turned, own=self._own_letters, in_hand=self._sender.in_hand
        )
        self._troubles: Callable[[], Mapping[str, str]] | None = None
        self._given_up: datetime | None = None  # when a letter was given up last
        self._refused = ""  # the channel through which it was to go
        self._known: Mapping[str, Known] = {}  # troubles that were told, as of the last commit
        self._decided: Mapping[str, Known] = {}
        self._bad: Mapping[str, str] = {}  # channels that cannot be used, and why
        self._errands = Regularly(())

    def begin(self, troubles: Callable[[], Mapping[str, str]]) -> None:
        """Send, ping, and let time bring what it brings; `troubles` tells what hinders the monitor itself."""
        self._troubles = troubles
        with reading(self._store.engine) as connection:
            self._known = self._decided = resume(outbox.read_occasion(connection, Occasion.MONITOR.value))
        self._open()
        self._clockwork.start()

    def use(self, configuration: Configuration) -> None:
        """Go by another configuration from the next commit on."""
        self._configuration = configuration
        self._names = names_of(configuration)
        self.desk.guide = guide_of(configuration)
        if self._troubles is not None:
            self._errands.stop(0)
            self._open()

    def knock(self) -> None:
        """Something was kept, and there may be letters."""
        self._sender.knock()

    def channels_ok(self) -> Mapping[str, bool]:
        """Whether the last sending through each channel was accepted; one that cannot be used counts as not."""
        return {**dict.fromkeys(self._bad, False), **self._sender.ok()}

    def cease(self) -> None:
        """Begin no more sendings; those that run may end."""
        self._clockwork.cease()
        self._sender.cease()

    def stop(self, timeout: float) -> None:
        """Wait for sendings that run, `timeout` seconds at most; what was not sent stands in the outbox."""
        self.cease()
        self._errands.stop(0)
        self._clockwork.stop(timeout / 2)
        self._sender.stop(timeout / 2)

    def _open(self) -> None:
        address = self._configuration.address
        channels = address.channels
        ways = open_ways((*channels, *address.heartbeats), os.environ)
        self._bad = ways.reasons
        for trouble in ways.troubles:
            log.error("%s", trouble)
        self._sender.use({item.name: ways.sends[item.name] for item in channels if item.name in ways.sends})
        self._errands = Regularly(
            [
                *pings(address.heartbeats, ways.sends, unwell=self._unwell, now=self._now),
                *repostings(
                    channels,
                    ways.sends,
                    store=self._store,
                    incidents=lambda: self.desk.incidents,
                    names=lambda: self._names,
                    now=self._now,
                ),
            ]
        )
        self._errands.start()

    def _all_troubles(self) -> Mapping[str, str]:
        found = dict(self._troubles()) if self._troubles is not None else {}
        found |= {f"channel:{name}": why for name, why in self._bad.items()}
        if self._given_up is not None and self._now() - self._given_up < _GIVEN_UP_COUNTS:
            found["given_up"] = f"kênh {self._refused} (channel {self._refused})"
        return found

    def _unwell(self) -> str | None:
        """A channel that fails is no reason to raise the alarm by another way."""
        found = self._troubles() if self._troubles is not None else {}
        return next((f"{key}: {why}" for key, why in found.items()), None)

    def _own_letters(self, at: datetime) -> tuple[Delivery, ...]:
        """Only where our channels are the way: Prometheus watches the monitor by itself."""
        if self._configuration.settings.alerts.way != "channels":
            return ()
        troubles = self._all_troubles()
        self._names = replace(self._names, troubles=troubles)
        channels = self._configuration.address.channels
        decision = decide(self._known, troubles, at=at, channels=channels, new_id=self.desk.new_id)
        self._decided = decision.known
        return decision.letters

    def _turned(self) -> None:
        """The turn is committed, with the letters about ourselves."""
        self._known = self._decided
        self._sender.knock()

    def _compose(self, delivery: Delivery) -> Letter | None:
        if not self.desk.guide.telling and delivery.occasion != Occasion.MONITOR.value:
            return None  # made before nobody was to be told by us any more
        return compose(delivery, self._names, incidents=self._store.incidents_named, at=self._now())

    def _told(self, channel: str, result: str) -> None:
        self.told[channel, result] += 1
        if result == DeliveryState.GIVEN_UP.value:
            self._given_up, self._refused = self._now(), channel


def _features(store: Store, guide: Guide) -> Mapping[str, Features]:
    """What judged portals share, as their probes last saw it."""
    return {
        item.portal: features_of(item.seen.values(), agency=item.agency, url=guide.portals[item.portal].url)
        for item in store.standings(list(guide.portals))
    }


def guide_of(configuration: Configuration) -> Guide:
    """What the desk goes by under a configuration."""
    settings = configuration.settings
    catalogue = configuration.in_force()
    kinds = {agency.id: agency.kind for agency in catalogue.agencies}
    judged = {item.id: item for item in catalogue.portals if item.status is PortalStatus.CONFIRMED}
    hold = settings.schedule.interval + settings.transport.confirm_after + 2 * settings.transport.deadline + _MARGIN
    return Guide(
        portals=judged,
        whose={item.id: Whose(agency_kind=kinds[item.agency_id], system=item.system) for item in judged.values()},
        duties={
            booked.rule.id: _duty(booked, settings, daily=configuration.daily)
            for booked in configuration.rulebook.rules
        },
        channels=configuration.address.channels,
        telling=settings.alerts.mode == "tell" and settings.alerts.way == "channels",
        hold=timedelta(seconds=hold),
        circumstances=configuration.circumstances,
        holidays=configuration.rulebook.holidays,
    )


def _duty(booked: BookedRule, settings: Settings, *, daily: frozenset[str]) -> Duty:
    """A rule that reads nightly probes only counts nights; one with rounds among its thresholds has its own numbers."""
    rule, counts = booked.rule, settings.incidents
    nightly = bool(rule.reads) and set(rule.reads) <= daily
    own = next((terms.thresholds for terms in reversed(booked.terms) if "rounds_down" in terms.thresholds), {})
    opens, closes = (counts.nights_down, counts.nights_up) if nightly else (counts.rounds_down, counts.rounds_up)
    patience = Patience(
        opens_after=own.get("rounds_down", opens),
        closes_after=own.get("rounds_up", closes),
        goes_on_within=timedelta(seconds=counts.goes_on),
    )
    return Duty(tells=not rule.for_reports, reads=frozenset(rule.reads), patience=patience)


def names_of(configuration: Configuration) -> Names:
    """What letters call things under a configuration."""
    alerts, address = configuration.settings.alerts, configuration.address
    return Names(
        agencies={item.id: item for item in configuration.catalogue.agencies},
        portals={item.id: item for item in configuration.catalogue.portals},
        texts={booked.rule.id: booked.text for booked in configuration.rulebook.rules},
        channels={item.name: item for item in address.channels},
        contacts=address.contacts,
        simulated=configuration.settings.simulated,
        answer_to=alerts.answer_to or configuration.settings.transport.contact,
        web=alerts.web,
    )
