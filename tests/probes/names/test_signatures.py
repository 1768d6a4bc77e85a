"""DNSSEC: the chain from the parent's DS to a signature over the SOA, made and broken with real keys."""

from datetime import timedelta

import dns.dnssec
import dns.name
import dns.rdatatype
import dns.rrset
import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.names.signatures import MOST, holds
from tests.support.nameserver import NOW, Book, Signer

LINES = """
    nha.test IN SOA ns1.nha.test. admin.nha.test. 1 3600 600 86400 60
    nha.test IN NS ns1.nha.test.
    www.nha.test IN A 8.8.8.8
"""
URL = "https://www.nha.test/"
ZONE = dns.name.from_text("nha.test")
DS, DNSKEY, SOA = dns.rdatatype.DS, dns.rdatatype.DNSKEY, dns.rdatatype.SOA


def signed(signer: Signer | None = None, *, delegated: bool = True, **changes) -> Book:
    book = Book(LINES, **changes)
    (signer or Signer("nha.test")).sign(book, delegated=delegated)
    return book


SIGNED = Book(LINES)
Signer("nha.test").sign(SIGNED)


def seen(facts) -> tuple[bool | None, bool | None, bool | None]:
    return facts.ds, facts.rrsig, facts.rrsig_valid


def test_a_signed_zone_that_its_parent_vouches_for_holds(look_up) -> None:
    assert seen(look_up(signed(), URL)) == (True, True, True)


def test_a_signed_zone_without_ds_is_signed_and_not_vouched_for(look_up) -> None:
    assert seen(look_up(signed(delegated=False), URL)) == (False, True, None)


def test_a_zone_that_is_not_signed_shows_neither(look_up) -> None:
    assert seen(look_up(Book(LINES), URL)) == (False, False, None)


def test_a_ds_without_signatures_is_seen_as_it_is(look_up) -> None:
    book = signed()
    book.signatures.clear()
    assert seen(look_up(book, URL)) == (True, False, None)


def test_signatures_that_have_ended_do_not_hold(look_up) -> None:
    assert seen(look_up(signed(Signer("nha.test", lasts=timedelta(days=-1))), URL)) == (True, True, False)


def test_a_zone_that_a_checking_name_server_refuses_to_answer_for_is_seen_to_be_badly_signed(look_up) -> None:
    refused = {("www.nha.test", "A"): "bogus", ("www.nha.test", "AAAA"): "bogus"}
    facts = look_up(signed(Signer("nha.test", lasts=timedelta(days=-1)), trouble=refused), URL)
    assert seen(facts) == (True, True, False)
    assert (facts.ipv4, facts.ipv6) == (None, None)
    assert facts.unanswered == ("A www.nha.test: SERVFAIL", "AAAA www.nha.test: SERVFAIL")


def test_a_ds_of_another_key_does_not_hold(look_up) -> None:
    book, other = signed(delegated=False), Signer("nha.test")
    book.add(dns.rrset.from_rdata(ZONE, 60, dns.dnssec.make_ds(ZONE, other.key, "SHA256")))
    assert seen(look_up(book, URL)) == (True, True, False)


@pytest.mark.parametrize("kind", [SOA, DNSKEY])
def test_a_signature_by_a_key_outside_the_chain_does_not_hold(kind, look_up) -> None:
    book, other = signed(), Signer("nha.test")
    book.signatures[ZONE, kind] = dns.rrset.from_rdata(ZONE, 60, other.signature(book.records[ZONE, kind]))
    assert seen(look_up(book, URL)) == (True, True, False)


def test_records_changed_after_they_were_signed_do_not_hold(look_up) -> None:
    book = signed()
    book.records[ZONE, SOA] = dns.rrset.from_text("nha.test.", 60, "IN", "SOA", "ns1.nha.test. other. 2 1 1 1 1")
    assert seen(look_up(book, URL)) == (True, True, False)


def test_one_valid_signature_among_wrong_ones_is_enough(look_up) -> None:
    book, other = signed(), Signer("nha.test")
    book.signatures[ZONE, SOA].add(other.signature(book.records[ZONE, SOA]))
    assert seen(look_up(book, URL)) == (True, True, True)


@pytest.mark.parametrize("trouble", ["silence", "SERVFAIL"])
def test_keys_that_no_name_server_gives_leave_it_open(trouble, look_up) -> None:
    book = signed(trouble={("nha.test", "DNSKEY"): trouble})
    assert seen(look_up(book, URL)) == (True, True, None)


