"""What is seen of a name: present, absent, or not answered, and never one taken for the other."""

import time

import pytest

from probes.failures import Failure, FailureKind, Party
from probes.names.facts import DnsFacts
from probes.names.system import NameSystem
from probes.transport.settings import TransportSettings, parse_resolve
from probes.transport.stopping import Bell
from tests.support.nameserver import Book, Signer

SOA = "IN SOA ns1.nha.test. admin.nha.test. 1 3600 600 86400 60"
LINES = f"""
    nha.test {SOA}
    nha.test IN NS ns2.nha.test.
    nha.test IN NS NS1.nha.test.
    nha.test IN CAA 0 issue "ca.test"
    nha.test IN A 8.8.4.4
    www.nha.test IN A 8.8.8.8
    www.nha.test IN A 8.8.4.4
    www.nha.test IN AAAA 2400:cb00::9
    four.nha.test IN A 8.8.8.8
    own.nha.test IN A 8.8.8.8
    own.nha.test IN CAA 0 issue ";"
    alias.nha.test IN CNAME middle.khac.test.
    middle.khac.test IN CNAME end.khac.test.
    khac.test {SOA}
    end.khac.test IN A 8.8.8.8
    end.khac.test IN AAAA 2400:cb00::9
    hidden.nha.test IN AAAA fd00::9
    made-up.nha.test IN AAAA 64:ff9b::808:808
"""
URL = "https://www.nha.test/vi"


def test_addresses_zone_name_servers_and_caa_are_read(look_up) -> None:
    facts = look_up(Book(LINES), URL)
    assert (facts.asked, facts.host, facts.exists, facts.alias) == (True, "www.nha.test", True, None)
    assert (facts.ipv4, facts.ipv6) == (("8.8.4.4", "8.8.8.8"), ("2400:cb00::9",))
    assert (facts.zone, facts.name_servers) == ("nha.test", ("ns1.nha.test", "ns2.nha.test"))
    assert facts.caa == ('0 issue "ca.test"',)
    assert (facts.ds, facts.rrsig, facts.rrsig_valid, facts.unanswered) == (False, False, None, ())
    assert (facts.over_ipv6, facts.over_ipv6_note) == (None, "no IPv6 from here")


def test_no_record_of_a_type_is_seen_to_be_absent(look_up) -> None:
    facts = look_up(Book(LINES), "https://four.nha.test/")
    assert (facts.exists, facts.ipv6, facts.over_ipv6, facts.unanswered) == (True, (), None, ())


def test_a_host_with_caa_of_its_own_is_not_under_that_of_its_zone(look_up) -> None:
    assert look_up(Book(LINES), "https://own.nha.test/").caa == ('0 issue ";"',)


def test_a_zone_without_caa_has_none(look_up) -> None:
    assert look_up(Book(f"x.test {SOA}\nx.test IN A 8.8.8.8"), "https://x.test/").caa == ()


def test_a_name_that_does_not_exist_is_told_apart_from_one_without_addresses(look_up) -> None:
    facts = look_up(Book(LINES), "https://nobody.nha.test/")
    assert (facts.asked, facts.exists, facts.ipv6, facts.zone, facts.ds) == (True, False, (), None, None)


def test_a_chain_of_aliases_leads_to_the_addresses_and_keeps_the_own_zone(look_up) -> None:
    facts = look_up(Book(LINES), "https://alias.nha.test/")
    assert (facts.alias, facts.ipv6, facts.zone) == ("end.khac.test", ("2400:cb00::9",), "nha.test")


@pytest.mark.parametrize("trouble", ["silence", "SERVFAIL", "REFUSED", "FORMERR"])
@pytest.mark.parametrize(
    ("kind", "name", "unseen"),
    [
        ("AAAA", "www.nha.test", {"ipv6"}),
        ("SOA", "www.nha.test", {"zone", "name_servers", "caa", "ds", "rrsig"}),
        ("DS", "nha.test", {"ds"}),
        ("NS", "nha.test", {"name_servers"}),
        ("CAA", "www.nha.test", {"caa"}),
    ],
)
def test_a_question_without_an_answer_is_not_taken_for_an_absence(trouble, kind, name, unseen, look_up) -> None:
    facts = look_up(Book(LINES, trouble={(name, kind): trouble}), URL)
    seen = {field: getattr(facts, field) for field in ("ipv4", "ipv6", "zone", "name_servers", "caa", "ds", "rrsig")}
    assert {field for field, value in seen.items() if value is None} == unseen
    assert len(facts.unanswered) == 1
    assert facts.unanswered[0].startswith(f"{kind} {name}: ")


