"""uvicorn in the main thread, on a socket that was bound before anything else was started."""

import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn
from fastapi import FastAPI

_TICK = 0.5  # seconds


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


def serve(app: FastAPI, listener: socket.socket, *, until: threading.Event | None = None) -> bool:
    """Serve until SIGTERM or SIGINT, so that the daemon can end in order, or until an event; whether a signal came.

    The listener is closed then; after the event alone it is not, and somebody else may serve on.
    """
    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=1, lifespan="off")
    server = uvicorn.Server(config)
    over = threading.Event()

    def watch_for(event: threading.Event) -> None:
        while not over.is_set():
            if event.wait(_TICK):  # only ever set: a signal may have set it in the meantime
                server.should_exit = True
                return

    if until is not None:
        threading.Thread(target=watch_for, args=(until,), name="end of serving", daemon=True).start()
    with _quiet_signals(server) as caught:
        server.run(sockets=[listener.dup()])  # it closes what it is given
    over.set()
    if caught or until is None or not until.is_set():
        listener.close()
    return bool(caught)


@contextmanager
def _quiet_signals(server: uvicorn.Server) -> Iterator[list[int]]:
    """uvicorn raises a caught signal again once it has stopped; our handlers take it, so that the rest of the end
    runs. One that comes before uvicorn catches them ends it, too."""
    caught: list[int] = []

    def taken(number: int, frame: FrameType | None) -> None:
        del frame
        caught.append(number)
        server.should_exit = True

    before = {number: signal.signal(number, taken) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield caught
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
