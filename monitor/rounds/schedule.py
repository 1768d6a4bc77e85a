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
    for subject in subjects:
        scheduler.add_job(
            take,
            IntervalTrigger(
                seconds=max(1, round(interval)),
                start_date=now + timedelta(seconds=spread(subject.portal.id, interval)),
                timezone="UTC",
            ),
            args=(subject,),
            id=subject.portal.id,
            misfire_grace_time=max(1, round(misfire_grace)),
            coalesce=True,
            max_instances=1,
        )
    return scheduler
