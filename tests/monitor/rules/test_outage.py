"""An outage is counted in rounds: confirmed failures feed it, good rounds end it, what was not seen does neither."""

from datetime import timedelta

import pytest

from monitor.rules.history import Outage
from monitor.rules.outage import follow
from probes.failures import State
from tests.support.judged import AT

U, D, B, M, R, X, P = (
    State.UP,
    State.DOWN,
    State.BLOCKED,
    State.MAINTENANCE,
    State.RETIRED,
    State.UNKNOWN,
    State.PARTLY,
)
ROUND = timedelta(minutes=5)


def after(*states: State, rounds_up: int = 2) -> Outage | None:
    outage = None
    for number, state in enumerate(states):
        outage = follow(outage, state=state, confirmed=True, at=AT + number * ROUND, rounds_up=rounds_up)
    return outage


@pytest.mark.parametrize(
    ("states", "since", "failed", "good"),
    [
        ((D,), 0, 1, 0),
        ((U, D, D, D), 1, 3, 0),
        ((D, U, D), 0, 2, 0),
        ((D, D, U), 0, 2, 1),
        ((D, B, M, X, D), 0, 2, 0),
        ((D, P, D), 0, 2, 0),
        ((D, D, P), 0, 2, 1),
        ((D, U, B, D), 0, 2, 0),
        ((D, U, U, D), 3, 1, 0),
    ],
)
def test_it_is_dated_back_to_its_first_confirmed_failure(
    states: tuple[State, ...], since: int, failed: int, good: int
) -> None:
    outage = after(*states)
    assert outage is not None
    assert (outage.since, outage.failed, outage.good) == (AT + since * ROUND, failed, good)


@pytest.mark.parametrize("states", [(), (U, U), (B, X), (D, U, U), (D, R, R), (D, U, B, U), (D, P, U), (D, P, P), (P,)])
def test_there_is_none_where_nothing_failed_or_enough_good_rounds_came(states: tuple[State, ...]) -> None:
    assert after(*states) is None


def test_a_failure_seen_once_only_neither_begins_nor_feeds_it() -> None:
    assert follow(None, state=D, confirmed=False, at=AT, rounds_up=2) is None
    begun = after(D, U)
    assert follow(begun, state=D, confirmed=False, at=AT + 9 * ROUND, rounds_up=2) == begun


def test_a_round_that_was_counted_already_changes_nothing() -> None:
    outage = after(D, D)
    assert follow(outage, state=D, confirmed=True, at=AT + ROUND, rounds_up=2) == outage
    assert follow(outage, state=U, confirmed=True, at=AT, rounds_up=1) == outage


def test_one_good_round_is_enough_where_the_rule_book_says_so() -> None:
    assert after(D, D, U, rounds_up=1) is None
