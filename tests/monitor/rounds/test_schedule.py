"""The schedule gives every portal its turn within one interval, spread, and never drops a late one."""

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler

from monitor.rounds.schedule import TURN, Line, build_schedule, replan
from monitor.rounds.watch import Subject
from tests.support.rounds import subject

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_every_portal_has_its_first_turn_within_one_interval() -> None:
    subjects = [subject(portal=f"p{number}") for number in range(200)]
    schedule = build_schedule(subjects, lambda _subject: None, interval=300, now=NOW)
    starts = [job.trigger.start_date - NOW for job in schedule.get_jobs() for _ in job.args[1]]
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


def test_portals_of_one_turn_share_a_job_and_each_is_taken_once() -> None:
    subjects = [subject(portal=f"p{number}") for number in range(400)]
    schedule = build_schedule(subjects, lambda _subject: None, interval=10, now=NOW)
    jobs = schedule.get_jobs()
    assert len(jobs) == 10 / TURN
    taken = [item for job in jobs for item in job.args[1]]
    assert sorted(item.portal.id for item in taken) == sorted(item.portal.id for item in subjects)
    assert max(len(job.args[1]) for job in jobs) < 40


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


def next_turns(schedule: BackgroundScheduler) -> dict[str, datetime]:
    return {item.portal.id: job.next_run_time for job in schedule.get_jobs() for item in job.args[1]}


def test_other_portals_or_another_interval_make_nobody_wait_longer() -> None:
    subjects, now = [subject(portal=f"p{number}") for number in range(40)], datetime.now(UTC)
    schedule = build_schedule(subjects[:30], lambda _subject: None, interval=3600, now=now)
    schedule.start(paused=True)
    try:
        first = next_turns(schedule)
        again = {"misfire_grace": 300.0, "now": now}
        replan(schedule, subjects[10:], lambda _subject: None, interval=3600, **again)
        changed = next_turns(schedule)
        assert changed.keys() == {item.portal.id for item in subjects[10:]}
        assert all(changed[name] == first[name] for name in first.keys() & changed.keys())
        for interval in (60, 7200):
            before = next_turns(schedule)
            replan(schedule, subjects[10:], lambda _subject: None, interval=interval, **again)
            after = next_turns(schedule)
            assert all(after[name] <= before[name] for name in before)
            assert {job.trigger.interval for job in schedule.get_jobs()} == {timedelta(seconds=interval)}
    finally:
        schedule.shutdown()


def test_a_restart_at_any_time_makes_no_burst() -> None:
    subjects = [subject(portal=f"p{number}") for number in range(6000)]
    for minutes in (0, 1, 3.7):
        now = NOW + timedelta(minutes=minutes)
        schedule = build_schedule(subjects, lambda _subject: None, interval=300, now=now)
        seconds = Counter(
            int((job.trigger.start_date - now).total_seconds()) for job in schedule.get_jobs() for _ in job.args[1]
        )
        assert max(seconds.values()) <= 2.5 * len(subjects) / 300


def test_the_number_of_jobs_grows_with_the_turns_and_not_with_the_portals() -> None:
    subjects = [subject(portal=f"p{number}") for number in range(6000)]
    assert len(build_schedule(subjects, lambda _subject: None, interval=60, now=NOW).get_jobs()) == 60 / TURN


class Stopwatch:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def test_what_was_late_together_is_caught_up_with_at_three_times_the_pace_and_in_order() -> None:
    clock, taken = Stopwatch(), list[Subject]()
    line = Line(taken.append, pace=100, monotonic=clock)
    late = [subject(portal=f"p{number}") for number in range(3000)]
    for turn in range(0, 3000, 50):
        line.join(late[turn : turn + 50])  # a minute of turns at once
    assert len(taken) == 300
    for second in range(1, 16):
        clock.at = float(second)
        line.join([subject(portal=f"q{second}") for _ in range(100)])
        assert len(taken) <= 300 * (second + 1)
    assert taken[:3000] == late
    assert len(taken) == 4500


def test_turns_that_come_in_time_wait_for_nothing() -> None:
    clock, taken = Stopwatch(), list[Subject]()
    line = Line(taken.append, pace=0.2, monotonic=clock)
    for number in range(200):
        clock.at += 5.0
        line.join([subject(portal=f"p{number}")])
        assert len(taken) == number + 1
