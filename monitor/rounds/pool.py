"""Our own daemon threads that take looks: a hung look never keeps the process, and a pause holds no thread."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import count

Job = Callable[[], None]

_FEW = 8  # threads that work at once however busy the processor is
_SPARE = 4  # resting threads that stay
_REST = 1.0  # seconds that the others rest before they leave
_TICK = 0.05  # seconds between two looks at what waits
_AT_ONCE = 8  # threads called in one tick
_BUSY = 0.8  # of one processor: from here on, more threads only take it and memory from one another
_STALLED = 4  # ticks without a job begun, after which those that work are taken to hang
_PATIENCE = 1.0  # seconds that a job may wait although others are begun


@dataclass(slots=True, eq=False)
class _Hand:
    """One thread while it rests: `call` is released to wake it."""

    call: threading.Lock = field(default_factory=threading.Lock)
    since: float = 0.0
    dismissed: bool = False


class Pool:
    """Runs jobs when they are due, the earliest first, on daemon threads that grow with what hangs, and shrink again.

    As few threads work as can: the one that rested last is called first, because what it touches is still in the
    processor's caches, and another one only where nothing was begun for a moment or a job waits too long. A look that
    hangs costs a thread that sleeps, and delays no other one. Beyond a few, threads are added only while the processor
    does not work: a burst of pages to be read costs none.
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
        self._jobs: list[tuple[float, int, Job, bool]] = []  # when, in which order, what, and whether in any case
        self._order = count()
        self._lock = threading.Lock()
        self._stopping = False
        self._ended = threading.Event()
        self._threads: set[threading.Thread] = set()
        self._numbers = count()
        self._resting: list[_Hand] = []  # who rested last stands last
        self._still = 0  # ticks since a job was begun
        with self._lock:
            self._grow()
        threading.Thread(target=self._mind, name="look-minder", daemon=True).start()

    def submit(self, job: Job, *, delay: float = 0.0, in_any_case: bool = False) -> None:
        """Run `job` once `delay` seconds have passed; jobs must not raise, see `InFlight`. One that is to be run
        `in_any_case` is run at the end, too."""
        with self._lock:
            heappush(self._jobs, (self._monotonic() + delay, next(self._order), job, in_any_case))
            if delay <= 0 and self._working() == 0:
                self._call()

    def lag(self) -> float:
        """Seconds that the job at the head of the queue has waited past its time; 0 when nothing waits."""
        with self._lock:
            return self._lag()

    def stop(self, timeout: float) -> None:
        """Take no more jobs but those to be run in any case, and wait up to `timeout` seconds in all for what runs."""
        with self._lock:
            self._stopping = True
            self._ended.set()
            self._jobs = [job for job in self._jobs if job[3]]
            heapify(self._jobs)
            while self._resting:
                self._call()
            threads = tuple(self._threads)
        until = self._monotonic() + timeout
        for thread in threads:
            thread.join(max(0.0, until - self._monotonic()))

    def _lag(self) -> float:
        return max(0.0, self._monotonic() - self._jobs[0][0]) if self._jobs else 0.0

    def _working(self) -> int:
        return len(self._threads) - len(self._resting)

    def _call(self) -> None:
        """Wake the thread that rested last, or begin one more where none rests and one is allowed."""
        if self._resting:
            self._resting.pop().call.release()
        elif len(self._threads) < self._limit:
            self._grow()

    def _grow(self) -> None:
        thread = threading.Thread(target=self._work, name=f"look-{next(self._numbers)}", daemon=True)
        self._threads.add(thread)
        thread.start()

    def _mind(self) -> None:
        worked, at = self._processor(), time.monotonic()
        while not self._ended.wait(_TICK):
            before, worked = worked, self._processor()
            since, at = at, time.monotonic()
            with self._lock:
                self._tend(busy=worked - before >= _BUSY * (at - since))

    def _tend(self, *, busy: bool) -> None:
        """Call threads where jobs wait and those that work do not get to them, and let go of those not needed."""
        self._still += 1
        moving = self._still <= _STALLED and self._lag() < _PATIENCE
        now = self._monotonic()
        waiting = sum(job[0] <= now for job in self._jobs) if self._jobs and self._jobs[0][0] <= now else 0
        if waiting and self._working() == 0:
            self._call()
        elif waiting and not moving and not self._stopping:
            self._still = 0
            for _ in range(min(waiting, _AT_ONCE, _FEW - self._working() if busy else waiting)):
                self._call()
        elif not waiting and len(self._resting) > _SPARE:
            self._dismiss(now)

    def _dismiss(self, now: float) -> None:
        """Few threads that are often used cost less than many that are seldom used."""
        leaving = [hand for hand in self._resting[:-_SPARE] if now - hand.since >= _REST]
        del self._resting[: len(leaving)]
        for hand in leaving:
            hand.dismissed = True
            hand.call.release()

    def _work(self) -> None:
        hand = _Hand()
        hand.call.acquire()
        while not hand.dismissed:
            job = self._next(hand)
            if job is not None:
                job()
            elif self._stopping:
                break
            else:
                hand.call.acquire()
        with self._lock:
            self._threads.discard(threading.current_thread())

    def _next(self, hand: _Hand) -> Job | None:
        """The job that is due; without one the thread rests from here on."""
        with self._lock:
            now = self._monotonic()
            if self._jobs and self._jobs[0][0] <= now:
                self._still = 0
                return heappop(self._jobs)[2]
            if not self._stopping:
                hand.since = now
                self._resting.append(hand)
            return None
