"""A period is held against the same stretch of an earlier one, in days of Asia/Ho_Chi_Minh."""

from datetime import UTC, date, datetime

import pytest

from monitor.rollup.periods import Length, next_first, period_before, period_of, year_before

NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)  # noon in Hà Nội


@pytest.mark.parametrize(
    ("length", "first", "before", "year_ago"),
    [
        (Length.WEEK, date(2026, 11, 16), date(2026, 11, 9), date(2025, 11, 17)),
        (Length.MONTH, date(2026, 11, 1), date(2026, 10, 1), date(2025, 11, 1)),
        (Length.QUARTER, date(2026, 10, 1), date(2026, 7, 1), date(2025, 10, 1)),
        (Length.YEAR, date(2026, 1, 1), date(2025, 1, 1), date(2025, 1, 1)),
    ],
)
def test_each_length_has_its_first_day_and_those_it_is_held_against(
    length: Length, first: date, before: date, year_ago: date
) -> None:
    period = period_of(length, date(2026, 11, 22), at=NOON)
    assert (period.first, period_before(period).first, year_before(period).first) == (first, before, year_ago)


def test_a_period_that_runs_is_held_against_as_much_of_the_earlier_one() -> None:
    running = period_of(Length.MONTH, date(2026, 11, 3), at=NOON)
    assert (running.over, running.last, running.end) == (False, date(2026, 11, 22), NOON)
    before = period_before(running)
    assert (before.last, before.end) == (date(2026, 10, 22), datetime(2026, 10, 22, 5, tzinfo=UTC))


def test_a_shorter_month_is_taken_whole() -> None:
    running = period_of(Length.MONTH, date(2026, 3, 31), at=datetime(2026, 3, 31, 5, tzinfo=UTC))
    assert (period_before(running).last, period_before(running).end) == (
        date(2026, 2, 28),
        datetime(2026, 2, 28, 17, tzinfo=UTC),
    )


def test_a_whole_period_is_held_against_whole_ones() -> None:
    whole = period_of(Length.QUARTER, date(2026, 7, 1), at=NOON)
    assert (whole.over, whole.last, whole.end) == (True, date(2026, 9, 30), datetime(2026, 9, 30, 17, tzinfo=UTC))
    assert period_before(whole).last == date(2026, 6, 30)
    assert next_first(whole) == date(2026, 10, 1)


def test_days_begin_at_midnight_in_ha_noi() -> None:
    late = datetime(2026, 10, 31, 17, 30, tzinfo=UTC)  # half past midnight of 1 November there
    period = period_of(Length.MONTH, date(2026, 11, 1), at=late)
    assert (period.start, period.over) == (datetime(2026, 10, 31, 17, tzinfo=UTC), False)


@pytest.mark.parametrize(
    ("length", "vi", "en"),
    [
        (Length.WEEK, "Tuần 47/2026", "Week 47/2026"),
        (Length.MONTH, "Tháng 11/2026", "11/2026"),
        (Length.QUARTER, "Quý IV/2026", "Quarter IV/2026"),
        (Length.YEAR, "Năm 2026", "2026"),
    ],
)
def test_periods_are_called_as_people_call_them(length: Length, vi: str, en: str) -> None:
    assert period_of(length, date(2026, 11, 22), at=NOON).name == (vi, en)
