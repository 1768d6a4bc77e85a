"""Whether a zone's signatures hang together: the parent's DS, the zone's keys, and a signature over its SOA; pure.

RFC 4033 to 4035. Work is bounded (CVE-2023-50387): a zone with more keys or signatures than any honest one has is
left undecided. Where no algorithm of a signature is known to us, it is undecided too, never wrong.
"""

from collections.abc import Iterable, Iterator

import dns.dnssec
import dns.exception
import dns.name
import dns.rdata
import dns.rrset
from cryptography.exceptions import UnsupportedAlgorithm
from dns.rdtypes.ANY.DNSKEY import DNSKEY
from dns.rdtypes.ANY.DS import DS
from dns.rdtypes.ANY.RRSIG import RRSIG

# RSA/SHA-1 to Ed448 without what RFC 9904 forbids; private algorithms would have names inside their keys.
_CHECKED = frozenset({5, 7, 8, 10, 13, 14, 15, 16})
MOST = 16  # keys, DS records, or signatures over one record set
_UNKNOWN = (dns.exception.UnsupportedAlgorithm, UnsupportedAlgorithm, dns.exception.DeniedByPolicy)
_WRONG = (dns.exception.ValidationFailure, ValueError)


def holds(
    delegation: dns.rrset.RRset,
    keys: tuple[dns.rrset.RRset, dns.rrset.RRset | None],
    start: tuple[dns.rrset.RRset, dns.rrset.RRset | None],
    *,
    now: float,
) -> bool | None:
    """Whether the chain from `delegation` (DS) over `keys` (DNSKEY) to `start` (SOA) holds at `now` (Unix time).

    Keys and SOA come each with the signatures over them. `None`: we cannot tell.
    """
    if len(delegation) > MOST or len(keys[0]) > MOST:
        return None
    named = [_named(record, keys[0]) for record in delegation if isinstance(record, DS)]
    trusted = [key for found in named for key in found or ()]
    if not trusted:
        return None if None in named else False
    return _both(_signed(keys, trusted, now), _signed(start, keys[0], now))


def _named(record: DS, keys: dns.rrset.RRset) -> list[DNSKEY] | None:
    """The keys that a DS record names; `None` where its digest cannot be computed."""
    if record.algorithm not in _CHECKED:
        return None
    try:
        return [key for key in _keys(keys) if _names(record, key, keys.name)]
    except (*_UNKNOWN, ValueError):
        return None


def _names(record: DS, key: DNSKEY, zone: dns.name.Name) -> bool:
    if (record.key_tag, record.algorithm) != (dns.dnssec.key_id(key), key.algorithm):
        return False
    return dns.dnssec.make_ds(zone, key, record.digest_type, validating=True).digest == record.digest


def _signed(
    records: tuple[dns.rrset.RRset, dns.rrset.RRset | None], keys: Iterable[dns.rdata.Rdata], now: float
) -> bool | None:
    signed, signatures = records
    found = [item for item in signatures or () if isinstance(item, RRSIG)]
    if len(found) > MOST:
        return None
    verdicts = [_valid(signed, signature, list(_keys(keys)), now) for signature in found]
    if True in verdicts:
        return True
    return None if None in verdicts else False


def _valid(records: dns.rrset.RRset, signature: RRSIG, keys: list[DNSKEY], now: float) -> bool | None:
    if signature.algorithm not in _CHECKED:
        return None
    zone = signature.signer
    given = dns.rrset.from_rdata_list(zone, 0, keys)
    try:
        dns.dnssec.validate_rrsig(records, signature, {zone: given}, now=now)
    except _UNKNOWN:
        return None
    except _WRONG:
        return False
    return True


def _keys(records: Iterable[dns.rdata.Rdata]) -> Iterator[DNSKEY]:
    return (record for record in records if isinstance(record, DNSKEY))


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return True if one and other else None
