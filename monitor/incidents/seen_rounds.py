"""Observations put together again as the looks and rounds that they were taken in, and those that count for an
incident.

A round is a first look and, where that failed, the one that confirmed it. Pure.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.incidents.records import Incident
from probes.observe import Observation

LONGEST = timedelta(minutes=10)  # that a round lasts, with the pause before its confirming look


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenLook:
    """One look by all probes that were due, in the order in which they looked."""

    observations: tuple[Observation, ...]

    @property
    def at(self) -> datetime:
        """When it began."""
        return self.observations[0].at

    @property
    def attempt(self) -> int:
        """1, or 2 for the confirming look."""
        return self.observations[0].attempt

    @property
    def ended(self) -> datetime:
        """When its last probe was done."""
        last = self.observations[-1]
        return last.at + timedelta(seconds=last.seconds)

    @property
    def failed(self) -> bool:
        """Whether any probe brought a failure."""
        return any(item.failure is not None for item in self.observations)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRound:
    """One round: a look, and the one that confirmed its failure."""

    looks: tuple[SeenLook, ...]

    @property
    def began(self) -> datetime:
        """When its first look began: the time by which incidents count it."""
        return self.looks[0].at

    @property
    def observations(self) -> tuple[Observation, ...]:
        """All of them."""
        return tuple(item for look in self.looks for item in look.observations)


def rounds_of(observations: Iterable[Observation]) -> tuple[SeenRound, ...]:
    """Rounds of one portal, oldest first."""
    rounds: list[list[SeenLook]] = []
    for look in _looks(sorted(observations, key=lambda item: (item.at, item.id))):
        follows = look.attempt > 1 and rounds and look.at - rounds[-1][0].at <= LONGEST
        if follows:
            rounds[-1].append(look)
        else:
            rounds.append([look])
    return tuple(SeenRound(looks=tuple(looks)) for looks in rounds)


def counted(rounds: Iterable[SeenRound], reads: Collection[str]) -> tuple[SeenRound, ...]:
    """The rounds in which a probe looked that the rule reads; all of them for a rule that reads none."""
    wanted = frozenset(reads)
    return tuple(item for item in rounds if not wanted or wanted & {one.probe for one in item.observations})


def opening(rounds: Iterable[SeenRound], incident: Incident) -> tuple[SeenRound, ...]:
    """From the first failed round to the one that opened the incident, or with which it went on."""
    return tuple(item for item in rounds if incident.since <= item.began <= incident.begun)


def last(rounds: Sequence[SeenRound], incident: Incident, *, most: int) -> tuple[SeenRound, ...]:
    """The last rounds after the opening ones: those that closed it with as many before, or the last at present."""
    later = [item for item in rounds if item.began > incident.begun]
    if incident.resolved is None or incident.ended is None:
        return tuple(later[-most:])
    before = [item for item in later if item.began < incident.ended]
    closing = [item for item in later if incident.ended <= item.began <= incident.resolved]
    return (*before[-most:], *closing[-most:])


def _looks(observations: Iterable[Observation]) -> Iterable[SeenLook]:
    """A look ends where a probe looks again, or where another attempt begins."""
    present: list[Observation] = []
    for item in observations:
        known = {one.probe for one in present}
        if present and (item.probe in known or item.attempt != present[0].attempt):
            yield SeenLook(observations=tuple(present))
            present = []
        present.append(item)
    if present:
        yield SeenLook(observations=tuple(present))
