"""Too many portals failing at once raise doubts about ourselves; some failing, as on any day, do not."""

import pytest

from monitor.trust.quarantine import Quarantine, too_many


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("failing", "looked", "expected"),
    [
        (0, 0, False),
        (19, 19, False),  # fewer than the least number say nothing
        (20, 20, True),
        (10, 20, False),  # half is not more than half
        (11, 20, True),
        (24, 276, False),
        (138, 276, False),
        (139, 276, True),
        (10_000, 10_000, True),
    ],
)
def test_more_than_the_share_of_at_least_twenty_is_too_many(failing: int, looked: int, expected: bool) -> None:
    assert too_many(failing, looked, share=0.5, minimum=20) is expected


def quarantine(clock: Clock) -> Quarantine:
    return Quarantine(share=0.5, minimum=20, window=300, monotonic=clock)


def test_the_simulated_estate_with_24_of_276_failing_is_an_ordinary_day() -> None:
    watched = quarantine(Clock())
    for number in range(276):
        watched.note(f"p{number}", failed=number % 11 == 0 and number < 264)
    assert not watched.suspected()


def test_a_portal_counts_once_with_its_last_look() -> None:
    watched = quarantine(Clock())
    for _ in range(5):
        for number in range(19):
            watched.note(f"p{number}", failed=True)
    assert not watched.suspected()
    watched.note("p19", failed=True)
    assert watched.suspected()
    for number in range(10):
        watched.note(f"p{number}", failed=False)
    assert not watched.suspected()


def test_looks_that_left_the_window_no_longer_count() -> None:
    clock = Clock()
    watched = quarantine(clock)
    for number in range(20):
        watched.note(f"p{number}", failed=True)
    clock.now = 301
    assert not watched.suspected()
    for number in range(20, 45):
        watched.note(f"p{number}", failed=False)
    assert not watched.suspected()


def test_half_an_interval_after_everything_broke_it_is_noticed() -> None:
    clock = Clock()
    watched = quarantine(clock)
    for number in range(100):
        clock.now = number * 3
        watched.note(f"p{number}", failed=False)
    suspected = []
    for number in range(100):
        clock.now = 300 + number * 3
        watched.note(f"p{number}", failed=True)
        suspected.append(watched.suspected())
    assert suspected.index(True) == 50
    assert all(suspected[50:])
