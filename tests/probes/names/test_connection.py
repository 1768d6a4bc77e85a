"""A connection over IPv6: it comes about, it does not, or our own want of IPv6 says nothing."""

import socket
import time
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest

from probes.failures import FailureKind, failed
from probes.names.connection import OverIpv6, connect, counts, source_address
from probes.transport.halted import Halted
from probes.transport.settings import TransportSettings
from probes.transport.stopping import Bell
from tests.support.nameserver import Book

SETTINGS = TransportSettings(allow_private=True)
PUBLIC = "2400:cb00::9"


def loopback_port(*, listening: bool) -> tuple[socket.socket | None, int]:
    """A port on ::1, and what holds it; a machine without IPv6 has neither, and any number will do."""
    with suppress(OSError):
        held = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
        try:
            held.bind(("::1", 0))
        except OSError:
            held.close()
            raise
        if listening:
            held.listen()
        return held, held.getsockname()[1]
    return None, 9


@pytest.fixture
def bell() -> Iterator[Bell]:
    rope = Bell()
    yield rope
    rope.ring()


def tried(bell: Bell, addresses: list[str], port: int, *, source=source_address) -> OverIpv6:
    return connect(addresses, port, settings=SETTINGS, bell=bell, monotonic=time.monotonic, source=source)


@pytest.mark.parametrize("listening", [True, False])
def test_a_port_on_the_loopback_address_answers_or_not_where_the_machine_has_one(listening, bell) -> None:
    held, port = loopback_port(listening=listening)
    try:
        found = tried(bell, ["::1"], port)
    finally:
        if held is not None:
            held.close()
    assert found.connects is (listening if held is not None else None)
    assert bool(found.note) is (found.connects is not True)


def test_without_a_way_out_nothing_is_tried(bell) -> None:
    assert tried(bell, [PUBLIC], 443, source=lambda *_: None) == OverIpv6(connects=None, note="no IPv6 from here")


def test_the_second_address_is_tried_when_the_first_refuses(bell) -> None:
    held, port = loopback_port(listening=True)
    try:
        chosen = source_address if held is None else lambda *_: "::1"
        found = tried(bell, ["::ffff:127.0.0.2", "::1"], port, source=chosen)
    finally:
        if held is not None:
            held.close()
    assert found.connects is (True if held is not None else None)


@pytest.mark.parametrize(
    ("kind", "ours", "theirs", "says"),
    [
        (FailureKind.CONNECTION_REFUSED, "2400:cb00::1", PUBLIC, True),
        (FailureKind.CONNECT_TIMEOUT, "2400:cb00::1", PUBLIC, True),
        (FailureKind.MONITOR_OFFLINE, "2400:cb00::1", PUBLIC, False),
        (FailureKind.CONNECT_TIMEOUT, "fd00::2", PUBLIC, False),
        (FailureKind.CONNECT_TIMEOUT, "fe80::2", PUBLIC, False),
        (FailureKind.CONNECT_TIMEOUT, "fd00::2", "fd00::9", True),
    ],
)
def test_a_failure_counts_only_where_our_own_address_can_be_answered(kind, ours, theirs, says) -> None:
    assert counts(failed(kind, ""), ours=ours, theirs=theirs) is says


def test_a_monitor_that_stops_breaks_off(bell) -> None:
    with bell:
        bell.ring()
        with pytest.raises(Halted) as caught:
            tried(bell, ["::1"], 9, source=lambda *_: "::1")
    assert caught.value.failure.kind is FailureKind.MONITOR_FAULT


def test_our_own_address_on_the_way_is_told_without_sending_anything() -> None:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as line:
        line.bind(("127.0.0.1", 0))
        line.settimeout(0.05)
        assert source_address("::ffff:127.0.0.1", line.getsockname()[1]) in ("::ffff:127.0.0.1", None)
        with pytest.raises(TimeoutError):
            line.recv(1)


def test_a_portal_is_connected_to_over_ipv6_by_its_name(look_up) -> None:
    held, port = loopback_port(listening=True)
    lines = """
        nha.test IN SOA ns1.nha.test. admin.nha.test. 1 3600 600 86400 60
        nha.test IN AAAA ::1
    """
    try:
        facts = look_up(Book(lines), f"https://nha.test:{port}/", source=source_address, allow_private=True)
    finally:
        if held is not None:
            held.close()
    assert (facts.ipv6, facts.not_public) == (("::1",), ())
    assert facts.over_ipv6 is (True if held is not None else None)
