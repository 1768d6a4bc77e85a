"""The observations of a round of the past: ids, times and timings of its own, figures as they stood then. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from monitor.demo.history.figures_then import counts_then
from monitor.demo.history.showing import Shown, confirming
from monitor.demo.history.today import Today
from probes.facts import Reachability
from probes.figures.figure import PublishedCounts
from probes.identity import uuid7
from probes.observe import Observation

# Seconds that a phase takes on the way to a server that is not on this machine.
_USUAL = {"resolve": 0.012, "connect": 0.028, "tls": 0.06, "first_byte": 0.24, "transfer": 0.05}


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The moment of a round, and how many days before today it was."""

    at: datetime
    ago: float
    law_day: date


def observations(
    today: Today, seen: Shown, chance: Random, *, at: datetime, probes: frozenset[str], fewer: int
) -> tuple[Observation, ...]:
    """What these probes brought at a moment; a failed look with the one that confirmed it.

    `fewer` services were counted then.
    """
    when = When(at=at, ago=(today.taken.since - at) / timedelta(days=1), law_day=today.taken.law_day)
    return tuple(_observations(today, seen, chance, when=when, probes=probes, fewer=fewer))


def _observations(
    today: Today, seen: Shown, chance: Random, *, when: When, probes: frozenset[str], fewer: int
) -> Iterator[Observation]:
    last = {item.probe: item for item in today.taken.observations}
    for attempt, at in confirming(seen.state, when.at):
        for probe in sorted(probes & (seen.facts.keys() | seen.failures.keys())):
            yield Observation(
                id=uuid7(at, chance.randbytes),
                portal=today.taken.portal,
                probe=probe,
                vantage=today.taken.vantage,
                at=at,
                law_day=when.law_day,
                attempt=attempt,
                seconds=round(chance.uniform(0.05, 0.6), 3),
                facts=_facts(seen.facts.get(probe), chance, when=when, fewer=fewer),
                failure=seen.failures.get(probe),
                evidence=last[probe].evidence if probe in last and not seen.interrupted else (),
            )


def _facts(facts: Any, chance: Random, *, when: When, fewer: int) -> Any:
    if isinstance(facts, Reachability):
        return _timed(facts, chance)
    if isinstance(facts, PublishedCounts):
        return counts_then(facts, ago=when.ago, law_day=when.law_day, fewer=fewer)
    return facts


def _timed(facts: Reachability, chance: Random) -> Reachability:
    added = {
        name: round(usual * chance.uniform(0.5, 1.8), 4)
        for name, usual in _USUAL.items()
        if getattr(facts.phases, name) is not None
    }
    phases = replace(facts.phases, **{name: getattr(facts.phases, name) + more for name, more in added.items()})
    return replace(facts, phases=phases, total=round(facts.total + sum(added.values()), 4))
