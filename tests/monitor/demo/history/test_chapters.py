"""A portal's made-up past: without a gap, the same every time, ending as today."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest

from monitor.demo.history.chapters import Chapter, Mood, chapters
from probes.failures import State

END = datetime(2026, 11, 22, 3, 0, 0, 250_000, tzinfo=UTC)
START = END - timedelta(days=30)


def told(
    name: object, state: State = State.UP, *, days: float = 30, differences: tuple[str, ...] = ("slow",)
) -> tuple[Chapter, ...]:
    return chapters(Random(str(name)), start=END - timedelta(days=days), end=END, state=state, differences=differences)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("days", [1, 7, 30, 90])
def test_the_past_has_no_gap_and_ends_as_today(state: State, days: float) -> None:
    for name in range(50):
        past = told(name, state, days=days)
        assert (past[0].starts, past[-1].ends) == (END - timedelta(days=days), END)
        assert all(before.ends == after.starts for before, after in pairwise(past))
        assert all(item.starts < item.ends for item in past)
        assert (past[-1].mood, past[-1].otherwise) == (Mood.AS_NOW, None)


def test_the_same_name_has_the_same_past() -> None:
    assert told("sim-p01-portal") == told("sim-p01-portal")
    assert len({told(name) for name in range(20)}) > 10


def test_only_a_portal_that_answers_today_was_interrupted_before() -> None:
    interrupted = {Mood.DOWN, Mood.MAINTENANCE, Mood.BLOCKED}
    moods = {state: {item.mood for name in range(200) for item in told(name, state)} for state in State}
    assert moods[State.UP] == interrupted | {Mood.AS_NOW}
    assert moods[State.DOWN] == moods[State.MAINTENANCE] == {Mood.ANSWERED, Mood.AS_NOW}
    for state in (State.BLOCKED, State.UNKNOWN, State.RETIRED):
        assert moods[state] == {Mood.AS_NOW}


def test_maintenance_of_today_began_within_hours() -> None:
    assert all(last_of(told(name, State.MAINTENANCE)) < timedelta(hours=6) for name in range(100))


def last_of(past: tuple[Chapter, ...]) -> timedelta:
    return past[-1].ends - past[-1].starts


def test_only_an_interruption_by_failure_names_one() -> None:
    for name in range(200):
        assert all((item.failure is not None) == (item.mood is Mood.DOWN) for item in told(name))


def test_what_was_otherwise_is_one_thing_and_ended() -> None:
    some = [{item.otherwise for item in told(name, differences=("slow", "old_news"))} - {None} for name in range(100)]
    assert {len(item) for item in some} == {0, 1}
    assert set().union(*some) == {"slow", "old_news"}
    assert not any(item.otherwise for name in range(100) for item in told(name, differences=()))
