"""The days off and the days worked instead, as the rule book holds them."""

from dataclasses import dataclass
from datetime import date

_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Holidays:
    """`off` are days off beside the weekends, `worked` weekend days worked instead of others.

    Known for the years `first` to `last`; outside them only weekends are off, and `covers` says so.
    """

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    first: int = 0
    last: int = 0

    def covers(self, day: date) -> bool:
        """Whether the holidays of that day's year are known."""
        return self.first <= day.year <= self.last

    def is_working_day(self, day: date) -> bool:
        """Whether offices are open on that day."""
        if day in self.worked:
            return True
        return day.weekday() < _SATURDAY and day not in self.off


NO_HOLIDAYS = Holidays()
