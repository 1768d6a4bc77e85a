"""The schedule gives every portal its turn within one interval, spread, and never drops a late one."""

import threading
from datetime import UTC, datetime, timedelta

from monitor.rounds.schedule import build_schedule
from tests.support.rounds import subject

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_every_portal_has_its_first_turn_within_one_interval() -> None:
    subjects = [subject(portal=f"p{number}") for number in range(200)]
    schedule = build_schedule(subjects, lambda _subject: None, interval=300, now=NOW)
    starts = [job.trigger.start_date - NOW for job in schedule.get_jobs()]
    assert len(starts) == 200
    assert all(timedelta(0) <= start <= timedelta(seconds=300) for start in starts)
    assert len({round(start.total_seconds()) for start in starts}) > 100


def test_a_late_turn_is_taken_and_several_missed_ones_count_as_one() -> None:
    schedule = build_schedule([subject()], lambda _subject: None, interval=300, now=NOW)
    job = schedule.get_jobs()[0]
    assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (300, True, 1)


def test_how_late_a_turn_may_come_is_a_setting() -> None:
    schedule = build_schedule([subject()], lambda _subject: None, interval=300, misfire_grace=42, now=NOW)
    assert schedule.get_jobs()[0].misfire_grace_time == 42


def test_turns_come_again_and_again() -> None:
    taken, twice = [], threading.Event()

    def take(item: object) -> None:
        taken.append(item)
        if len(taken) == 2:
            twice.set()

    schedule = build_schedule([subject()], take, interval=1, now=datetime.now(UTC))
    schedule.start()
    try:
        assert twice.wait(20)
    finally:
        schedule.shutdown()
