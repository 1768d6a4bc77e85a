"""Seconds in each state add up to the time that passed, stale time is unobserved."""

from datetime import UTC, datetime, timedelta

from monitor.metrics.state_clock import StateClock
from probes.failures import State

START = datetime(2026, 11, 22, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def spent(states: StateClock) -> dict[str, float]:
    """Seconds of the states that were met at all."""
    return {state: seconds for state, seconds in states.seconds()["a"].items() if seconds}


def test_every_state_starts_at_0_so_that_its_first_second_is_an_increase() -> None:
    states = StateClock(("a",), now=Clock())
    assert states.seconds()["a"] == dict.fromkeys([*(state.value for state in State), "unobserved"], 0.0)


def test_time_before_the_first_look_is_unobserved() -> None:
    clock = Clock()
    states = StateClock(("a",), now=clock)
    clock.forward(10)
    assert spent(states) == {"unobserved": 10}


def test_a_state_counts_until_the_next_note() -> None:
    clock = Clock()
    states = StateClock(("a",), now=clock)
    states.note("a", "up", holds_until=clock.now + timedelta(seconds=600))
    clock.forward(300)
    states.note("a", "down", holds_until=clock.now + timedelta(seconds=600))
    clock.forward(60)
    assert spent(states) == {"up": 300, "down": 60}


def test_a_state_that_went_stale_is_unobserved_from_then_on() -> None:
    clock = Clock()
    states = StateClock(("a",), now=clock)
    states.note("a", "up", holds_until=clock.now + timedelta(seconds=600))
    clock.forward(1000)
    assert spent(states) == {"up": 600, "unobserved": 400}


def test_nothing_is_counted_twice_when_the_clock_is_set_back() -> None:
    clock = Clock()
    states = StateClock(("a",), now=clock)
    states.note("a", "up", holds_until=clock.now + timedelta(hours=9))
    clock.forward(100)
    states.seconds()
    clock.forward(-50)
    states.seconds()
    clock.forward(60)
    assert sum(states.seconds()["a"].values()) == 110


def test_a_portal_that_is_not_watched_is_left_out() -> None:
    clock = Clock()
    states = StateClock(("a",), now=clock)
    states.note("b", "up", holds_until=clock.now)
    assert set(states.seconds()) == {"a"}
