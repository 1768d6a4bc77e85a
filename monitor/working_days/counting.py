"""Counting working days ("ngày làm việc") between days, over the holidays of the rule book."""

from datetime import date, timedelta

from monitor.working_days.holidays import Holidays

_ONE = timedelta(days=1)


def working_days_between(start: date, end: date, holidays: Holidays) -> int:
    """Working days after `start` up to and including `end`: the day itself does not count. 0 where `end` is not later.

    Năm ngày làm việc kể từ thứ Sáu: the fifth one is the Friday after.
    """
    if end <= start:
        return 0
    return sum(holidays.is_working_day(start + number * _ONE) for number in range(1, (end - start).days + 1))


def add_working_days(start: date, days: int, holidays: Holidays) -> date:
    """The day that is so many working days after `start` (before it, where `days` is negative); `start` for 0."""
    step = _ONE if days >= 0 else -_ONE
    day, left = start, abs(days)
    while left:
        day += step
        left -= holidays.is_working_day(day)
    return day
