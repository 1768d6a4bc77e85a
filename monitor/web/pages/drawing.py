"""Small drawings as plain coordinates: states over time, a calendar of availability, a figure's history. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.rounds.cadence import LOCAL
from monitor.rules.contract import Span
from monitor.storage.spans import UNOBSERVED, seconds_by_state
from monitor.storage.standing import KeptFigure

WIDE, HIGH = 1000, 120  # units of every drawing
_DAY = timedelta(days=1)


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
    """One day of a calendar; `share` of the observed time up (0..1), `None` where nothing was observed.

    `observed` is the observed share of the day, so that a day seen for an hour is not taken for a good one.
    """

    day: date
    share: float | None
    observed: float

    @property
    def level(self) -> str:
        """How it is coloured: `none`, `bad` below 95 %, `some` below 99 %, else `good`."""
        if self.share is None:
            return "none"
        return "bad" if self.share < 0.95 else "some" if self.share < 0.99 else "good"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The values of one figure over time: `points` is a polyline in units, `least` and `most` its bounds."""

    key: str
    label: str
    unit: str
    points: str
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
    today = end.astimezone(LOCAL).date()
    return tuple(_cell(spans, today - timedelta(days=back), end=end) for back in range(days - 1, -1, -1))


def _cell(spans: Sequence[Span], day: date, *, end: datetime) -> Cell:
    begins = datetime(day.year, day.month, day.day, tzinfo=LOCAL)
    spent = seconds_by_state(spans, start=begins, end=max(begins, min(begins + _DAY, end)))
    whole = sum(spent.values())
    seen = whole - spent[UNOBSERVED]
    if seen <= 0:
        return Cell(day=day, share=None, observed=0.0)
    return Cell(day=day, share=spent.get("up", 0.0) / seen, observed=seen / whole)


def course(history: Sequence[KeptFigure], *, end: datetime) -> Course | None:
    """The history of one figure (oldest first) as steps up to `end`; `None` where it never changed."""
    if len({item.figure.value for item in history}) < 2:
        return None
    values = [float(item.figure.value) for item in history]
    least, most, start = min(values), max(values), history[0].first_seen
    whole = max((end - start).total_seconds(), 1.0)
    corners: list[str] = []
    for item, value in zip(history, values, strict=True):
        y = round(HIGH - 10 - (HIGH - 20) * (value - least) / (most - least), 1)
        times = ((at - start).total_seconds() / whole for at in (item.first_seen, item.last_seen))
        corners.extend(f"{round(WIDE * min(share, 1.0), 1)},{y}" for share in times)
    last = history[-1].figure
    return Course(
        key=last.key,
        label=last.label,
        unit=last.unit,
        points=" ".join(corners),
        least=least,
        most=most,
        steps=tuple(history),
    )
