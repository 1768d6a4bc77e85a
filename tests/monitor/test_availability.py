"""Time-weighted accounts: a scripted month comes out to the second."""

from datetime import timedelta
from itertools import permutations

import pytest

from monitor.availability import account
from monitor.rules.contract import Span
from probes.failures import State
from tests.support.judged import AT, spans

DAY = 86400.0
WEEK = timedelta(days=7)


def of(*pieces: tuple[State, float]):  # type: ignore[no-untyped-def]
    return account(spans(*pieces), start=AT - WEEK, end=AT)


def span(state: State, start: float, end: float) -> Span:
    """Seconds after the start of the week."""
    begin = AT - WEEK
    return Span(state=state, start=begin + timedelta(seconds=start), end=begin + timedelta(seconds=end))


def test_a_scripted_month_comes_out_to_the_second() -> None:
    up, down = State.UP, State.DOWN
    script = [
        (up, 10 * DAY),
        (down, 3725),  # an outage, dated back to its first confirmed failure
        (up, 4 * DAY),
        (State.MAINTENANCE, 2 * 3600),
        (up, 5 * DAY),
        (State.UNKNOWN, 2 * 3600),  # the monitor itself is cut off
        (State.BLOCKED, DAY),
        (down, 61),  # a fault of its name
        (up, 8 * DAY),
    ]
    found = account(spans(*script), start=AT - timedelta(days=30), end=AT)
    seconds = {state.value: time.total_seconds() for state, time in found.spent.items()}
    assert seconds == {"up": 27 * DAY, "down": 3786, "maintenance": 7200, "unknown": 7200, "blocked": DAY}
    assert found.unobserved.total_seconds() == 30 * DAY - 27 * DAY - 3786 - 14400 - DAY
    assert found.availability == 27 * DAY / (27 * DAY + 3786)
    assert found.observed == (27 * DAY + 3786) / (30 * DAY)


@pytest.mark.parametrize(
    ("pieces", "availability", "observed"),
    [
        ([(State.UP, 7 * DAY)], 1.0, 1.0),
        ([(State.RETIRED, 7 * DAY)], 1.0, 1.0),
        ([(State.DOWN, 7 * DAY)], 0.0, 1.0),
        ([(State.UP, 3.5 * DAY), (State.DOWN, 3.5 * DAY)], 0.5, 1.0),
        ([(State.UP, 3.5 * DAY)], 1.0, 0.5),
        ([(State.BLOCKED, 7 * DAY)], None, 0.0),
        ([(State.MAINTENANCE, 7 * DAY)], None, 0.0),
        ([(State.PARTLY, 7 * DAY)], None, 0.0),
        ([], None, 0.0),
        ([(State.DOWN, 30 * DAY), (State.UP, 7 * DAY)], 1.0, 1.0),
    ],
)
def test_only_up_and_down_decide(
    pieces: list[tuple[State, float]], availability: float | None, observed: float
) -> None:
    found = of(*pieces)
    assert (found.availability, found.observed) == (availability, observed)


def test_the_parts_add_up_to_the_whole() -> None:
    found = of((State.UP, DAY), (State.BLOCKED, DAY), (State.DOWN, 7))
    assert sum(found.spent.values(), found.unobserved) == found.whole == WEEK
    assert found.up + found.down + found.undecided == found.whole


def test_a_state_holds_until_the_next_look() -> None:
    rows = [span(State.UP, 0, 600), span(State.DOWN, 300, 900), span(State.UP, 1200, 1500)]
    for order in permutations(rows):
        found = account(order, start=AT - WEEK, end=AT)
        assert (found.up.total_seconds(), found.down.total_seconds()) == (600, 600)


def test_a_span_counts_only_within_the_window() -> None:
    found = account([span(State.UP, -100, 100), span(State.DOWN, 100, 10 * DAY)], start=AT - WEEK, end=AT)
    assert (found.up.total_seconds(), found.down.total_seconds()) == (100, 7 * DAY - 100)


def test_a_window_that_does_not_run_forward_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="ends after"):
        account([], start=AT, end=AT)
