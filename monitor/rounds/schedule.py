"""The schedule: one APScheduler job for the portals of one turn, which only puts their rounds on their way."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from apscheduler.executors.debug import DebugExecutor
from apscheduler.job import Job
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from monitor.rounds.cadence import spread
from monitor.rounds.watch import Subject

TURN = 0.5  # seconds: looks whose times lie within are taken one after the other, which costs less than one by one

Take = Callable[[Subject], object]


def build_schedule(
    subjects: Iterable[Subject],
    take: Take,
    *,
    interval: float,
    misfire_grace: float = 300.0,
    now: datetime,
) -> BackgroundScheduler:
    """A scheduler, not yet started, with every portal's first round within one `interval` (seconds) from `now`.

    The start is spread by a stable hash of the portal's id, so that a restart makes no burst.
    A run that comes late is still taken within `misfire_grace` seconds (APScheduler would drop it after one), and
    several missed ones count as one.
    The jobs run in the scheduler's own thread: they only enqueue.
    """
    scheduler = BackgroundScheduler(timezone="UTC", executors={"default": DebugExecutor()}, daemon=True)
    replan(scheduler, subjects, take, interval=interval, misfire_grace=misfire_grace, now=now)
    return scheduler


def replan(
    scheduler: BackgroundScheduler,
    subjects: Iterable[Subject],
    take: Take,
    *,
    interval: float,
    misfire_grace: float,
    now: datetime,
) -> None:
    """Let a scheduler know these portals and no others; those that stay keep their next turn, or have it sooner.

    Another `interval` holds from the next turn on.
    """
    interval, grace = max(1, round(interval)), max(1, round(misfire_grace))
    turns = _turns(subjects, interval)
    before = _next_turns(scheduler.get_jobs())
    for job in scheduler.get_jobs():
        together = turns.pop(job.id, None)
        if together is None:
            job.remove()
        else:
            job.modify(args=(take, together), misfire_grace_time=grace)
    for name, together in turns.items():
        start = now + timedelta(seconds=_begins(together[0], interval))
        job = scheduler.add_job(
            take_turn,
            IntervalTrigger(seconds=interval, start_date=start, timezone="UTC"),
            args=(take, together),
            id=name,
            misfire_grace_time=grace,
            coalesce=True,
            max_instances=1,
        )
        sooner = [before[subject.portal.id] for subject in together if subject.portal.id in before]
        if sooner and min(sooner) < start:
            job.modify(next_run_time=min(sooner))


def take_turn(take: Take, together: Iterable[Subject]) -> None:
    """Put the rounds of one turn on their way."""
    for subject in together:
        take(subject)


def _turns(subjects: Iterable[Subject], interval: float) -> dict[str, tuple[Subject, ...]]:
    """Those whose turn begins at the same time, by a name that changes with the interval."""
    turns: dict[str, tuple[Subject, ...]] = {}
    for subject in subjects:
        name = f"{_begins(subject, interval):g} of {interval:g} s"
        turns[name] = (*turns.get(name, ()), subject)
    return turns


def _begins(subject: Subject, interval: float) -> float:
    return spread(subject.portal.id, interval) // TURN * TURN


def _next_turns(jobs: Iterable[Job]) -> Mapping[str, datetime]:
    """When each portal would be looked at next; nothing of a scheduler that has not started."""
    return {
        subject.portal.id: job.next_run_time
        for job in jobs
        for subject in job.args[1]
        if getattr(job, "next_run_time", None) is not None
    }
