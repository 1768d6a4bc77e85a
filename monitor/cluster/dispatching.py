"""Looks that are asked of other vantages: gathered for a moment, sent in batches, never kept for later."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from celery import Celery

from monitor import __version__
from monitor.cluster.line import Producer
from monitor.cluster.names import PROTOCOL, TASK, WORST_CLOCK, look_queue
from monitor.cluster.wire import MOST_LOOKS, Batch, Wanted

FILL = 0.5  # seconds that a batch waits for company
_MOST_WAITING = 10_000  # looks that wait for the line; there is no point in more

Unasked = Callable[[str, Mapping[str, str]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    since: float
    wanted: Wanted


class Dispatch:
    """Takes from any thread; the line's own thread sends. `unasked` hears of a vantage's rounds (names by portal) that
    it was never asked about."""

    def __init__(
        self,
        app: Celery,
        *,
        unasked: Unasked,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
        new_id: Callable[[datetime], str],
    ) -> None:
        """Nothing waits."""
        self._app = app
        self._unasked = unasked
        self._now = now
        self._monotonic = monotonic
        self._new_id = new_id
        self._waiting: dict[str, deque[_Waiting]] = {}

    def put(self, vantage: str, wanted: Wanted) -> bool:
        """Ask a vantage for a look at the next opportunity; `False` when too many wait already."""
        waiting = self._waiting.setdefault(vantage, deque())
        if len(waiting) >= _MOST_WAITING:
            return False
        waiting.append(_Waiting(since=self._monotonic(), wanted=wanted))
        return True

    def send(self, producer: Producer, *, law_day: date, lasts: float) -> None:
        """Send what is full or has waited long enough; raises the connection's errors, and what it could not send is
        asked of nobody. `lasts`: seconds after which nobody wants these looks any more."""
        for vantage, waiting in tuple(self._waiting.items()):
            while waiting and (len(waiting) >= MOST_LOOKS or self._monotonic() - waiting[0].since >= FILL):
                looks = [waiting.popleft().wanted for _ in range(min(MOST_LOOKS, len(waiting)))]
                self._send(producer, vantage, looks, law_day=law_day, lasts=lasts)

    def drop(self) -> None:
        """Nobody can be asked: whatever waits is asked of nobody."""
        for vantage, waiting in tuple(self._waiting.items()):
            looks = [waiting.popleft().wanted for _ in range(len(waiting))]
            if looks:
                self._unasked(vantage, _names(looks))

    def _send(self, producer: Producer, vantage: str, looks: list[Wanted], *, law_day: date, lasts: float) -> None:
        now = self._now()
        batch = Batch(
            protocol=PROTOCOL,
            version=__version__,
            name=self._new_id(now),
            vantage=vantage,
            at=now,
            lasts=lasts,
            law_day=law_day,
            looks=looks,
        )
        sent = False
        try:
            send_batch(self._app, producer, batch, to=vantage)
            sent = True
        finally:
            if not sent:
                self._unasked(vantage, _names(looks))


def send_batch(app: Celery, producer: Producer, batch: Batch, *, to: str) -> None:
    """One task for the queue of that vantage. When it is stale the worker says by the daemon's clock; Celery goes by
    the worker's own."""
    options: dict[str, Any] = {
        "args": (batch.model_dump_json(),),
        "task_id": batch.name,
        "queue": look_queue(to),
        "expires": batch.lasts + WORST_CLOCK,
        "retry": False,
        "producer": producer,
    }
    app.send_task(TASK, **options)


def _names(looks: list[Wanted]) -> dict[str, str]:
    return {look.portal: look.name for look in looks}
