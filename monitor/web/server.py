"""uvicorn in the main thread, on a socket that was bound before anything else was started."""

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn
from fastapi import FastAPI


def bind(host: str, port: int) -> socket.socket:
    """A listening socket at `host:port` (port 0: any free one); `OSError` with a sentence when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as fault:
        listener.close()
        why = (fault.strerror or str(fault)).lower()
        sentence = f"cannot listen on {host}:{port}, {why}; choose another with EMC_WEB__PORT or web.port"
        raise OSError(fault.errno, sentence) from fault
    return listener


def serve(app: FastAPI, listener: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT; returns then, so that the daemon can end in order."""
    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=1, lifespan="off")
    server = uvicorn.Server(config)
    with _quiet_signals():
        server.run(sockets=[listener])


@contextmanager
def _quiet_signals() -> Iterator[None]:
    """uvicorn raises a caught signal again once it has stopped; our handlers take it, so that the rest of the end
    runs."""

    def taken(number: int, frame: FrameType | None) -> None:
        del number, frame

    before = {number: signal.signal(number, taken) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
