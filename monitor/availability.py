"""Time in each state over a window, to the microsecond, with the time that nobody observed kept apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

from monitor.rules.contract import Span
from probes.failures import State

NOTHING = timedelta(0)
_START = attrgetter("start")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How a window was spent: `spent` by state, `unobserved` the rest; together they are `whole`.

    Decided time is up or down; blocked, maintenance, partly and unknown time is observed but decides nothing.
    """

    whole: timedelta
    spent: Mapping[State, timedelta]
    unobserved: timedelta

    @property
    def up(self) -> timedelta:
        """Time up, or retired: a system that leads to the national portal does what it should."""
        return self.spent.get(State.UP, NOTHING) + self.spent.get(State.RETIRED, NOTHING)

    @property
    def down(self) -> timedelta:
        """Time down."""
        return self.spent.get(State.DOWN, NOTHING)

    @property
    def undecided(self) -> timedelta:
        """Time that says neither up nor down, unobserved time included."""
        return self.whole - self.up - self.down

    @property
    def availability(self) -> float | None:
        """Up over decided time, 0..1; `None` where nothing was decided."""
        decided = self.up + self.down
        return self.up / decided if decided else None

    @property
    def observed(self) -> float:
        """Decided over whole time, 0..1."""
        return (self.up + self.down) / self.whole


def account(spans: Iterable[Span], *, start: datetime, end: datetime) -> Account:
    """Spread a window (`start` included, `end` excluded, aware, at least one microsecond) over the states.

    A state holds until the next look: where spans overlap the one that began later counts, and of two that began
    together the later in the row.
    """
    if end <= start:
        raise ValueError("a window ends after it starts")
    spent: dict[State, timedelta] = {}
    until = end  # the latest first: what began before the window and ended in it is the last that counts
    ordered = sorted(spans, key=_START)
    for span in reversed(ordered):
        seconds = min(span.end, until) - max(span.start, start)
        if seconds > NOTHING:
            spent[span.state] = spent.get(span.state, NOTHING) + seconds
        until = min(span.start, until)
        if until <= start:
            break
    whole = end - start
    return Account(whole=whole, spent=spent, unobserved=whole - sum(spent.values(), NOTHING))
