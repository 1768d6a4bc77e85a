"""Our own daemon threads that take looks: a hung look never keeps the process, and a pause holds no thread."""

import logging
import threading
from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count

log = logging.getLogger(__name__)

Job = Callable[[], None]


class Pool:
    """Runs jobs when they are due, the earliest first, on a fixed number of daemon threads.

    A `concurrent.futures` pool would keep the interpreter alive for as long as a hung look lasts.
    """

    def __init__(self, workers: int, *, monotonic: Callable[[], float]) -> None:
        """Start `workers` threads at once; they wait for jobs."""
        self._monotonic = monotonic
        self._jobs: list[tuple[float, int, Job]] = []
        self._order = count()
        self._changed = threading.Condition()
        self._stopping = False
        self._threads = [threading.Thread(target=self._work, name=f"look-{n}", daemon=True) for n in range(workers)]
        for thread in self._threads:
            thread.start()

    def submit(self, job: Job, *, delay: float = 0.0) -> None:
        """Run `job` once `delay` seconds have passed; jobs must not raise, see `InFlight`."""
        with self._changed:
            heappush(self._jobs, (self._monotonic() + delay, next(self._order), job))
            self._changed.notify()

    def lag(self) -> float:
        """Seconds that the job at the head of the queue has waited past its time; 0 when nothing waits."""
        with self._changed:
            return max(0.0, self._monotonic() - self._jobs[0][0]) if self._jobs else 0.0

    def stop(self, timeout: float) -> None:
        """Take no more jobs and wait up to `timeout` seconds in all for those that run."""
        with self._changed:
            self._stopping = True
            self._jobs.clear()
            self._changed.notify_all()
        until = self._monotonic() + timeout
        for thread in self._threads:
            thread.join(max(0.0, until - self._monotonic()))

    def _work(self) -> None:
        while (job := self._next()) is not None:
            job()

    def _next(self) -> Job | None:
        with self._changed:
            while not self._stopping:
                wait = self._jobs[0][0] - self._monotonic() if self._jobs else None
                if wait is not None and wait <= 0:
                    return heappop(self._jobs)[2]
                self._changed.wait(wait)
            return None
