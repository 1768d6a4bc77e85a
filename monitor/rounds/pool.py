"""Our own daemon threads that take looks: a hung look never keeps the process, and a pause holds no thread."""

import logging
import threading
import time
from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count

log = logging.getLogger(__name__)

Job = Callable[[], None]

_FEW = 8  # threads that are there whenever there is work for them
_SPARE = 4  # idle threads that stay
_TICK = 0.2  # seconds between two looks at what waits
_AT_ONCE = 8  # threads added in one tick
_BUSY = 0.8  # of one processor: from here on, more threads only take it and memory from one another


class Pool:
    """Runs jobs when they are due, the earliest first, on daemon threads that grow with what hangs, and shrink again.

    Beyond a few, a thread is added only where jobs wait although the processor does not work: a look that hangs costs a
    thread that sleeps, and delays no other one; a burst of pages to be read costs none.
    A `concurrent.futures` pool would keep the interpreter alive for as long as a hung look lasts.
    """

    def __init__(
        self,
        workers: int,
        *,
        monotonic: Callable[[], float],
        processor: Callable[[], float] = time.process_time,
    ) -> None:
        """Start one thread; at most `workers` there will be. `processor` tells the seconds that the process worked."""
        self._monotonic = monotonic
        self._processor = processor
        self._limit = workers
        self._jobs: list[tuple[float, int, Job]] = []
        self._order = count()
        self._changed = threading.Condition()
        self._stopping = False
        self._ended = threading.Event()  # of the minder's own: a job's notice must reach a thread that takes it
        self._threads: list[threading.Thread] = []
        self._numbers = count()
        self._idle = 0
        with self._changed:
            self._grow()
        threading.Thread(target=self._mind, name="look-minder", daemon=True).start()

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
            self._ended.set()
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

    def _mind(self) -> None:
        """Add threads while jobs wait for one and the processor has time for them."""
        worked, at = self._processor(), time.monotonic()
        while not self._ended.wait(_TICK):
            before, worked = worked, self._processor()
            since, at = at, time.monotonic()
            if worked - before < _BUSY * (at - since):
                self._grow_for_what_waits()

    def _grow_for_what_waits(self) -> None:
        with self._changed:
            if self._idle or self._stopping:
                return
            now = self._monotonic()
            waiting = sum(due <= now for due, _, _ in self._jobs)
            for _ in range(min(waiting, _AT_ONCE, self._limit - len(self._threads))):
                self._grow()

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
                    if not self._idle and len(self._threads) < min(_FEW, self._limit):
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
