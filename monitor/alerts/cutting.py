"""A connection that is cut when its time is over, so that a receiver that drips holds no thread for ever."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


class Cut:
    """Whether the connection was cut."""

    def __init__(self) -> None:
        """Not yet."""
        self.made = False


@contextmanager
def cut_after(seconds: float, connected: Callable[[], socket.socket | None]) -> Iterator[Cut]:
    """Cut what `connected` gives when `seconds` have passed before the block is left."""
    cut = Cut()

    def make() -> None:
        cut.made = True
        found = connected()
        if found is not None:
            with suppress(OSError):
                socket.socket.shutdown(found, socket.SHUT_RDWR)  # below TLS, whose own state its reader still uses

    timer = threading.Timer(seconds, make)
    timer.daemon = True
    timer.start()
    try:
        yield cut
    finally:
        timer.cancel()
