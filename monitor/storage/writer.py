"""The one thread that writes: it gathers rounds for a moment, commits them together, and gives none up."""

import logging
import sys
from collections import deque
from collections.abc import Callable, Sequence
from threading import Condition, Thread
from time import monotonic
from typing import Self

from sqlalchemy.exc import DataError, IntegrityError, ProgrammingError, SQLAlchemyError

from monitor.records import Round
from monitor.rules.contract import Verdict
from monitor.seldom import Seldom
from monitor.storage.errors import explain
from monitor.storage.rows import Prepared, prepare
from monitor.storage.store import Beside, Store

_LOG = logging.getLogger(__name__)
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0  # seconds between attempts while the store refuses
_LAST_BREATH = 0.5  # seconds for a commit that is under way when time is up
UNFIT = (DataError, IntegrityError, ProgrammingError, ArithmeticError, TypeError, ValueError)  # the round's own fault

OnKept = Callable[[Sequence[Round]], None]
OnLeftOut = Callable[[Round], None]


class WriterStopped(Exception):  # noqa: N818 - states the fact
    """A round came after the end; it is not kept."""


class Writer:
    """Takes rounds from any thread and keeps them in the store, in order, at most `batch` at a time.

    A full queue makes `put` wait: who looks must not outrun who keeps.
    While the store refuses (disk full, server gone) the rounds stay in the queue, `errors` counts, and it tries again;
    the log says so when it begins, changes and is over, and else seldom.
    """

    def __init__(
        self,
        store: Store,
        *,
        batch: int = 100,
        linger: float = 0.5,
        limit: int = 2000,
        on_kept: OnKept | None = None,
        on_left_out: OnLeftOut | None = None,
        beside: Beside | None = None,
        attended: bool = False,
    ) -> None:
        """Start the thread. `linger`: seconds that a round may wait for company. `on_kept` hears of rounds that are in
        the store, `on_left_out` of one that no store takes; neither may raise. `beside` writes what follows from rounds
        into their commit. `attended`: somebody waits in `drain`
        and is told of trouble there, so that the log need not tell it too, and `put` never waits."""
        self._store, self._batch, self._linger = store, batch, linger
        self._limit = sys.maxsize if attended else limit
        self._on_kept, self._on_left_out = on_kept, on_left_out
        self._beside = beside
        self._attended, self._said_so = attended, False
        self._seldom = Seldom()
        self._queue: deque[Prepared] = deque()
        self._before: dict[str, tuple[Verdict, ...]] = {}  # by portal: of its last round
        self._changed = Condition()
        self._stopping = self._abandoned = self._hurry = False
        self._trouble: str | None = None
        self._errors = 0
        self._thread = Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        """The running writer."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Flush and stop."""
        self.stop()

    @property
    def errors(self) -> int:
        """How often the store refused, since the start."""
        return self._errors

    @property
    def failing(self) -> bool:
        """Whether the store refused the last time."""
        return self._trouble is not None

    @property
    def trouble(self) -> str | None:
        """Why the store refused the last time, in one sentence for the operator; `None` while it takes rounds."""
        return self._trouble

    def length(self) -> int:
        """Rounds that are not committed yet."""
        return len(self._queue)

    def put(self, round_: Round, *, timeout: float | None = None) -> bool:
        """Hand over a round; waits up to `timeout` seconds for room, and tells whether there was any.

        Encodes in the caller's thread, so that a round that cannot be kept raises `ValueError` or `TypeError` here.
        Raises `WriterStopped` after the end.
        """
        prepared = prepare(round_, before=self._before.get(round_.portal, ()))
        self._before[round_.portal] = round_.verdicts
        with self._changed:
            room = self._changed.wait_for(lambda: self._stopping or len(self._queue) < self._limit, timeout)
            if self._stopping:
                raise WriterStopped
            if room:
                self._queue.append(prepared)
                self._changed.notify_all()
            return room

    def drain(self, timeout: float | None = None) -> bool:
        """Wait until everything handed over is committed; `False` when that took longer than `timeout` seconds."""
        with self._changed:
            self._hurry = bool(self._queue)
            self._changed.notify_all()
            drained = self._changed.wait_for(lambda: not self._queue, timeout)
            self._said_so = not drained
            return drained

    def stop(self, timeout: float = 5.0) -> int:
        """Take no more, commit what is there within `timeout` seconds, end the thread; gives the rounds left over."""
        deadline = monotonic() + timeout
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._thread.join(max(0.0, deadline - monotonic()))
        with self._changed:
            self._abandoned = True
            self._changed.notify_all()
        self._thread.join(_LAST_BREATH)
        if self._queue and not (self._attended and self._said_so):
            _LOG.error("stopped with %d rounds not kept", len(self._queue))
        return len(self._queue)

    def _run(self) -> None:
        pause = 0.0
        while batch := self._next(pause):
            kept = self._keep(batch)
            if kept is None:
                pause = min(_LONGEST_PAUSE, max(_FIRST_PAUSE, pause * 2))
            else:
                pause, self._trouble = 0.0, None
                if self._seldom.over():
                    _LOG.warning("the store takes rounds again")
                self._done(len(batch), kept)

    def _next(self, pause: float) -> list[Prepared]:
        """The next rounds, after `pause` seconds and a moment for company; empty when all is done."""
        with self._changed:
            self._changed.wait_for(lambda: self._abandoned, min(pause, _FIRST_PAUSE) if self._stopping else pause)
            self._changed.wait_for(lambda: self._stopping or self._queue)
            self._changed.wait_for(self._ripe, self._linger)
            if self._abandoned:
                return []
            return [self._queue[place] for place in range(min(self._batch, len(self._queue)))]

    def _ripe(self) -> bool:
        return self._stopping or self._hurry or len(self._queue) >= self._batch

    def _keep(self, batch: Sequence[Prepared]) -> list[Round] | None:
        """The rounds committed; `None` when the store refused and all of them are to be tried again."""
        try:
            self._store.keep_prepared(batch, beside=self._beside)
        except UNFIT as error:
            return self._keep_singly(batch) if len(batch) > 1 else self._leave_out(batch[0], error)
        except SQLAlchemyError as error:
            self._errors += 1
            self._trouble = str(explain(self._store.engine.url, error))
            if not self._attended and self._seldom.worth_saying(self._trouble):
                _LOG.error("%s; %d rounds wait", self._trouble, len(self._queue))
            return None
        return [item.round for item in batch]

    def _keep_singly(self, batch: Sequence[Prepared]) -> list[Round] | None:
        """So that one round that no database takes does not hold up the others."""
        kept: list[Round] = []
        for item in batch:
            one = self._keep([item])
            if one is None:
                return None
            kept += one
        return kept

    def _leave_out(self, item: Prepared, error: Exception) -> list[Round]:
        self._errors += 1
        reason = str(getattr(error, "orig", None) or error).partition("\n")[0]
        _LOG.error("a round of %s cannot be kept, and is left out: %s", item.round.portal, reason)
        if self._on_left_out is not None:
            self._on_left_out(item.round)
        return []

    def _done(self, count: int, kept: Sequence[Round]) -> None:
        if self._on_kept is not None and kept:
            self._on_kept(kept)
        with self._changed:
            for _ in range(count):
                self._queue.popleft()
            self._hurry = self._hurry and bool(self._queue)
            self._changed.notify_all()
