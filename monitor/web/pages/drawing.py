"""Small drawings as plain coordinates: states over time, a calendar of availability, a figure's history. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from monitor.rollup.days import Day, days_of
from monitor.rules.contract import Span
from monitor.storage.spans import UNOBSERVED
from monitor.storage.standing import KeptFigure

WIDE, HIGH = 1000, 120  # units of every drawing
UNREAD = timedelta(days=7)  # what was last read longer ago is stale, so what lies between is not joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A stretch of one state (or `unobserved`), from `x`, `width` units wide."""

    x: float
    width: float
    state: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One day of a calendar, and how it is coloured."""

    day: Day

    @property
    def level(self) -> str:
        """`none` where nothing was decided, `bad` below 95 %, `some` below 99 %, else `good`."""
        share = self.day.share
        if share is None:
            return "none"
        return "bad" if share < 0.95 else "some" if share < 0.99 else "good"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The values of one figure over time: `lines` are polylines in units, one for each stretch of readings that
    followed one another; `least` and `most` are its bounds."""

    key: str
    label: str
    unit: str
    lines: tuple[str, ...]
    least: float
    most: float
    steps: tuple[KeptFigure, ...]


def timeline(spans: Iterable[Span], *, start: datetime, end: datetime) -> tuple[Bar, ...]:
    """The window from its start to its end; what no span covers is `unobserved`. A window without length has no bar."""
    whole = (end - start).total_seconds()
    if whole <= 0:
        return ()
    bars: list[Bar] = []
    reached = start
    for span in sorted(spans, key=lambda item: item.start):
        begins, ends = max(span.start, reached), min(span.end, end)
        if ends <= begins:
            continue
        if begins > reached:
            bars.append(_bar(UNOBSERVED, reached, begins, start=start, whole=whole))
        bars.append(_bar(span.state.value, begins, ends, start=start, whole=whole))
        reached = ends
    if reached < end:
        bars.append(_bar(UNOBSERVED, reached, end, start=start, whole=whole))
    return tuple(bars)


def _bar(state: str, begins: datetime, ends: datetime, *, start: datetime, whole: float) -> Bar:
    x = WIDE * (begins - start).total_seconds() / whole
    width = WIDE * (ends - begins).total_seconds() / whole
    return Bar(x=round(x, 2), width=round(max(width, 1.0), 2), state=state, start=begins, end=ends)


def calendar(spans: Sequence[Span], *, end: datetime, days: int) -> tuple[Cell, ...]:
    """The last days by Vietnamese time, oldest first; of the present one only what is over."""
    return tuple(Cell(day=day) for day in days_of(spans, end=end, days=days))


def course(history: Sequence[KeptFigure], *, end: datetime) -> Course | None:
    """The history of one figure (oldest first) as steps up to `end`; `None` where it never changed, or where one
    reading showed several values of it."""
    if len({item.figure.value for item in history}) < 2 or not _one_at_a_time(history):
        return None
    values = [float(item.figure.value) for item in history]
    least, most, start = min(values), max(values), history[0].first_seen
    whole = max((end - start).total_seconds(), 1.0)
    lines: list[list[str]] = []
    for number, (item, value) in enumerate(zip(history, values, strict=True)):
        if number == 0 or item.first_seen - history[number - 1].last_seen > UNREAD:
            lines.append([])
        y = round(HIGH - 10 - (HIGH - 20) * (value - least) / (most - least), 1)
        times = ((at - start).total_seconds() / whole for at in (item.first_seen, item.last_seen))
        lines[-1].extend(f"{round(WIDE * min(share, 1.0), 1)},{y}" for share in times)
    last = history[-1].figure
    return Course(
        key=last.key,
        label=last.label,
        unit=last.unit,
        lines=tuple(" ".join(line) for line in lines),
        least=least,
        most=most,
        steps=tuple(history),
    )


def _one_at_a_time(history: Sequence[KeptFigure]) -> bool:
    return all(before.last_seen <= after.first_seen for before, after in pairwise(history))
