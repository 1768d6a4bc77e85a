"""Serving ends with a signal or with an event; what listens is closed only when nobody is to serve on."""

import os
import signal
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from socket import socket

import pytest
from fastapi import FastAPI

from monitor.web.server import bind, serve
from monitor.web.standby_app import create_standby_app


@pytest.fixture
def listener() -> Iterator[socket]:
    with closing(bind("127.0.0.1", 0)) as opened:
        yield opened


@pytest.fixture
def app() -> FastAPI:
    return create_standby_app(lambda: b"", why="")


def asked(listener: socket) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{listener.getsockname()[1]}/healthz", timeout=20) as answer:
        return int(answer.status)


def test_after_an_event_another_application_serves_on(listener: socket, app: FastAPI) -> None:
    for _ in range(2):
        over = threading.Event()
        got: list[int] = []

        def ask(over: threading.Event = over, got: list[int] = got) -> None:
            got.append(asked(listener))
            over.set()

        asking = threading.Thread(target=ask)
        asking.start()
        assert not serve(app, listener, until=over)
        asking.join()
        assert got == [200]
    assert listener.fileno() >= 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_whenever_it_comes_and_closes_the_door(listener: socket, app: FastAPI, number: int) -> None:
    def ask() -> None:
        asked(listener)
        os.kill(os.getpid(), number)

    asking = threading.Thread(target=ask)
    asking.start()
    assert serve(app, listener, until=threading.Event())
    asking.join()
    assert listener.fileno() == -1
