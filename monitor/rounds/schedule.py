"""The schedule: one APScheduler job for the portals of one turn, which only puts their rounds on their way."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from apscheduler.executors.debug import DebugExecutor
from apscheduler.job import Job
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from monitor.rounds.cadence import spread
from monitor.rounds.watch import Subject

_CATCHING_UP = 3.0  # times the usual pace
_ALWAYS = 50.0  # rounds that may be taken at once however few there are
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
    The jobs run in the scheduler's own thread: they only enqueue. What was late together (a machine that slept, a
    process that was stopped) is taken at three times the usual pace, not all at once.
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
    line = Line(take, pace=sum(map(len, turns.values())) / interval)
    before = _next_turns(scheduler.get_jobs())
    for job in scheduler.get_jobs():
        together = turns.pop(job.id, None)
        if together is None:
            job.remove()
        else:
            job.modify(args=(line.join, together), misfire_grace_time=grace)
    for name, together in turns.items():
        start = now + timedelta(seconds=_begins(together[0], interval))
        job = scheduler.add_job(
            take_turn,
            IntervalTrigger(seconds=interval, start_date=start, timezone="UTC"),
            args=(line.join, together),
            id=name,
            misfire_grace_time=grace,
            coalesce=True,
            max_instances=1,
        )
        sooner = [before[subject.portal.id] for subject in together if subject.portal.id in before]
        if sooner and min(sooner) < start:
            job.modify(next_run_time=min(sooner))


def take_turn(join: Callable[[Iterable[Subject]], None], together: Iterable[Subject]) -> None:
    """Put the rounds of one turn on their way."""
    join(together)


class Line:
    """Rounds that are due, in their order; for the scheduler's thread alone."""

    def __init__(self, take: Take, *, pace: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        """`pace` is how many rounds a second are due as a rule."""
        self._take = take
        self._rate = _CATCHING_UP * pace
        self._most = max(_ALWAYS, self._rate)
        self._monotonic = monotonic
        self._allowed, self._since = self._most, monotonic()
        self._due: deque[Subject] = deque()

    def join(self, together: Iterable[Subject]) -> None:
        """Take those that are due, as far as the pace allows; the others with the turns that follow."""
        self._due.extend(together)
        now = self._monotonic()
        self._allowed = min(self._most, self._allowed + (now - self._since) * self._rate)
        self._since = now
        while self._due and self._allowed >= 1:
            self._allowed -= 1
            self._take(self._due.popleft())


def _turns(subjects: Iterable[Subject], interval: float) -> dict[str, tuple[Subject, ...]]:
    """Those whose turn begins at the same time, by a name that changes with the interval."""
    turns: dict[float, list[Subject]] = {}
    for subject in subjects:
        turns.setdefault(_begins(subject, interval), []).append(subject)
    return {f"{begins:g} of {interval:g} s": tuple(together) for begins, together in turns.items()}


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
