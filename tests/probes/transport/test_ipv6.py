"""The whole way over IPv6: resolved, checked, connected, secured, asked; and never taken in place of IPv4 in silence.

On a machine without `::1` the same tests see that nothing is blamed on the portal: the way is then unknown.
"""

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from cryptography import x509

from probes.failures import FailureKind as K
from probes.failures import State
from tests.support.hostile import Behaviour, Visitor, serving, serving_names
from tests.support.hostile_answers import PAGE, saying, sized
from tests.support.hostile_certificates import host, made, server_context

ROOT = made("Gốc tin cậy", authority=True)


class Served:
    """A server on `::1`, or none where the machine has no such address."""

    def __init__(self, port: int | None) -> None:
        self.there = port is not None
        self.port = port or 9

    def holds(self, exchange) -> bool:
        """Whether the page came over IPv6; without IPv6 here, whether nobody is blamed, and then no more is asked."""
        if self.there:
            assert exchange.failure is None, exchange.failure
            assert (exchange.status, exchange.address, exchange.body) == (200, "::1", PAGE)
            return True
        assert exchange.failure.state is State.UNKNOWN
        assert exchange.failure.party == "monitor"
        return False


@contextmanager
def on_ipv6(behave: Behaviour, **how) -> Iterator[Served]:
    with ExitStack() as stack:
        try:
            port = stack.enter_context(serving(behave, at="::1", **how))
        except OSError:
            port = None
        yield Served(port)


@contextmanager
def named(**kinds: tuple[str, ...]) -> Iterator[str]:
    with serving_names({("a.test", kind): addresses for kind, addresses in kinds.items()}) as nameserver:
        yield nameserver


@pytest.mark.parametrize("family", ["any", "ipv6"])
def test_a_name_with_an_ipv6_address_alone_is_asked_there(family, transports) -> None:
    with on_ipv6(saying(sized(PAGE))) as served, named(AAAA=("::1",)) as nameserver:
        transport = transports(1, nameservers=(nameserver,), allow_private=True, family=family)
        if served.holds(transport.fetch(f"http://a.test:{served.port}/")):
            assert transport.settings.family == family


def test_a_name_with_both_is_asked_over_the_family_that_is_wanted(transports) -> None:
    with (
        on_ipv6(saying(sized(PAGE))) as served,
        named(A=("127.0.0.1",), AAAA=("::1",)) as nameserver,
    ):
        settings = {"nameservers": (nameserver,), "allow_private": True}
        served.holds(transports(1, family="ipv6", **settings).fetch(f"http://a.test:{served.port}/"))
        over_ipv4 = transports(1, family="ipv4", **settings).fetch(f"http://a.test:{served.port}/")
        assert over_ipv4.address == "127.0.0.1"


def test_ipv4_that_refuses_is_not_replaced_by_ipv6_in_silence(transports) -> None:
    with (
        on_ipv6(saying(sized(PAGE))) as served,
        socket.socket() as held,
        named(A=("127.0.0.1",), AAAA=("::1",)) as nameserver,
    ):
        if not served.there:
            held.bind(("127.0.0.1", 0))
        port = served.port if served.there else held.getsockname()[1]
        exchange = transports(1, nameservers=(nameserver,), allow_private=True).fetch(f"http://a.test:{port}/")
    assert (exchange.failure.kind, exchange.address) == (K.CONNECTION_REFUSED, "127.0.0.1")


def test_ipv6_that_refuses_is_not_replaced_by_ipv4_in_silence(transports) -> None:
    with serving(saying(sized(PAGE))) as port, named(A=("127.0.0.1",), AAAA=("::1",)) as nameserver:
        transport = transports(1, nameservers=(nameserver,), allow_private=True, family="ipv6")
        exchange = transport.fetch(f"http://a.test:{port}/")
    assert exchange.address == "::1"
    assert exchange.failure.kind in (K.CONNECTION_REFUSED, K.MONITOR_OFFLINE, K.MONITOR_FAULT)


def test_a_name_without_ipv6_has_no_address_where_ipv6_is_wanted(transports) -> None:
    with named(A=("127.0.0.1",)) as nameserver:
        exchange = transports(1, nameservers=(nameserver,), family="ipv6").fetch("http://a.test/")
    assert exchange.failure.kind is K.DNS_FAILURE
    assert "ipv6" in exchange.failure.detail


def test_tls_and_a_redirect_go_the_same_way(tmp_path, transports) -> None:
    (tmp_path / "root.pem").write_bytes(ROOT.pem)
    heard = []

    def behave(visitor: Visitor) -> None:
        heard.append(visitor.hear())
        if heard[-1].startswith(b"GET / "):
            visitor.say(b"HTTP/1.1 302 Found\r\nLocation: /vi\r\nContent-Length: 0\r\n\r\n")
        else:
            visitor.say(sized(PAGE))

    context = server_context(made("m", ROOT, hosts=host("portal.test")))
    with on_ipv6(behave, tls=context) as served:
        settings = {"ca_file": tmp_path / "root.pem", "family": "ipv6", "deadline": 5}
        way = {("portal.test", None): ("::1", served.port)}
        exchange = transports(1, resolve=way, **settings).fetch("https://portal.test/")
        if served.holds(exchange):
            assert [(hop.status, hop.address) for hop in exchange.hops] == [(302, "::1")]
            assert exchange.tls.version == "TLSv1.3"
            assert all(b"Host: portal.test\r\n" in text for text in heard)


def test_a_literal_address_stands_in_brackets_and_in_the_certificate(tmp_path, transports) -> None:
    (tmp_path / "root.pem").write_bytes(ROOT.pem)
    heard = []

    def behave(visitor: Visitor) -> None:
        heard.append(visitor.hear())
        visitor.say(sized(PAGE))

    own = made("m", ROOT, hosts=[x509.IPAddress(ipaddress.ip_address("::1"))])
    with on_ipv6(behave, tls=server_context(own)) as served:
        transport = transports(1, ca_file=tmp_path / "root.pem", allow_private=True, deadline=5)
        if served.holds(transport.fetch(f"https://[::1]:{served.port}/")):
            assert f"Host: [::1]:{served.port}\r\n".encode() in heard[0]


@pytest.mark.parametrize(
    "address", ["::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"]
)
def test_addresses_that_are_not_public_are_refused_before_anything_is_sent(address, transports) -> None:
    heard = []
    with on_ipv6(heard.append) as served, named(AAAA=(address,)) as nameserver:
        transport = transports(1, nameservers=(nameserver,))
        by_name = transport.fetch(f"http://a.test:{served.port}/")
        literal = transport.fetch(f"http://[{address}]:{served.port}/")
    assert by_name.failure.kind is literal.failure.kind is K.ADDRESS_REFUSED
    assert heard == []


def test_silence_on_ipv6_is_a_failure_like_any_other(transports) -> None:
    with on_ipv6(lambda visitor: visitor.hold()) as served:
        exchange = transports(1, resolve={("portal.test", None): ("::1", served.port)}).fetch("http://portal.test/")
        assert (exchange.failure.kind is K.READ_TIMEOUT) == served.there
        assert (exchange.failure.state is State.UNKNOWN) != served.there
