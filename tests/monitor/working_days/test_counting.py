"""Working days, counted by hand over the shipped holidays."""

from datetime import date, timedelta

import pytest

from monitor.working_days.counting import add_working_days, working_days_between
from monitor.working_days.holidays import NO_HOLIDAYS, Holidays
from tests.support.judged import rulebook

SHIPPED = rulebook().holidays
PLAIN = Holidays(off=frozenset({date(2026, 9, 2)}), worked=frozenset({date(2026, 8, 22)}), first=2026, last=2026)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-11-20", "2026-11-20", 0),
        ("2026-11-20", "2026-11-19", 0),
        ("2026-11-19", "2026-11-20", 1),
        ("2026-11-20", "2026-11-22", 0),
        ("2026-11-20", "2026-11-23", 1),
        ("2026-02-13", "2026-02-23", 1),  # Tết 16-20/02/2026
        ("2026-08-28", "2026-09-03", 1),  # 31/8 đến 02/9 nghỉ
        ("2026-08-21", "2026-08-22", 1),  # thứ Bảy làm bù
        ("2024-04-26", "2024-05-06", 4),  # 29/4 nghỉ hoán đổi, 30/4, 01/5; 04/5 làm bù
        ("2022-08-31", "2022-09-05", 1),  # Quốc khánh 01 và 02/9/2022
    ],
)
def test_the_day_itself_does_not_count_and_holidays_do_not(start: str, end: str, days: int) -> None:
    assert working_days_between(date.fromisoformat(start), date.fromisoformat(end), SHIPPED) == days


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-20", 0, "2026-11-20"),
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-02-12", 7, "2026-03-02"),
        ("2026-11-23", -1, "2026-11-20"),
        ("2026-09-03", -6, "2026-08-22"),
        ("2026-09-03", -7, "2026-08-21"),
    ],
)
def test_so_many_working_days_later_or_earlier(start: str, days: int, end: str) -> None:
    assert add_working_days(date.fromisoformat(start), days, SHIPPED) == date.fromisoformat(end)


@pytest.mark.parametrize("days", range(1, 40))
def test_counting_undoes_adding(days: int) -> None:
    for offset in range(0, 365, 13):
        start = date(2026, 1, 1) + timedelta(days=offset)
        assert working_days_between(start, add_working_days(start, days, SHIPPED), SHIPPED) == days


def test_without_holidays_only_weekends_are_off() -> None:
    assert add_working_days(date(2026, 8, 28), 3, NO_HOLIDAYS) == date(2026, 9, 2)
    assert not NO_HOLIDAYS.covers(date(2026, 8, 28))


@pytest.mark.parametrize(
    ("day", "works"), [("2026-09-02", False), ("2026-08-22", True), ("2026-08-23", False), ("2026-09-01", True)]
)
def test_a_day_off_is_off_and_a_swapped_saturday_is_worked(day: str, works: bool) -> None:
    assert PLAIN.is_working_day(date.fromisoformat(day)) is works
    assert PLAIN.covers(date.fromisoformat(day))