def test_a_zone_with_a_ds_and_no_keys_does_not_hold(look_up) -> None:
    book = signed()
    del book.records[ZONE, DNSKEY]
    assert seen(look_up(book, URL)) == (True, True, False)


def test_a_name_server_that_knows_no_dnssec_proves_no_absence(look_up) -> None:
    assert seen(look_up(signed(delegated=False, aware=False), URL)) == (None, None, None)


def test_a_ds_with_a_digest_that_nobody_knows_leaves_it_open(look_up) -> None:
    signer = Signer("nha.test")
    book = signed(signer, delegated=False)
    record = dns.dnssec.make_ds(ZONE, signer.key, "SHA256").replace(digest_type=200)
    book.add(dns.rrset.from_rdata(ZONE, 60, record))
    assert seen(look_up(book, URL)) == (True, True, None)


@pytest.mark.parametrize("algorithm", [1, 12, 123, 253, 254])
def test_an_algorithm_that_is_not_checked_any_more_or_not_yet_leaves_it_open(algorithm, look_up) -> None:
    signer = Signer("nha.test")
    book = signed(signer, delegated=False)
    key = signer.key.replace(algorithm=algorithm)
    book.records[ZONE, DNSKEY] = dns.rrset.from_rdata(ZONE, 60, key)
    record = dns.dnssec.make_ds(ZONE, key, "SHA256")
    book.add(dns.rrset.from_rdata(ZONE, 60, record))
    for kind in (SOA, DNSKEY):
        old = book.signatures[ZONE, kind][0]
        new = old.replace(algorithm=algorithm, key_tag=dns.dnssec.key_id(key))
        book.signatures[ZONE, kind] = dns.rrset.from_rdata(ZONE, 60, new)
    assert seen(look_up(book, URL)) == (True, True, None)


def test_more_keys_or_signatures_than_a_zone_needs_are_not_worked_through() -> None:
    signer = Signer("nha.test")
    book = signed(signer)
    records = {kind: book.records[ZONE, kind] for kind in (DS, DNSKEY, SOA)}
    signatures = {kind: book.signatures[ZONE, kind] for kind in (DNSKEY, SOA)}
    keys = dns.rrset.from_rdata_list(ZONE, 60, [signer.key, *(Signer("nha.test").key for _ in range(MOST))])
    soa = (records[SOA], signatures[SOA])
    now = NOW.timestamp()
    assert holds(records[DS], (records[DNSKEY], signatures[DNSKEY]), soa, now=now) is True
    assert holds(records[DS], (keys, signatures[DNSKEY]), soa, now=now) is None
    many = [signer.signature(records[SOA]).replace(original_ttl=number) for number in range(MOST + 1)]
    crowded = (records[SOA], dns.rrset.from_rdata_list(ZONE, 60, many))
    assert holds(records[DS], (records[DNSKEY], signatures[DNSKEY]), crowded, now=now) is None


@given(
    algorithm=st.sampled_from([1, 3, 5, 6, 7, 8, 10, 12, 13, 14, 15, 16, 17, 123, 253, 254]),
    key=st.binary(max_size=300),
    signature=st.binary(max_size=300),
    flags=st.integers(0, 65535),
    labels=st.integers(0, 255),
)
def test_whatever_a_zone_sends_as_keys_and_signatures_there_is_an_answer(
    algorithm, key, signature, flags, labels
) -> None:
    soa = SIGNED.records[ZONE, SOA]
    given_key = Signer("nha.test").key.replace(algorithm=algorithm, key=key, flags=flags)
    tag = dns.dnssec.key_id(given_key)
    delegation = dns.dnssec.make_ds(ZONE, given_key, "SHA256")
    made = SIGNED.signatures[ZONE, SOA][0].replace(algorithm=algorithm, key_tag=tag, signature=signature, labels=labels)
    over_keys, over_soa = made.replace(type_covered=DNSKEY), made
    chain = (
        (dns.rrset.from_rdata(ZONE, 60, given_key), dns.rrset.from_rdata(ZONE, 60, over_keys)),
        (soa, dns.rrset.from_rdata(ZONE, 60, over_soa)),
    )
    assert holds(dns.rrset.from_rdata(ZONE, 60, delegation), *chain, now=NOW.timestamp()) in (False, None)
