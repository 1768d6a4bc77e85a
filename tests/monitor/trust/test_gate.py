"""Before a portal is blamed, the references say whether we are online ourselves."""

import socket
import threading
from contextlib import closing
from datetime import UTC, datetime

import pytest

from monitor.trust.gate import Gate, answer, network_of, networks_of, reach
from monitor.trust.quarantine import Quarantine
from probes.failures import Failure, FailureKind, Party, failed


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def failing(count: int = 20) -> Quarantine:
    """A quarantine in which so many portals have just failed."""
    quarantine = Quarantine(share=0.5, minimum=20, window=300, monotonic=lambda: 0.0)
    for number in range(count):
        quarantine.note(f"p{number}", failed=True)
    return quarantine


def test_without_references_the_gate_is_off() -> None:
    gate = Gate((), monotonic=Clock())
    assert gate.online()
    assert gate.last() is None


def test_with_the_gate_off_too_many_failures_decide_nothing() -> None:
    gate = Gate((), monotonic=Clock(), quarantine=failing())
    assert gate.online()


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


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.1", "203.0.200.9", True),
        ("203.0.113.1", "203.1.113.1", False),
        ("2001:db8:1::1", "2001:db8:2::1", True),
        ("2001:db8::1", "2001:db9::1", False),
        ("a.test", "A.test.", True),
        ("a.test", "b.test", False),
    ],
)
def test_networks_are_told_apart_by_their_first_two_bytes_or_by_name(one: str, other: str, same: bool) -> None:
    assert (network_of(one) == network_of(other)) is same
    assert len(networks_of([(one, 1), (other, 2)])) == (1 if same else 2)


def test_while_too_many_portals_fail_one_network_that_answers_is_not_enough() -> None:
    gate = Gate(
        (("203.0.113.1", 1), ("198.51.100.1", 1)),
        monotonic=Clock(),
        reach=lambda host, _port: host == "203.0.113.1",
        quarantine=failing(),
    )
    assert not gate.online()


def test_while_too_many_portals_fail_two_networks_that_answer_put_the_blame_where_it_belongs() -> None:
    gate = Gate(
        (("203.0.113.1", 1), ("198.51.100.1", 1), ("192.0.2.1", 1)),
        monotonic=Clock(),
        reach=lambda host, _port: host != "192.0.2.1",
        quarantine=failing(10_000),
    )
    assert gate.online()


def test_where_only_one_network_is_given_it_is_let_do() -> None:
    gate = Gate((("203.0.113.1", 1),), monotonic=Clock(), reach=lambda _host, _port: True, quarantine=failing())
    assert gate.online()


def test_an_answer_from_before_the_doubt_does_not_remove_it() -> None:
    quarantine = failing(19)
    gate = Gate(
        (("203.0.113.1", 1), ("198.51.100.1", 1)),
        monotonic=Clock(),
        reach=lambda host, _port: host == "203.0.113.1",
        quarantine=quarantine,
    )
    assert gate.online()
    gate.looked("p19", failed=True)
    assert not gate.online()


def test_the_gate_opens_by_itself_when_the_network_is_back() -> None:
    clock, network = Clock(), threading.Event()
    gate = Gate((("a", 1),), monotonic=clock, reach=lambda _host, _port: network.is_set())
    gate.recheck()
    assert gate.last() is False
    network.set()
    clock.now = 1
    gate.recheck()
    assert gate.last() is False  # asked a moment ago
    clock.now = 3
    gate.recheck()
    assert gate.last() is True


def test_while_online_nobody_is_asked_again_without_need() -> None:
    clock, asked = Clock(), []

    def note(host: str, port: int) -> bool:
        asked.append(host)
        return True

    gate = Gate((("a", 1),), monotonic=clock, reach=note)
    for second in range(100):
        clock.now = second
        gate.recheck()
    assert len(asked) == 1


REFUSED = failed(FailureKind.CONNECTION_REFUSED, "refused")
NO_NAMES = failed(FailureKind.DNS_FAILURE, "a.test A: no name server answered", party=Party.NETWORK)
NO_SUCH_NAME = failed(FailureKind.DNS_FAILURE, "a.test does not exist")


def test_a_look_that_began_while_we_were_cut_off_blames_nobody_when_it_ends_afterwards() -> None:
    clock, network = Clock(), threading.Event()
    gate = Gate((("a", 1),), monotonic=clock, reach=lambda _host, _port: network.is_set())
    clock.now = 10
    assert not gate.online()
    network.set()
    clock.now = 20
    assert gate.online()
    assert gate.doubt(REFUSED, 5) == "no reference target answered meanwhile"
    assert gate.doubt(REFUSED, 11) is None


@pytest.mark.parametrize(
    ("failure", "count", "doubted"),
    [(NO_NAMES, 20, True), (NO_NAMES, 19, False), (NO_SUCH_NAME, 20, False), (REFUSED, 10_000, False)],
)
def test_many_portals_without_a_name_server_are_taken_for_our_own_trouble(
    failure: Failure, count: int, doubted: bool
) -> None:
    gate = Gate((("a", 1),), monotonic=Clock(), reach=lambda _host, _port: True, quarantine=failing(count))
    assert gate.online()
    assert (gate.doubt(failure, 0) is not None) is doubted


def test_with_the_gate_off_nothing_is_doubted() -> None:
    assert Gate((), monotonic=Clock(), quarantine=failing()).doubt(NO_NAMES, 0) is None


def test_a_reference_that_hangs_does_not_hold_up_the_others() -> None:
    hang = threading.Event()
    assert answer((("a", 1), ("b", 1)), lambda host, _port: host == "b" or hang.wait(10), enough=1)
    assert not answer((("a", 1), ("b", 1)), lambda host, _port: host == "b" or hang.wait(10), enough=2, patience=0.05)
    hang.set()


def test_a_listening_socket_is_reached_and_a_closed_one_is_not() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
        assert reach("127.0.0.1", port)
        assert Gate((("127.0.0.1", port),), monotonic=Clock()).online()
    assert not reach("127.0.0.1", port)
    assert not Gate((("127.0.0.1", port),), monotonic=Clock()).online()


def test_what_each_reference_said_is_remembered_with_the_time_of_asking() -> None:
    asked, hang = datetime(2026, 11, 2, 1, tzinfo=UTC), threading.Event()
    gate = Gate(
        (("203.0.113.1", 1), ("198.51.100.1", 2)),
        monotonic=Clock(),
        reach=lambda host, _port: host == "203.0.113.1" or hang.wait(10),
        now=lambda: asked,
    )
    assert gate.check() is None
    assert gate.online()
    check = gate.check()
    hang.set()
    assert check is not None
    assert (check.at, check.online, check.needed) == (asked, True, 1)
    assert [(item.host, item.network, item.answered) for item in check.answers] == [
        ("203.0.113.1", "203.0.0.0/16", True),
        ("198.51.100.1", "198.51.0.0/16", None),  # nobody waited for it
    ]
    assert check.answers[0].seconds is not None
