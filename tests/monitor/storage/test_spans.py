"""The accounting of states: seconds by state and unobserved time are the window, whatever happens."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.rules.contract import Span
from monitor.storage.spans import UNOBSERVED, continue_span, seconds_by_state
from probes.failures import State
from tests.support.kept_rounds import START, after


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One round of a made-up story, in whole seconds from its start."""

    since: int
    holds: int
    state: State


STATES = st.sampled_from([State.UP, State.DOWN, State.UNKNOWN])
STORIES = st.lists(
    st.builds(Told, since=st.integers(0, 300), holds=st.integers(0, 60), state=STATES),
    max_size=12,
    unique_by=lambda told: told.since,
)


def spans_of(story: list[Told]) -> list[Span]:
    """The rows as the store keeps them: the last one is replaced, or another follows it."""
    spans: list[Span] = []
    for told in sorted(story, key=lambda item: item.since):
        since = START + timedelta(seconds=told.since)
        holds_until = since + timedelta(seconds=told.holds)
        continued = continue_span(spans[-1] if spans else None, state=told.state, since=since, holds_until=holds_until)
        if spans and (continued.ended or continued.present.start == spans[-1].start):
            spans.pop()
        spans += [span for span in (continued.ended, continued.present) if span]
    return spans


def told_second_by_second(story: list[Told], start: int, end: int) -> dict[str, float]:
    """The simple model: each second belongs to the last round before it, while that one holds."""
    spent: dict[str, float] = {}
    for second in range(start, end):
        last = max((told for told in story if told.since <= second), key=lambda told: told.since, default=None)
        holds = last is not None and second < last.since + last.holds
        name = last.state.value if last is not None and holds else UNOBSERVED
        spent[name] = spent.get(name, 0) + 1
    return spent


@given(story=STORIES, window=st.tuples(st.integers(0, 400), st.integers(0, 400)).map(sorted))
def test_seconds_agree_with_a_count_second_by_second(story: list[Told], window: list[int]) -> None:
    start, end = (START + timedelta(seconds=second) for second in window)
    spent = seconds_by_state(spans_of(story), start=start, end=end)
    assert {name: seconds for name, seconds in spent.items() if seconds} == told_second_by_second(story, *window)


@given(story=STORIES)
def test_spans_never_overlap_and_neighbours_of_one_state_are_one(story: list[Told]) -> None:
    spans = spans_of(story)
    for before, later in pairwise(spans):
        assert before.start <= before.end <= later.start
        assert before.end < later.start or before.state is not later.state


def test_a_round_at_the_very_end_of_a_span_continues_it() -> None:
    last = Span(state=State.UP, start=after(0), end=after(10))
    continued = continue_span(last, state=State.UP, since=after(10), holds_until=after(20))
    assert (continued.present, continued.ended) == (Span(state=State.UP, start=after(0), end=after(20)), None)


def test_time_after_the_end_of_a_span_was_not_observed() -> None:
    last = Span(state=State.UP, start=after(0), end=after(10))
    continued = continue_span(last, state=State.UP, since=after(11), holds_until=after(20))
    assert continued.present.start == after(11)
    spent = seconds_by_state([last, continued.present], start=after(0), end=after(20))
    assert spent == {"up": 19 * 60, UNOBSERVED: 60}


def test_a_state_that_holds_for_less_than_nothing_holds_for_nothing() -> None:
    continued = continue_span(None, state=State.UP, since=after(5), holds_until=after(0))
    assert continued.present == Span(state=State.UP, start=after(5), end=after(5))


def test_a_window_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        seconds_by_state([], start=after(1), end=after(0))