@pytest.mark.parametrize("trouble", ["silence", "SERVFAIL"])
def test_a_name_server_that_answers_nothing_is_a_failure_of_the_network(trouble, look_up) -> None:
    silent = {("www.nha.test", kind): trouble for kind in ("A", "AAAA")}
    failure = look_up(Book(LINES, trouble=silent), URL)
    assert isinstance(failure, Failure)
    assert (failure.kind, failure.party) == (FailureKind.DNS_FAILURE, Party.NETWORK)


def test_a_name_system_that_has_fallen_silent_holds_a_look_for_less_than_ten_seconds(look_up) -> None:
    kinds = ("AAAA", "SOA", "DS", "NS", "CAA", "DNSKEY")
    silent = {(name, kind): "silence" for name in ("www.nha.test", "nha.test") for kind in kinds}
    started = time.monotonic()
    facts = look_up(Book(LINES, trouble=silent), URL)
    assert time.monotonic() - started < 10
    assert (facts.ipv4, facts.ipv6, facts.zone) == (("8.8.4.4", "8.8.8.8"), None, None)


@pytest.mark.parametrize(("kind", "name"), [("AAAA", "www.nha.test"), ("NS", "nha.test"), ("DS", "nha.test")])
def test_an_answer_too_long_for_udp_is_asked_for_over_tcp(kind, name, look_up) -> None:
    book = Book(LINES, trouble={(name, kind): "truncated"})
    Signer("nha.test").sign(book)
    facts = look_up(book, URL)
    assert (facts.ipv6, len(facts.name_servers), facts.ds, facts.unanswered) == (("2400:cb00::9",), 2, True, ())


def test_addresses_that_are_not_public_are_named_and_not_connected_to(look_up) -> None:
    def never(address: str, port: int) -> str:
        raise AssertionError(f"{address} {port}")

    facts = look_up(Book(LINES), "https://hidden.nha.test/", source=never)
    assert (facts.ipv6, facts.not_public, facts.over_ipv6) == (("fd00::9",), ("fd00::9",), None)


def test_addresses_that_our_own_resolver_made_up_are_no_addresses_of_the_portal(look_up) -> None:
    assert look_up(Book(LINES), "https://made-up.nha.test/").ipv6 is None


def test_ipv6_is_not_tried_where_the_configuration_turns_it_off(look_up) -> None:
    facts = look_up(Book(LINES), URL, family="ipv4")
    assert (facts.over_ipv6, facts.over_ipv6_note) == (None, "IPv6 is turned off by the configuration")


@pytest.mark.parametrize(
    ("url", "resolve"),
    [
        (URL, "www.nha.test=127.0.0.1:1"),
        (URL, "www.nha.test:443=127.0.0.1:1"),
        ("https://8.8.8.8/", ""),
        ("https://[2400:cb00::9]/", ""),
        ("ftp://www.nha.test/", ""),
        ("https://www..nha.test/", ""),
    ],
)
def test_a_host_that_is_not_the_name_systems_affair_is_not_asked_about(url, resolve, look_up) -> None:
    assert look_up(Book(LINES), url, resolve=parse_resolve(resolve)) == DnsFacts()


def test_a_host_of_the_hosts_file_is_not_asked_about(tmp_path, look_up) -> None:
    hosts = tmp_path / "hosts"
    hosts.write_text("127.0.0.1 www.nha.test\n")
    assert look_up(Book(LINES), URL, hosts_file=hosts) == DnsFacts()


def test_a_monitor_that_stopped_blames_nobody() -> None:
    bell = Bell()
    names = NameSystem(TransportSettings(nameservers=("127.0.0.1:1",), hosts_file=None), bell=bell)
    bell.ring()
    failure = names.look_up(URL)
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.MONITOR_FAULT


def test_what_a_name_server_says_is_cut_to_size(look_up) -> None:
    many = "".join(f'\nmany.test IN CAA 0 issue "{number}{"x" * 200}.test"' for number in range(40))
    book = Book(f"many.test {SOA}\nmany.test IN A 8.8.8.8" + many, trouble={("many.test", "CAA"): "truncated"})
    facts = look_up(book, "https://many.test/")
    assert len(facts.caa) == 20
    assert max(map(len, facts.caa)) <= 300
