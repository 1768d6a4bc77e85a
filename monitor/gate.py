"""Are we online ourselves? Reference targets are asked before a portal is blamed."""

import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import closing

Reach = Callable[[str, int], bool]


def reach(host: str, port: int, *, timeout: float = 3.0) -> bool:
    """Whether a TCP connection to `host:port` comes about within `timeout` seconds."""
    try:
        with closing(socket.create_connection((host, port), timeout=timeout)):
            return True
    except OSError:
        return False


class Gate:
    """Online when any reference answers; an answer holds for `fresh` seconds, so that many failures ask once.

    Without references the gate is off and always says online.
    """

    def __init__(
        self,
        references: Sequence[tuple[str, int]],
        *,
        monotonic: Callable[[], float],
        reach: Reach = reach,
        fresh: float = 10.0,
    ) -> None:
        """Nobody is asked before the first failure."""
        self._references = tuple(references)
        self._monotonic = monotonic
        self._reach = reach
        self._fresh = fresh
        self._lock = threading.Lock()
        self._asked: tuple[float, bool] | None = None

    def online(self) -> bool:
        """Ask the references in turn, unless they were asked a moment ago."""
        if not self._references:
            return True
        with self._lock:
            if self._asked is None or self._monotonic() - self._asked[0] > self._fresh:
                answer = any(self._reach(host, port) for host, port in self._references)
                self._asked = (self._monotonic(), answer)
            return self._asked[1]

    def last(self) -> bool | None:
        """The last answer, asking nobody; `None` before the first question or when the gate is off."""
        return self._asked[1] if self._asked else None
