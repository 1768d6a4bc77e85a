"""What became of a simulated portal in the days before: stretches of time in one state, made up from its name alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from random import Random

from probes.failures import FailureKind, State

_SLOT = timedelta(days=3)  # of which each has one interruption at most
_MOST = 0.45  # of a slot that an interruption lasts
_HOW_MANY = (0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3)  # interruptions of a portal that is well today
_FELL_TODAY = 0.75  # of the portals that are down
_CHANGED = 0.45  # of the portals of which something on a page was otherwise before
_MINUTES = {  # how long an interruption may last
    "down": (15, 20, 25, 40, 40, 55, 55, 90, 90, 150, 240, 420),
    "maintenance": (90, 150, 210, 360),
    "blocked": (240, 600, 1300),
}
_KINDS = ("down", "down", "down", "down", "maintenance", "maintenance", "blocked")
_FAILURES = (
    FailureKind.CONNECTION_REFUSED,
    FailureKind.CONNECT_TIMEOUT,
    FailureKind.READ_TIMEOUT,
    FailureKind.CONNECTION_RESET,
)


class Mood(StrEnum):
    """What a portal showed: the same as today, a page that answers where today none does, or an interruption."""

    AS_NOW = "as_now"
    ANSWERED = "answered"
    DOWN = "down"
    MAINTENANCE = "maintenance"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """From `starts` up to `ends` (aware UTC). `otherwise` names what was different on its pages (`differences`);
    `failure` is why it was down."""

    starts: datetime
    ends: datetime
    mood: Mood
    otherwise: str | None = None
    failure: FailureKind | None = None


def chapters(
    chance: Random, *, start: datetime, end: datetime, state: State, differences: Sequence[str]
) -> tuple[Chapter, ...]:
    """The past of one portal, without a gap; its last chapter is as today, in `state`.

    `differences` are those that its pages may have had.
    """
    if state in (State.DOWN, State.MAINTENANCE):
        return tuple(_fell(chance, start, end, short=state is State.MAINTENANCE))
    if state not in (State.UP, State.RETIRED):
        return (Chapter(starts=start, ends=end, mood=Mood.AS_NOW),)
    turn, otherwise = start, None
    if differences and chance.random() < _CHANGED:
        turn, otherwise = _between(chance, start, end, (0.25, 0.95)), chance.choice(differences)
    breaks = list(_interruptions(chance, start, end)) if state is State.UP else []
    return tuple(_told(start, end, turn=turn, otherwise=otherwise, breaks=breaks))


def _fell(chance: Random, start: datetime, end: datetime, *, short: bool) -> Iterator[Chapter]:
    """It answered until its present trouble began: hours ago, seldom days; no maintenance lasts for days."""
    longest = timedelta(hours=6) if short or chance.random() < _FELL_TODAY else timedelta(days=20)
    fell = _whole(end - min(end - start, longest) * chance.uniform(0.1, 0.9))
    yield Chapter(starts=start, ends=fell, mood=Mood.ANSWERED)
    yield Chapter(starts=fell, ends=end, mood=Mood.AS_NOW)


def _interruptions(chance: Random, start: datetime, end: datetime) -> Iterator[Chapter]:
    slots = max(1, int((end - start) / _SLOT))
    length = (end - start) / slots
    for slot in sorted(chance.sample(range(slots), min(slots, chance.choice(_HOW_MANY)))):
        kind = chance.choice(_KINDS)
        begins = _between(chance, start + slot * length, start + (slot + 1) * length, (0.05, 0.5))
        lasts = min(timedelta(minutes=chance.choice(_MINUTES[kind])), _MOST * length)
        failure = chance.choice(_FAILURES) if kind == "down" else None
        yield Chapter(starts=begins, ends=_whole(begins + lasts), mood=Mood(kind), failure=failure)


def _told(
    start: datetime, end: datetime, *, turn: datetime, otherwise: str | None, breaks: Sequence[Chapter]
) -> Iterator[Chapter]:
    edges = sorted({start, turn, end, *(edge for item in breaks for edge in (item.starts, item.ends))})
    for begins, ends in pairwise(edges):
        within = next((item for item in breaks if item.starts <= begins < item.ends), None)
        yield Chapter(
            starts=begins,
            ends=ends,
            mood=within.mood if within else Mood.AS_NOW,
            otherwise=otherwise if begins < turn and within is None else None,
            failure=within.failure if within else None,
        )


def _between(chance: Random, start: datetime, end: datetime, part: tuple[float, float]) -> datetime:
    return _whole(start + (end - start) * chance.uniform(*part))


def _whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
