"""Numbers are compared where they mean the same, and what is missing stays missing."""

from datetime import date
from typing import Any

import pytest

from monitor.rollup.comparing import Change, Value, Why, added, change
from monitor.rollup.periods import Length


def told(number: float | None = 10, **more: Any) -> Value:
    return Value(number=number, **more)


@pytest.mark.parametrize(
    ("now", "then", "why"),
    [
        (told(), Value(why=Why.NOT_PUBLISHED), Why.NOT_PUBLISHED),
        (Value(), told(), Why.NO_DATA),
        (told(basis=("1",), otherwise=Why.OTHER_RULEBOOK), told(basis=("2",)), Why.OTHER_RULEBOOK),
        (told(observed=0.95), told(observed=0.89), Why.NOT_OBSERVED_ENOUGH),
        (told(began=date(2026, 1, 1), kind="to_date"), told(began=date(2025, 1, 1), kind="to_date"), Why.RESTARTED),
        (told(began=date(2026, 1, 1), kind="month"), told(), Why.OTHER_PERIOD),
        (Value(word="full"), Value(word="none"), Why.A_WORD),
    ],
)
def test_what_may_not_be_compared_says_why(now: Value, then: Value, why: Why) -> None:
    assert change(now, then, length=Length.MONTH, years=0) == Change(why=why)


def test_nought_is_a_number_and_missing_is_none() -> None:
    assert change(told(3), told(0), length=Length.MONTH, years=0) == Change(by=3)
    assert change(told(0), Value(why=Why.NO_DATA), length=Length.MONTH, years=0).by is None


def test_what_is_counted_from_the_start_of_the_year_is_compared_a_year_before() -> None:
    now, then = told(5, began=date(2026, 1, 1)), told(3, began=date(2025, 1, 1))
    assert change(now, then, length=Length.MONTH, years=1) == Change(by=2)
    assert change(now, then, length=Length.YEAR, years=0) == Change(by=2)
    assert change(now, told(3, began=date(2025, 2, 1)), length=Length.MONTH, years=1).why is Why.OTHER_PERIOD


@pytest.mark.parametrize(
    ("length", "why"), [(Length.MONTH, None), (Length.WEEK, Why.RESTARTED), (Length.YEAR, Why.RESTARTED)]
)
def test_months_are_compared_with_months_and_not_with_what_begins_anew(length: Length, why: Why | None) -> None:
    now, then = (told(5, began=date(2026, month, 1), kind="month") for month in (11, 10))
    assert change(now, then, length=length, years=0).why is why


def test_what_goes_on_is_compared_whatever_the_period() -> None:
    now, then = (told(number, began=date(2026, 1, 1), kind="year") for number in (9, 4))
    assert change(now, then, length=Length.WEEK, years=0) == Change(by=5)


def test_counts_of_all_predecessors_are_added_up() -> None:
    total = added((told(4, observed=0.9), told(5, observed=1.0)), of=2)
    assert (total.number, total.counted, total.of, total.observed) == (9, 2, 2, 0.9)


def test_without_one_predecessor_there_is_no_sum() -> None:
    total = added((told(4), Value(why=Why.NO_DATA)), of=2)
    assert (total.number, total.why, total.counted, total.of) == (None, Why.PREDECESSOR_MISSING, 1, 2)


def test_predecessors_that_mean_different_things_are_not_added_up() -> None:
    total = added((told(4, basis=("a",)), told(5, basis=("b",))), of=2)
    assert (total.number, total.why) == (None, Why.OTHER_DEFINITION)
