"""Weeks, months, quarters and years of Asia/Ho_Chi_Minh, and what each is held against; pure.

A period that is not over is held against the same stretch of an earlier one: the first 22 days of a month against the
first 22 days of the month before, up to the same time of day. Whole periods are held against whole ones.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from monitor.rounds.cadence import LOCAL

_DAY = timedelta(days=1)
_YEAR_OF_WEEKS = timedelta(weeks=52)  # the same days of the week
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_ROMAN = ("I", "II", "III", "IV")


class Length(StrEnum):
    """How long a period is. Weeks begin on Monday (ISO 8601)."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From the midnight that begins `first` to `end` (aware UTC, excluded); `last` is the last day that it touches.

    `over`: nothing of it is still to come.
    """

    length: Length
    first: date
    last: date
    end: datetime
    over: bool

    @property
    def start(self) -> datetime:
        """The midnight of Asia/Ho_Chi_Minh that begins it, aware UTC."""
        return midnight(self.first)

    @property
    def name(self) -> tuple[str, str]:
        """As people call it, Vietnamese and English."""
        return _name(self.length, self.first)


def midnight(day: date) -> datetime:
    """When a day begins in Asia/Ho_Chi_Minh, aware UTC."""
    return datetime.combine(day, time(), LOCAL).astimezone(UTC)


def period_of(length: Length, day: date, *, at: datetime) -> Period:
    """The period that holds a day, as far as it is over at `at` (aware UTC); the day must not be to come."""
    first = _first(length, day)
    whole, today = _last(length, first), at.astimezone(LOCAL).date()
    if whole < today:
        return Period(length=length, first=first, last=whole, end=midnight(whole + _DAY), over=True)
    return Period(length=length, first=first, last=today, end=at, over=False)


def period_before(period: Period) -> Period:
    """The same stretch of the period before."""
    return _like(period, _first(period.length, period.first - _DAY))


def year_before(period: Period) -> Period:
    """The same stretch a year earlier; of weeks the one 52 weeks earlier."""
    if period.length is Length.WEEK:
        return _like(period, period.first - _YEAR_OF_WEEKS)
    return _like(period, period.first.replace(year=period.first.year - 1))


def next_first(period: Period) -> date:
    """The first day of the period that follows."""
    return _last(period.length, period.first) + _DAY


def _like(period: Period, first: date) -> Period:
    last = _last(period.length, first)
    if period.over:
        return Period(length=period.length, first=first, last=last, end=midnight(last + _DAY), over=True)
    reached = first + (period.last - period.first)
    if reached > last:  # the earlier one is shorter
        return Period(length=period.length, first=first, last=last, end=midnight(last + _DAY), over=True)
    end = midnight(reached) + (period.end - midnight(period.last))
    return Period(length=period.length, first=first, last=reached, end=end, over=True)


def _first(length: Length, day: date) -> date:
    if length is Length.WEEK:
        return day - timedelta(days=day.weekday())
    months = _MONTHS[length.value]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _last(length: Length, first: date) -> date:
    if length is Length.WEEK:
        return first + timedelta(days=6)
    month = first.month + _MONTHS[length.value] - 1
    return date(first.year, month, monthrange(first.year, month)[1])


def _name(length: Length, first: date) -> tuple[str, str]:
    if length is Length.WEEK:
        year, week, _day = first.isocalendar()
        return f"Tuần {week}/{year}", f"Week {week}/{year}"
    if length is Length.MONTH:
        return f"Tháng {first.month}/{first.year}", f"{first.month}/{first.year}"
    if length is Length.QUARTER:
        number = _ROMAN[(first.month - 1) // 3]
        return f"Quý {number}/{first.year}", f"Quarter {number}/{first.year}"
    return f"Năm {first.year}", f"{first.year}"
