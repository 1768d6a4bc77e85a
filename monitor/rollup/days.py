"""A portal's last days of Asia/Ho_Chi_Minh: how much of each was observed, and how much of that it was up. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.rounds.cadence import LOCAL
from monitor.rules.contract import Span
from monitor.storage.spans import UNOBSERVED, seconds_by_state
from probes.failures import State

_DAY = timedelta(days=1)
_UP = (State.UP.value, State.RETIRED.value)  # a retired system leads to the national portal, as it should


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day; `share` of the decided time up (0..1), `None` where nothing was decided.

    `observed` is the observed share of the day, so that a day seen for an hour is not taken for a good one. Time in
    which a portal refused us, or was announced as maintenance, decides nothing.
    """

    day: date
    share: float | None
    observed: float


def days_of(spans: Sequence[Span], *, end: datetime, days: int) -> tuple[Day, ...]:
    """The last days, oldest first; of the present one only what is over at `end` (aware)."""
    today = end.astimezone(LOCAL).date()
    return tuple(_day(spans, today - timedelta(days=back), end=end) for back in range(days - 1, -1, -1))


def _day(spans: Sequence[Span], day: date, *, end: datetime) -> Day:
    begins = datetime(day.year, day.month, day.day, tzinfo=LOCAL)
    spent = seconds_by_state(spans, start=begins, end=max(begins, min(begins + _DAY, end)))
    whole = sum(spent.values())
    seen = whole - spent[UNOBSERVED]
    up = sum(spent.get(state, 0.0) for state in _UP)
    decided = up + spent.get(State.DOWN.value, 0.0)
    return Day(day=day, share=up / decided if decided > 0 else None, observed=seen / whole if whole > 0 else 0.0)
