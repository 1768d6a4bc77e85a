"""Before a portal is blamed, the references say whether we are online ourselves."""

import socket
from contextlib import closing

from monitor.gate import Gate, reach


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_without_references_the_gate_is_off() -> None:
    gate = Gate((), monotonic=Clock())
    assert gate.online()
    assert gate.last() is None


def test_one_reference_that_answers_is_enough() -> None:
    gate = Gate((("a", 1), ("b", 2)), monotonic=Clock(), reach=lambda host, _port: host == "b")
    assert gate.online()


def test_we_are_offline_when_no_reference_answers() -> None:
    gate = Gate((("a", 1), ("b", 2)), monotonic=Clock(), reach=lambda _host, _port: False)
    assert not gate.online()
    assert gate.last() is False


def test_many_failures_at_once_ask_once() -> None:
    clock, asked = Clock(), []

    def note(host: str, port: int) -> bool:
        asked.append(host)
        return True

    gate = Gate((("a", 1),), monotonic=clock, reach=note)
    for _ in range(100):
        assert gate.online()
    clock.now = 11
    assert gate.online()
    assert len(asked) == 2


def test_a_listening_socket_is_reached_and_a_closed_one_is_not() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
        assert reach("127.0.0.1", port)
    assert not reach("127.0.0.1", port)
