"""Our own daemon threads that take looks: a hung look never keeps the process, and a pause holds no thread."""

import logging
import threading
from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count

log = logging.getLogger(__name__)

Job = Callable[[], None]

_SPARE = 4  # idle threads that stay


class Pool:
    """Runs jobs when they are due, the earliest first, on daemon threads that grow with what hangs, and shrink again.

    One thread more than there are jobs under way is there to mind the queue, up to the limit: a look that hangs costs
    a thread that sleeps, and delays no other one.
    A `concurrent.futures` pool would keep the interpreter alive for as long as a hung look lasts.
    """

    def __init__(self, workers: int, *, monotonic: Callable[[], float]) -> None:
        """Start one thread; at most `workers` there will be."""
        self._monotonic = monotonic
        self._limit = workers
        self._jobs: list[tuple[float, int, Job]] = []
        self._order = count()
        self._changed = threading.Condition()
        self._stopping = False
        self._threads: list[threading.Thread] = []
        self._numbers = count()
        self._idle = 0
        with self._changed:
            self._grow()

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
            threads = tuple(self._threads)
        until = self._monotonic() + timeout
        for thread in threads:
            thread.join(max(0.0, until - self._monotonic()))

    def _grow(self) -> None:
        thread = threading.Thread(target=self._work, name=f"look-{next(self._numbers)}", daemon=True)
        self._threads.append(thread)
        self._idle += 1
        thread.start()

    def _work(self) -> None:
        while (job := self._next()) is not None:
            job()
            with self._changed:
                self._idle += 1

    def _next(self) -> Job | None:
        with self._changed:
            while not self._stopping:
                wait = self._jobs[0][0] - self._monotonic() if self._jobs else None
                if wait is not None and wait <= 0:
                    self._idle -= 1
                    if not self._idle and len(self._threads) < self._limit:
                        self._grow()
                    return heappop(self._jobs)[2]
                if self._idle > _SPARE:
                    self._leave()
                    return None
                self._changed.wait(wait)
            return None

    def _leave(self) -> None:
        """Few threads that are often used cost less than many that are seldom used."""
        self._idle -= 1
        self._threads.remove(threading.current_thread())
