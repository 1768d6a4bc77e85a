"""A TCP relay on loopback that can be cut and mended: a network between two that the test holds in its hands."""

import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class Relay:
    """Passes bytes on to `target`; while it is cut it refuses and drops, while it is `silent` it swallows."""

    def __init__(self, target: int | Path, *, at: Path | None = None) -> None:
        """Listen at a free port for a port, or at the path `at` for a socket file."""
        self._target = target
        if at is None:
            self._server = socket.create_server(("127.0.0.1", 0))
            self.port = int(self._server.getsockname()[1])
        else:
            self._server = socket.socket(socket.AF_UNIX)
            self._server.bind(str(at))
            self._server.listen()
        self._lock = threading.Lock()
        self._links: set[socket.socket] = set()
        self._cut = False
        self._silent = threading.Event()
        self._ended = False
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Every connection breaks, and new ones are refused."""
        with self._lock:
            self._cut = True
            links, self._links = self._links, set()
        _close(links)

    def hush(self) -> None:
        """Connections stay, and nothing passes any more."""
        self._silent.set()

    def mend(self) -> None:
        """All is well; what was swallowed stays so, and its connections break."""
        with self._lock:
            links, self._links = (self._links, set()) if self._silent.is_set() else (set(), self._links)
            self._cut = False
        self._silent.clear()
        _close(links)

    def close(self) -> None:
        """End."""
        self._ended = True
        self.cut()
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()

    def _accept(self) -> None:
        while not self._ended:
            try:
                near, _ = self._server.accept()
            except OSError:
                return
            self._join(near)

    def _reach(self) -> socket.socket:
        if isinstance(self._target, int):
            return socket.create_connection(("127.0.0.1", self._target), timeout=5)
        far = socket.socket(socket.AF_UNIX)
        try:
            far.connect(str(self._target))
        except OSError:
            far.close()
            raise
        return far

    def _join(self, near: socket.socket) -> None:
        try:
            far = self._reach()
        except OSError:
            _close({near})
            return
        with self._lock:
            cut = self._cut
            if not cut:
                self._links |= {near, far}
        if cut:
            _close({near, far})
            return
        threading.Thread(target=self._pass, args=(near, far), daemon=True).start()

    def _pass(self, near: socket.socket, far: socket.socket) -> None:
        with selectors.DefaultSelector() as ready, suppress(OSError, ValueError):
            ready.register(near, selectors.EVENT_READ, far)
            ready.register(far, selectors.EVENT_READ, near)
            while True:
                for key, _ in ready.select(1.0):
                    piece = key.fileobj.recv(65536)  # type: ignore[union-attr]
                    if not piece:
                        raise OSError("ended")
                    if not self._silent.is_set():
                        key.data.sendall(piece)
        with self._lock:
            self._links -= {near, far}
        _close({near, far})


def _close(links: set[socket.socket]) -> None:
    for link in links:
        with suppress(OSError):
            link.shutdown(socket.SHUT_RDWR)
        link.close()


@contextmanager
def relaying(target: int | Path, *, at: Path | None = None) -> Iterator[Relay]:
    """A relay for the length of the block."""
    relay = Relay(target, at=at)
    try:
        yield relay
    finally:
        relay.close()
