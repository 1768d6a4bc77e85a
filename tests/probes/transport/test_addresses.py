"""A name leads to one checked address, or to the reason why there is none."""

import time

import pytest

from probes.failures import FailureKind as K
from probes.transport.addresses import Resolver
from probes.transport.deadline import Deadline
from probes.transport.halted import Halted
from probes.transport.places import place_of
from probes.transport.settings import TransportSettings, parse_resolve
from probes.transport.stopping import Bell
from tests.support.hostile import serving, serving_names
from tests.support.hostile_answers import PAGE, saying, sized

NAMES = {
    ("v4.test", "A"): ("8.8.4.4",),
    ("v6.test", "AAAA"): ("2400:cb00::1",),
    ("both.test", "A"): ("8.8.4.4", "8.8.8.8"),  # the name server sends them in any order
    ("both4.test", "A"): ("8.8.4.4",),
    ("both4.test", "AAAA"): ("2400:cb00::1",),
    ("both.test", "AAAA"): ("2400:cb00::1",),
    ("private.test", "A"): ("10.1.2.3",),
    ("mixed.test", "A"): ("127.0.0.1", "8.8.8.8"),
    ("none.test", "TXT"): ("text",),
    ("broken.test", "A"): "SERVFAIL",
    ("refused.test", "A"): "REFUSED",
    ("silent.test", "A"): "silence",
    ("silent6.test", "AAAA"): "silence",
    ("silent6.test", "A"): ("8.8.4.4",),
}


@pytest.fixture(scope="module")
def nameserver():
    with serving_names(NAMES) as address:
        yield address


@pytest.fixture
def locate(nameserver):
    def at(url, *, avoid=None, seconds=0.4, **settings):
        chosen = TransportSettings(**({"nameservers": (nameserver,), "hosts_file": None} | settings))
        bell = Bell()
        try:
            deadline = Deadline(seconds, time.monotonic() + seconds, time.monotonic)
            return Resolver(chosen).locate(place_of(url), deadline, bell, avoid=avoid)
        finally:
            bell.ring()

    return at


@pytest.mark.parametrize(
    ("host", "family", "address"),
    [
        ("v4.test", "any", "8.8.4.4"),
        ("v6.test", "any", "2400:cb00::1"),
        ("both.test", "ipv6", "2400:cb00::1"),
        ("both4.test", "any", "8.8.4.4"),
        ("both4.test", "ipv4", "8.8.4.4"),
        ("silent6.test", "any", "8.8.4.4"),
        ("mixed.test", "any", "8.8.8.8"),
        ("8.8.8.8", "any", "8.8.8.8"),
        ("[2400:cb00::1]", "any", "2400:cb00::1"),
        ("BOTH4.test.", "any", "8.8.4.4"),
    ],
)
def test_a_name_leads_to_an_address_of_the_family_asked_for(host, family, address, locate) -> None:
    found = locate(f"https://{host}/", family=family)
    assert (found.numeric, found.port) == (address, 443)


@pytest.mark.parametrize(
    ("host", "family", "kind", "party"),
    [
        ("nowhere.test", "any", K.DNS_FAILURE, "portal"),
        ("none.test", "any", K.DNS_FAILURE, "portal"),
        ("v4.test", "ipv6", K.DNS_FAILURE, "portal"),
        ("8.8.8.8", "ipv6", K.DNS_FAILURE, "portal"),
        ("broken.test", "any", K.DNS_FAILURE, "network"),
        ("refused.test", "any", K.DNS_FAILURE, "network"),
        ("silent.test", "any", K.DNS_FAILURE, "network"),
        ("private.test", "any", K.ADDRESS_REFUSED, "portal"),
        ("192.168.1.1", "any", K.ADDRESS_REFUSED, "portal"),
    ],
)
def test_a_name_without_a_usable_address_says_why_and_whose_affair_it_is(host, family, kind, party, locate) -> None:
    with pytest.raises(Halted) as caught:
        locate(f"http://{host}/", family=family)
    assert (caught.value.failure.kind, caught.value.failure.party) == (kind, party)


def test_private_addresses_are_taken_where_they_are_allowed(locate) -> None:
    assert locate("http://private.test:8080/", allow_private=True).port == 8080


def test_a_silent_name_server_is_passed_over(nameserver, locate) -> None:
    with serving_names({("both4.test", "A"): "silence"}) as silent:
        found = locate("http://both4.test/", nameservers=(silent, nameserver), seconds=10)
    assert found.numeric == "8.8.4.4"


def test_another_address_is_taken_when_one_is_to_be_avoided_and_there_is_one(locate) -> None:
    assert locate("http://both.test/", avoid="8.8.4.4").numeric == "8.8.8.8"
    assert locate("http://v4.test/", avoid="8.8.4.4").numeric == "8.8.4.4"


def test_an_override_for_one_port_wins_over_one_for_the_host(locate) -> None:
    resolve = parse_resolve("v4.test=127.0.0.1:1,v4.test:443=127.0.0.2:2")
    assert locate("https://v4.test/", resolve=resolve).numeric == "127.0.0.2"
    assert locate("http://v4.test/", resolve=resolve).numeric == "127.0.0.1"
    assert locate("https://both4.test/", resolve=resolve).numeric == "8.8.4.4"


def test_the_hosts_file_comes_before_the_name_servers(tmp_path, locate) -> None:
    hosts = tmp_path / "hosts"
    hosts.write_text(
        "# a\n2400:cb00::9 v4.test\n8.8.1.1 V4.test other.test # b\nnonsense v6.test\n\n127.0.0.1 localhost\n"
    )
    assert locate("http://v4.test/", hosts_file=hosts).numeric == "8.8.1.1"
    assert locate("http://v4.test/", hosts_file=hosts, family="ipv6").numeric == "2400:cb00::9"
    assert locate("http://v6.test/", hosts_file=hosts).numeric == "2400:cb00::1"
    with pytest.raises(Halted, match=r"localhost leads to 127\.0\.0\.1: loopback address"):
        locate("http://localhost/", hosts_file=hosts)


def test_a_name_that_changes_between_check_and_connect_is_asked_for_once(transports) -> None:
    with serving(saying(sized(PAGE))) as port, serving_names({("rebind.test", "A"): ("10.0.0.1",)}) as nameserver:
        exchange = transports(port, nameservers=(nameserver,)).fetch("http://rebind.test/")
    assert exchange.failure.kind is K.ADDRESS_REFUSED
    assert exchange.address is None


def test_a_fetch_resolves_and_connects(transports) -> None:
    with serving(saying(sized(PAGE))) as port, serving_names({("a.test", "A"): ("127.0.0.1",)}) as nameserver:
        exchange = transports(port, nameservers=(nameserver,), allow_private=True).fetch(f"http://a.test:{port}/")
    assert exchange.failure is None
    assert exchange.phases.resolve > 0
