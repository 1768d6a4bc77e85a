"""Observations put together again as the looks and rounds that they were taken in, and those that count for an
incident.

A round is a first look and, where that failed, the one that confirmed it; where several vantages look together, those
of each of them. Pure.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from monitor.incidents.records import Incident
from probes.observe import Observation

LONGEST = timedelta(minutes=10)  # that a round lasts, with the pause before its confirming look
_TOGETHER = timedelta(seconds=150)  # others look within half an interval of the first
Vantages = Mapping[str, tuple[str, bool]]  # by name: the network, and whether it leads
_ALONE: Vantages = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenLook:
    """One look by all probes that were due, in the order in which they looked."""

    observations: tuple[Observation, ...]

    @property
    def at(self) -> datetime:
        """When it began."""
        return self.observations[0].at

    @property
    def vantage(self) -> str:
        """Where it was taken."""
        return self.observations[0].vantage

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
    """One round: a look, and the one that confirmed its failure, of each vantage that took part.

    `lead` names the vantage that led it, where there were several.
    """

    looks: tuple[SeenLook, ...]
    lead: str = ""

    @property
    def began(self) -> datetime:
        """When its first look began, or that of the lead: the time by which incidents count it."""
        return self.led[0].at

    @property
    def led(self) -> tuple[SeenLook, ...]:
        """The looks of the lead; all of them where one place looked alone."""
        return tuple(look for look in self.looks if look.vantage == self.lead) or self.looks

    @property
    def observations(self) -> tuple[Observation, ...]:
        """All of them."""
        return tuple(item for look in self.looks for item in look.observations)


def rounds_of(observations: Iterable[Observation], vantages: Vantages = _ALONE) -> tuple[SeenRound, ...]:
    """Rounds of one portal, oldest first; `vantages` are those that look together with others."""
    ordered = sorted(observations, key=lambda item: (item.at, item.id))
    if not vantages:
        return _alone(ordered)
    by_vantage: dict[str, list[Observation]] = {}
    for item in ordered:
        by_vantage.setdefault(item.vantage, []).append(item)
    parts = sorted((part for items in by_vantage.values() for part in _alone(items)), key=lambda part: part.began)
    rounds: list[dict[str, SeenRound]] = []
    for part in parts:
        vantage = part.looks[0].vantage
        present = rounds[-1] if rounds else None
        began = min(one.began for one in present.values()) if present else None
        if present is None or began is None or vantage in present or part.began - began > _TOGETHER:
            rounds.append({vantage: part})
        else:
            present[vantage] = part
    return tuple(_together(present, vantages) for present in rounds)


def _together(parts: Mapping[str, SeenRound], vantages: Vantages) -> SeenRound:
    """One round; who led it comes first."""

    def order(name: str) -> tuple[bool, str, str]:
        network, leads = vantages.get(name, ("", True))
        return not leads, network, name

    names = sorted(parts, key=order)
    return SeenRound(looks=tuple(look for name in names for look in parts[name].looks), lead=names[0])


def _alone(observations: Iterable[Observation]) -> tuple[SeenRound, ...]:
    rounds: list[list[SeenLook]] = []
    for look in _looks(observations):
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
