"""Numbers are compared where they mean the same, and what is missing stays missing."""

import pytest

from monitor.rollup.comparing import Change, Value, Why, added, change


def told(number: float | None = 10, **more: object) -> Value:
    return Value(number=number, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "then", "why"),
    [
        (told(), Value(why=Why.NOT_PUBLISHED), Why.NOT_PUBLISHED),
        (Value(), told(), Why.NO_DATA),
        (told(basis=("1",), otherwise=Why.OTHER_RULEBOOK), told(basis=("2",)), Why.OTHER_RULEBOOK),
        (told(observed=0.95), told(observed=0.89), Why.NOT_OBSERVED_ENOUGH),
        (told(since_year=2026), told(since_year=2025), Why.RESTARTED),
        (Value(word="full"), Value(word="none"), Why.A_WORD),
    ],
)
def test_what_may_not_be_compared_says_why(now: Value, then: Value, why: Why) -> None:
    assert change(now, then, across_years=False) == Change(why=why)


def test_nought_is_a_number_and_missing_is_none() -> None:
    assert change(told(3), told(0), across_years=False) == Change(by=3)
    assert change(told(0), Value(why=Why.NO_DATA), across_years=False).by is None


def test_what_is_counted_from_the_start_of_the_year_is_compared_a_year_before() -> None:
    assert change(told(5, since_year=2026), told(3, since_year=2025), across_years=True) == Change(by=2)


def test_counts_of_all_predecessors_are_added_up() -> None:
    total = added((told(4, observed=0.9), told(5, observed=1.0)), of=2)
    assert (total.number, total.counted, total.of, total.observed) == (9, 2, 2, 0.9)


def test_without_one_predecessor_there_is_no_sum() -> None:
    total = added((told(4), Value(why=Why.NO_DATA)), of=2)
    assert (total.number, total.why, total.counted, total.of) == (None, Why.PREDECESSOR_MISSING, 1, 2)


def test_predecessors_that_mean_different_things_are_not_added_up() -> None:
    total = added((told(4, basis=("a",)), told(5, basis=("b",))), of=2)
    assert (total.number, total.why) == (None, Why.OTHER_DEFINITION)
