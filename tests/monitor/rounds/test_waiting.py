"""429 and 503 with Retry-After: left alone until then, at most six hours, and not blamed on one look meanwhile."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.rounds.round import ROUND, conclude, look
from monitor.rounds.waiting import LONGEST, asked_to_wait, failed_before_the_wait, remembered_wait, waits_until
from monitor.rules.contract import Outcome
from probes.facts import Reachability
from probes.failures import Failure, FailureKind, State, failed
from probes.observe import Sight
from tests.support.rounds import NOW, recall, saying, subject, watch

BUSY = failed(FailureKind.HTTP_SERVER_ERROR, "status 503")
LIMITED = failed(FailureKind.RATE_LIMITED, "status 429: too many requests")
CREW = watch(saying(BUSY))


def sight(*, status: int | None = 503, retry_after: float | None = 120, answer: Failure = BUSY) -> Sight:
    seen = look(watch(saying(answer)), subject(), recall())
    item = seen.observations[0]
    assert isinstance(item.facts, Reachability)
    return replace(
        seen, observations=(replace(item, facts=replace(item.facts, status=status, retry_after=retry_after)),)
    )


@pytest.mark.parametrize(
    ("status", "retry_after", "seconds"),
    [
        (503, 120, 120),
        (429, 120, 120),
        (429, 7 * 86_400, LONGEST.total_seconds()),
        (503, 0, None),
        (503, None, None),
        (200, 120, None),
        (301, 120, None),
        (None, None, None),
    ],
)
def test_who_asks_to_be_left_alone_is_for_at_most_six_hours(
    status: int | None, retry_after: float | None, seconds: float | None
) -> None:
    expected = None if seconds is None else NOW + timedelta(seconds=seconds)
    assert asked_to_wait(sight(status=status, retry_after=retry_after)) == expected


def test_the_wait_is_kept_in_the_memory_of_the_round_and_ends() -> None:
    taken = conclude(CREW, subject(), recall(), sight(answer=LIMITED, status=429), None)
    memory = taken.remember[ROUND]
    until = NOW + timedelta(seconds=120)
    assert taken.state is State.BLOCKED
    assert waits_until(memory, now=NOW) == until
    assert waits_until(memory, now=until) is None


def test_a_clock_that_was_set_back_makes_nobody_wait_for_ever() -> None:
    memory = remembered_wait(NOW + timedelta(hours=1), State.BLOCKED)
    assert waits_until(memory, now=NOW - timedelta(days=1)) is None
    assert waits_until({}, now=NOW) is None


def test_a_failure_that_may_not_be_confirmed_yet_says_nothing_of_the_portal() -> None:
    taken = conclude(CREW, subject(), recall(), sight(), None)
    assert (taken.state, taken.confirmed, taken.holds_until) == (State.UNKNOWN, False, taken.since)
    assert Outcome.FAIL not in {item.outcome for item in taken.verdicts}


def test_the_look_after_the_wait_confirms_the_one_before() -> None:
    earlier = {ROUND: remembered_wait(NOW - timedelta(seconds=60), State.DOWN)}
    taken = conclude(CREW, subject(), recall(earlier), sight(), None)
    assert (taken.state, taken.confirmed) == (State.DOWN, True)


@pytest.mark.parametrize(
    ("ended", "state", "expected"),
    [(60, State.DOWN, True), (601, State.DOWN, False), (-1, State.DOWN, False), (60, State.BLOCKED, False)],
)
def test_only_a_failure_shortly_before_counts(ended: int, state: State, expected: bool) -> None:
    memory = remembered_wait(NOW - timedelta(seconds=ended), state)
    assert failed_before_the_wait(memory, at=NOW, within=timedelta(seconds=600)) is expected
