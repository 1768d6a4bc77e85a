"""The canaries' name server says what is written down, and of all else that it is not there."""

import socket
from contextlib import closing

import dns.message
import dns.query
import dns.rcode
import pytest

from monitor.canaries.nameserver import answering

LINES = (
    "a.test SOA ns.a.test. a.test. 1 3600 600 86400 60",
    "a.test A 192.0.2.1",
    "a.test A 192.0.2.2",
    "www.a.test A 192.0.2.3",
)


def asked(place: str, name: str, kind: str, *, signed: bool = False) -> dns.message.Message:
    address, _, port = place.rpartition(":")
    return dns.query.udp(dns.message.make_query(name, kind, want_dnssec=signed), address, port=int(port), timeout=5)


@pytest.mark.parametrize(
    ("name", "kind", "code", "records"),
    [
        ("a.test", "A", "NOERROR", 2),
        ("www.a.test", "A", "NOERROR", 1),
        ("a.test", "AAAA", "NOERROR", 0),
        ("b.a.test", "A", "NXDOMAIN", 0),
        ("other.test", "A", "NXDOMAIN", 0),
    ],
)
def test_each_name_and_type_has_its_answer(name, kind, code, records) -> None:
    with answering(LINES) as place:
        reply = asked(place, name, kind)
    assert dns.rcode.to_text(reply.rcode()) == code
    assert [len(item) for item in reply.answer] == ([records] if records else [])
    assert bool(reply.authority) is (not records and name.endswith("a.test"))


def test_it_speaks_dnssec_only_where_it_is_spoken_to_so() -> None:
    with answering(LINES) as place:
        assert asked(place, "a.test", "DS", signed=True).ednsflags & dns.flags.DO
        assert asked(place, "a.test", "DS").edns == -1


def test_noise_does_not_stop_it_and_afterwards_the_port_is_free() -> None:
    with answering(LINES) as place:
        address, _, port = place.rpartition(":")
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as line:
            for noise in (b"", b"noise", b"\0" * 500):
                line.sendto(noise, (address, int(port)))
        assert asked(place, "a.test", "A").answer
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as line:
        line.bind((address, int(port)))
