"""Signs of life: whoever listens hears them, nobody keeps them."""

import time
from collections.abc import Callable
from typing import Any

import kombu

from monitor.cluster.line import SIGNS, Producer
from monitor.cluster.wire import Beat

_KOMBU: Any = kombu


def signs_queue(name: str) -> Any:
    """Our own ear, which is gone with us."""
    return _KOMBU.Queue(f"emc.signs.{name}", exchange=SIGNS, durable=False, auto_delete=True, expires=600)


class Pulse:
    """Says every now and then what `beat` makes, for the line's own thread."""

    def __init__(self, beat: Callable[[], Beat]) -> None:
        """Nothing was said."""
        self._beat = beat
        self._said: float | None = None

    def at_once(self) -> None:
        """Say it at the next turn, however lately it was said."""
        self._said = None

    def turn(self, producer: Producer, *, every: float) -> None:
        """Say it where it is due; raises the connection's errors."""
        now = time.monotonic()
        if self._said is None or now - self._said >= every:
            say(producer, self._beat())
            self._said = now


def say(producer: Producer, beat: Beat) -> None:
    """Say it to everybody who listens."""
    producer.publish(
        beat.model_dump_json(),
        exchange=SIGNS,
        routing_key="",
        content_type="application/json",
        content_encoding="utf-8",
        delivery_mode="transient",
        declare=[SIGNS],
        retry=False,
    )
