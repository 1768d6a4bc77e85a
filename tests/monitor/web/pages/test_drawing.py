"""Drawings keep to their window, and what was not observed is drawn as that."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from monitor.rules.contract import Span
from monitor.storage.standing import KeptFigure
from monitor.web.pages.drawing import calendar, course, timeline
from probes.failures import State
from tests.support.kept_rounds import PORTAL, after, figure

WEEK = 7 * 24 * 60  # minutes
END = datetime(2022, 8, 10, 5, tzinfo=UTC)  # noon in Hanoi


def span(state: State, begins: float, ends: float) -> Span:
    """Hours before the end."""
    return Span(state=state, start=END - timedelta(hours=begins), end=END - timedelta(hours=ends))


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100), st.sampled_from(list(State))), max_size=8))
def test_bars_fill_the_window_without_a_gap(found: list[tuple[float, float, State]]) -> None:
    spans = [span(state, max(one, other), min(one, other)) for one, other, state in found]
    bars = timeline(spans, start=END - timedelta(hours=48), end=END)
    assert bars[0].start == END - timedelta(hours=48)
    assert bars[-1].end == END
    assert all(one.end == following.start for one, following in pairwise(bars))


def test_a_window_without_length_has_no_bars() -> None:
    assert timeline([span(State.UP, 1, 0)], start=END, end=END) == ()


def test_days_are_those_of_hanoi_and_count_only_what_was_observed() -> None:
    spans = [span(State.UP, 60, 14), span(State.DOWN, 14, 12), span(State.UP, 6, 0)]
    older, yesterday, today = calendar(spans, end=END, days=3)
    assert (older.level, yesterday.level, today.level) == ("good", "bad", "good")
    assert (yesterday.day.share, yesterday.day.observed) == (22 / 24, 1.0)
    assert (today.day.share, today.day.observed) == (1.0, 0.5)


def test_a_day_that_nobody_observed_has_no_share() -> None:
    (today,) = calendar([], end=END, days=1)
    assert (today.day.share, today.level) == (None, "none")


def kept(value: float, first: float, last: float) -> KeptFigure:
    return KeptFigure(
        portal=PORTAL,
        figure=figure(value),
        first_seen=after(first),
        last_seen=after(last),
        changed=after(first),
        observation="o",
    )


def test_a_figure_is_drawn_in_steps_between_its_bounds() -> None:
    drawn = course([kept(10, 0, 50), kept(30, 50, 100)], end=after(100))
    assert drawn is not None
    assert drawn.lines == ("0.0,110.0 500.0,110.0 500.0,10.0 1000.0,10.0",)
    assert (drawn.least, drawn.most) == (10.0, 30.0)


def test_a_pause_in_the_readings_is_a_gap() -> None:
    drawn = course([kept(10, 0, 50), kept(30, 51 + WEEK, 60 + WEEK)], end=after(60 + WEEK))
    assert drawn is not None
    assert len(drawn.lines) == 2


def test_values_that_stood_side_by_side_are_no_course() -> None:
    assert course([kept(10, 0, 50), kept(30, 40, 90)], end=after(100)) is None


def test_time_in_which_a_portal_refused_us_is_not_held_against_it() -> None:
    (today,) = calendar([span(State.BLOCKED, 6, 3), span(State.UP, 3, 0)], end=END, days=1)
    assert (today.day.share, today.day.observed, today.level) == (1.0, 0.5, "good")
    (refused,) = calendar([span(State.BLOCKED, 6, 0)], end=END, days=1)
    assert (refused.day.share, refused.day.observed, refused.level) == (None, 0.5, "none")


def test_a_figure_that_never_changed_is_not_drawn() -> None:
    assert course([kept(10, 0, 50), kept(10, 60, 100)], end=after(100)) is None
