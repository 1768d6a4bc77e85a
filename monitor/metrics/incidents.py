"""Metrics about incidents and about the letters that tell of them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from prometheus_client import Metric

from monitor.catalogue.records import Portal
from monitor.exemptions.records import Circumstances, Scope
from monitor.incidents.records import Incident
from monitor.metrics.families import Sample, counter, gauge
from monitor.rules.contract import Severity

SHOWN_FOR = timedelta(hours=24)  # after its end an incident is still there, as 0
RESULTS = ("sent", "failed", "given_up", "withdrawn")

Duty = tuple[str, str]  # portal and rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Incidents and letters at a scrape.

    `incidents`: the open ones, and those that ended lately. `had`: severities that some of them had before, by the
    incident's id. `muted`: portals and rules of which nobody is to be told.
    `waiting`: seconds that the oldest letter which could have been sent has waited, 0 where none waits, `None` where
    the store does not say. `sendings`: since the start, by channel and result. `channels`: every channel's name, and
    whether its last sending was accepted, `None` before the first.
    """

    at: datetime
    incidents: Collection[Incident] = ()
    had: Mapping[str, Collection[Severity]] = field(default_factory=dict)
    muted: frozenset[Duty] = frozenset()
    waiting: float | None = 0.0
    sendings: Mapping[tuple[str, str], int] = field(default_factory=dict)
    channels: Mapping[str, bool | None] = field(default_factory=dict)


class Severities:
    """The severities with which each incident was met; an event does not say which one it changed."""

    def __init__(self) -> None:
        """None was met yet."""
        self._met: Mapping[str, frozenset[Severity]] = {}

    def had(self, incidents: Iterable[Incident]) -> Mapping[str, frozenset[Severity]]:
        """All that each of them was met with so far, by id, the present one included; others are forgotten."""
        self._met = {item.id: self._met.get(item.id, frozenset()) | {item.severity} for item in incidents}
        return self._met


def incident_families(told: Told) -> Iterator[Metric]:
    """Open incidents, those that are muted, and how the letters fare."""
    yield from portal_incident_families(told)
    yield from letter_families(told)


def portal_incident_families(told: Told) -> Iterator[Metric]:
    """Open incidents, and those that are muted; each series is of one portal."""
    yield gauge(
        "emc_incident_open",
        "1 while the incident is open, then 0 for a day.",
        ("portal", "agency", "rule", "severity"),
        _open(told),
    )
    muted = told.muted | {(item.portal, item.rule) for item in told.incidents if item.open and item.muted is not None}
    yield gauge(
        "emc_incident_muted",
        "1 while nobody is told about the duty: a planned stop or an exemption.",
        ("portal", "rule"),
        ((duty, 1) for duty in sorted(muted)),
    )


def letter_families(told: Told) -> Iterator[Metric]:
    """How the letters fare."""
    yield gauge(
        "emc_outbox_oldest_seconds",
        "How long the oldest letter that could have been sent has waited; 0 where none waits.",
        (),
        [] if told.waiting is None else [((), told.waiting)],
    )
    yield counter(
        "emc_deliveries",
        "Sendings by channel and result: sent, failed (tried again), given_up, withdrawn.",
        ("channel", "result"),
        sorted({**_nothing_yet(told.channels), **told.sendings}.items()),
    )
    yield gauge(
        "emc_channel_ok",
        "Whether the channel accepted the last letter; absent before the first.",
        ("channel",),
        (((name,), float(ok)) for name, ok in sorted(told.channels.items()) if ok is not None),
    )


def muted_duties(
    portals: Iterable[Portal], rules: Collection[str], circumstances: Circumstances, *, at: datetime, law_day: date
) -> frozenset[Duty]:
    """Portals and rules of which nobody is to be told at a time (aware UTC), whether or not anything is the matter.

    A planned stop silences every rule of its portals, an exemption its own rule on the legal day.
    """
    watched = _Watched(portals)
    stopped = {
        (portal.id, rule)
        for stop in circumstances.stops
        if stop.starts <= at < stop.ends
        for portal in watched.within(stop.scope)
        for rule in rules
    }
    exempt = {
        (portal.id, item.rule)
        for item in circumstances.exemptions
        if item.starts <= law_day <= item.ends
        for portal in watched.within(item.scope)
    }
    return frozenset(stopped | exempt)


class _Watched:
    """Portals by what a scope names, so that a scope does not walk all of them."""

    def __init__(self, portals: Iterable[Portal]) -> None:
        self._portals: dict[str, list[Portal]] = {}
        self._agencies: dict[str, list[Portal]] = {}
        for portal in portals:
            self._portals.setdefault(portal.id, []).append(portal)
            self._agencies.setdefault(portal.agency_id, []).append(portal)

    def within(self, scope: Scope) -> list[Portal]:
        named = self._agencies if scope.portal is None else self._portals
        return [portal for portal in named.get(scope.portal or scope.agency or "", ()) if scope.holds(portal)]


def _open(told: Told) -> Iterable[Sample]:
    """A new incident wins over an ended one of the same duty; a severity that an incident had before is over: without
    a 0 it would seem to last on."""
    found: dict[tuple[str, ...], float] = {}
    for item in told.incidents:
        if item.resolved is None or item.resolved > told.at - SHOWN_FOR:
            for severity in {item.severity, *told.had.get(item.id, ())}:
                labels = (item.portal, item.agency, item.rule, severity.name.lower())
                value = float(item.open and severity is item.severity)
                found[labels] = max(value, found.get(labels, 0.0))
    return found.items()


def _nothing_yet(channels: Iterable[str]) -> dict[tuple[str, str], int]:
    """Counters begin at 0, so that the first letter is an increase."""
    return {(name, result): 0 for name in channels for result in RESULTS}
