"""Scores over days as lines: broken where the rule book changed, with a gap where nothing was kept. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Protocol

WIDE, HIGH = 120, 28  # units of a small drawing
_EDGE = 3
_LEAST_RANGE = 10.0  # points: a tenth of a point up and down is drawn as the flat line that it is


class Scored(Protocol):
    """A day with its score."""

    @property
    def day(self) -> date:
        """In Asia/Ho_Chi_Minh."""
        ...

    @property
    def score(self) -> float | None:
        """`None` where nothing was decided."""
        ...

    @property
    def rulebook(self) -> str:
        """The version that it was judged by."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendLine:
    """`lines` are polylines, each of days that follow one another under one rule book; `breaks` are where the rule
    book changed. `change` is the last score less the first one under the last rule book, which began `since`;
    `None` where there are no two days of it."""

    lines: tuple[str, ...]
    breaks: tuple[float, ...]
    change: float | None
    since: date | None


EMPTY = TrendLine(lines=(), breaks=(), change=None, since=None)


def trend_line(points: Sequence[Scored], *, first: date, last: date) -> TrendLine:
    """The scores (oldest first) of the days from `first` to `last`, both included."""
    known = [point for point in points if point.score is not None and first <= point.day <= last]
    if not known:
        return EMPTY
    scores = [point.score for point in known if point.score is not None]
    span = max(max(scores) - min(scores), _LEAST_RANGE)
    top = (max(scores) + min(scores) + span) / 2
    days = max((last - first).days, 1)

    def corner(point: Scored) -> str:
        x = _EDGE + (WIDE - 2 * _EDGE) * (point.day - first).days / days
        y = _EDGE + (HIGH - 2 * _EDGE) * (top - (point.score or 0.0)) / span
        return f"{x:.1f},{y:.1f}"

    lines = [" ".join(map(corner, run if len(run) > 1 else run * 2)) for run in runs(known)]
    change, since = _change(known)
    return TrendLine(lines=tuple(lines), breaks=tuple(_breaks(known, first, days)), change=change, since=since)


def runs(points: Iterable[Scored]) -> list[list[Scored]]:
    """Days that follow one another under one rule book; a day without a score ends a run."""
    found: list[list[Scored]] = []
    for point in points:
        if point.score is None:
            continue
        before = found[-1][-1] if found else None
        if before is None or before.rulebook != point.rulebook or (point.day - before.day).days > 1:
            found.append([])
        found[-1].append(point)
    return found


def _breaks(known: Sequence[Scored], first: date, days: int) -> Iterable[float]:
    for before, after in pairwise(known):
        if before.rulebook != after.rulebook:
            middle = ((before.day - first).days + (after.day - first).days) / 2
            yield round(_EDGE + (WIDE - 2 * _EDGE) * middle / days, 1)


def _change(known: Sequence[Scored]) -> tuple[float | None, date | None]:
    last = known[-1]
    same = [last]
    for point in reversed(known[:-1]):
        if point.rulebook != last.rulebook:
            break
        same.append(point)
    earliest = same[-1]
    if earliest is last or last.score is None or earliest.score is None:
        return None, earliest.day
    return last.score - earliest.score, earliest.day
