"""The schedule: one APScheduler job for each portal, which only puts its round on its way."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from monitor.rounds.cadence import spread
from monitor.rounds.watch import Subject


def build_schedule(
    subjects: Iterable[Subject],
    take: Callable[[Subject], object],
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
    take: Callable[[Subject], object],
    *,
    interval: float,
    misfire_grace: float,
    now: datetime,
) -> None:
    """Let a scheduler know these portals and no others; those that stay keep their next turn, or have it sooner.

    Another `interval` holds from the next turn on.
    """
    wanted = {subject.portal.id: subject for subject in subjects}
    grace = max(1, round(misfire_grace))
    for job in scheduler.get_jobs():
        if job.id not in wanted:
            job.remove()
            continue
        subject = wanted.pop(job.id)
        job.modify(args=(subject,), misfire_grace_time=grace)
        trigger = _every(interval, subject, now=now)
        if job.trigger.interval != trigger.interval:
            soonest = min(job.next_run_time, trigger.start_date)
            job.modify(trigger=trigger, next_run_time=soonest)
    for subject in wanted.values():
        scheduler.add_job(
            take,
            _every(interval, subject, now=now),
            args=(subject,),
            id=subject.portal.id,
            misfire_grace_time=grace,
            coalesce=True,
            max_instances=1,
        )


def _every(interval: float, subject: Subject, *, now: datetime) -> IntervalTrigger:
    start = now + timedelta(seconds=spread(subject.portal.id, interval))
    return IntervalTrigger(seconds=max(1, round(interval)), start_date=start, timezone="UTC")
