"""What a worker saw, sent to the daemon in a few messages; it stays here until the broker has it."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from monitor import __version__
from monitor.cluster.errand import Parcel
from monitor.cluster.line import SEEN, Producer
from monitor.cluster.names import PROTOCOL, SIGHTS
from monitor.cluster.wire import MOST_BYTES, MOST_LOOKS

FILL = 0.2  # seconds that a message waits for company
_ENOUGH = MOST_BYTES // 4  # characters of one message; more only where one look needs it


@dataclass(frozen=True, slots=True)
class _Message:
    """Made once, so that it has the same name however often it is sent."""

    text: str
    parcels: tuple[Parcel, ...]


class Posting:
    """Takes from any thread; the line's own thread sends."""

    def __init__(self, *, vantage: str, worker: str, new_id: Callable[[], str]) -> None:
        """Nothing waits."""
        self._vantage = vantage
        self._worker = worker
        self._new_id = new_id
        self._waiting: deque[tuple[float, Parcel]] = deque()
        self._made: deque[_Message] = deque()

    def put(self, parcel: Parcel) -> None:
        """Send this at the next opportunity."""
        self._waiting.append((time.monotonic(), parcel))

    def send(self, producer: Producer) -> None:
        """Send what has waited long enough; raises the connection's errors, and then nothing is forgotten."""
        while self._waiting and (len(self._waiting) >= MOST_LOOKS or time.monotonic() - self._waiting[0][0] >= FILL):
            self._made.append(self._make())
        while self._made:
            publish(producer, self._made[0].text)
            for parcel in self._made.popleft().parcels:
                parcel.errand.finish(sent=True)

    def _make(self) -> _Message:
        parcels = [self._waiting.popleft()[1]]
        size = len(parcels[0].text)
        while self._waiting and len(parcels) < MOST_LOOKS and size + len(self._waiting[0][1].text) <= _ENOUGH:
            parcels.append(self._waiting.popleft()[1])
            size += len(parcels[-1].text)
        head = (
            f'{{"protocol":{PROTOCOL},"version":"{__version__}","name":"{self._new_id()}",'
            f'"vantage":"{self._vantage}","worker":"{self._worker}","looks":['
        )
        return _Message(head + ",".join(parcel.text for parcel in parcels) + "]}", tuple(parcels))


def publish(producer: Producer, text: str) -> None:
    """Into the queue of sights, to stay there also over a restart of the broker."""
    producer.publish(
        text,
        exchange="",
        routing_key=SIGHTS,
        content_type="application/json",
        content_encoding="utf-8",
        delivery_mode="persistent",
        declare=[SEEN],
        retry=False,
    )
