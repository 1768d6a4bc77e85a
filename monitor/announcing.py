"""Incidents and letters beside the rounds: the desk at the writer's side, and in the daemon the clockwork and the
sender."""

import random
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from monitor.alerts.channels.contract import Send
from monitor.alerts.clockwork import Clockwork
from monitor.alerts.composing import Names, compose
from monitor.alerts.desk import Desk
from monitor.alerts.guide import Duty, Guide
from monitor.alerts.records import Letter
from monitor.alerts.routing import Whose
from monitor.alerts.sender import Clerk, Sender
from monitor.catalogue.records import PortalStatus
from monitor.configuration import Configuration
from monitor.incidents.features import features_of
from monitor.incidents.records import Patience
from monitor.rules.rulebook import BookedRule
from monitor.settings import Settings
from monitor.storage.outbox import Delivery
from monitor.storage.store import Store

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
        self._store, self._now = store, now
        self.told: Counter[tuple[str, str]] = Counter()  # sendings by channel and result since the start
        self._names = names_of(configuration)
        self.desk = Desk(guide_of(configuration), new_id=new_id)
        standings = store.standings()
        portals = self.desk.guide.portals
        features = {
            item.portal: features_of(item.seen.values(), agency=item.agency, url=portals[item.portal].url)
            for item in standings
            if item.portal in portals
        }
        with store.transaction(self.desk) as connection:
            self.desk.load(connection, now=now(), features=features)
        clerk = Clerk(now=now, chance=random.random, compose=self._compose, told=self._told)
        self._sender = Sender(store, clerk)
        self._clockwork = Clockwork(store, self.desk, now=now, knock=self._sender.knock)
        self._began = False

    def begin(self, sends: Mapping[str, Send]) -> None:
        """Send through these channels, by name, and let time bring what it brings."""
        self._sender.use(sends)
        if not self._began:
            self._began = True
            self._clockwork.start()

    def use(self, configuration: Configuration) -> None:
        """Go by another configuration from the next commit on."""
        self._names = names_of(configuration)
        self.desk.guide = guide_of(configuration)

    def knock(self) -> None:
        """Something was kept, and there may be letters."""
        self._sender.knock()

    def channels_ok(self) -> Mapping[str, bool]:
        """Whether the last sending through each channel was accepted."""
        return self._sender.ok()

    def cease(self) -> None:
        """Begin no more sendings; those that run may end."""
        self._clockwork.cease()
        self._sender.cease()

    def stop(self, timeout: float) -> None:
        """Wait for sendings that run, `timeout` seconds at most; what was not sent stands in the outbox."""
        self.cease()
        self._clockwork.stop(timeout / 2)
        self._sender.stop(timeout / 2)

    def _compose(self, delivery: Delivery) -> Letter | None:
        return compose(delivery, self._names, incidents=self._store.incidents_named, at=self._now())

    def _told(self, channel: str, result: str) -> None:
        self.told[channel, result] += 1


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
