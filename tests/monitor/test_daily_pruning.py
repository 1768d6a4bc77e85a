"""Once a night what is past its time is removed, and a store that refuses is asked again."""

import logging
import threading
from datetime import UTC, datetime, timedelta

import pytest

from monitor.daily_pruning import DailyPruning, pruning_due
from monitor.rounds.cadence import Night
from monitor.storage.errors import StoreError
from monitor.storage.prune import Pruned

NIGHT = Night(start=1, end=5)
DEEP = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)  # 02:30 ngày 21/11 giờ Việt Nam
NOTHING = Pruned(observations=0, evidence=0, parts=0)


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, DEEP, True),
        (None, DEEP.replace(hour=17, minute=59), False),  # 00:59
        (None, DEEP.replace(hour=18, minute=0), True),  # 01:00
        (None, DEEP.replace(hour=22, minute=0), False),  # 05:00
        (DEEP, DEEP + timedelta(hours=1), False),
        (DEEP, DEEP + timedelta(days=1), True),
        (DEEP - timedelta(hours=23), DEEP, True),
    ],
)
def test_it_is_done_once_in_the_hours_of_each_night(last: datetime | None, now: datetime, due: bool) -> None:
    assert pruning_due(last, now=now, night=NIGHT) is due


def nights(done: threading.Event, refusals: int, *, until: int) -> tuple[DailyPruning, list[datetime]]:
    """A pruning to whose store a clock belongs that goes on by ten minutes with every glance."""
    clock, asked = iter(DEEP + timedelta(minutes=10 * n) for n in range(100_000)), list[datetime]()

    def prune(now: datetime) -> Pruned:
        asked.append(now)
        if len(asked) == until:
            done.set()
        if len(asked) <= refusals:
            raise StoreError("the disk is full")
        return NOTHING

    return DailyPruning(prune, now=lambda: next(clock), night=lambda: NIGHT, every=0.0001), asked


def test_every_night_has_its_turn() -> None:
    done = threading.Event()
    pruning, asked = nights(done, 0, until=3)
    pruning.start()
    assert done.wait(30)
    pruning.stop()
    assert [(one.date() - DEEP.date()).days for one in asked[:3]] == [0, 1, 2]


def test_a_store_that_refuses_is_asked_three_times_a_night_and_again_the_next(caplog: pytest.LogCaptureFixture) -> None:
    done = threading.Event()
    pruning, asked = nights(done, 4, until=5)
    with caplog.at_level(logging.ERROR):
        pruning.start()
        assert done.wait(30)
    pruning.stop()
    assert [(one - DEEP) < timedelta(hours=3) for one in asked[:5]] == [True, True, True, False, False]
    assert "was not removed: the disk is full" in caplog.text
