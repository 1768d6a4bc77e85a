"""The zone of a host, with its name servers, its signatures and who may issue certificates for it."""

from dataclasses import dataclass

import dns.name
import dns.rdatatype
import dns.rrset

from probes.names.questions import Questions, Said
from probes.names.signatures import holds

_MOST_LABELS = 6  # above the host that are asked for a zone, or for CAA
_MOST_RECORDS = 20
_LONGEST = 300  # characters kept of one record


@dataclass(frozen=True, slots=True, kw_only=True)
class Dnssec:
    """As in `DnsFacts`."""

    ds: bool | None = None
    rrsig: bool | None = None
    rrsig_valid: bool | None = None


def find_zone(host: dns.name.Name, questions: Questions) -> dns.name.Name | None:
    """The zone that holds the host's own name, whatever name a CNAME leads to; `None` where no answer tells."""
    name = host
    for _ in range(_MOST_LABELS):
        said = questions.ask(name, "SOA", signed=True)
        if said is None or len(name) <= 2:  # a top-level domain and the root
            return None
        if said.own(name, "SOA") is not None:
            return name
        named = said.apex(name)
        if named is not None and said.own(name, "CNAME") is None:
            return named
        name = name.parent()
    return None


def read_dnssec(zone: dns.name.Name, questions: Questions, *, now: float) -> Dnssec:
    """Whether the parent zone names keys, whether the zone is signed, and whether the two fit at `now` (Unix time)."""
    delegation = questions.ask(zone, "DS", signed=True)
    start = questions.ask(zone, "SOA", signed=True)
    ds, rrsig = _present(delegation, zone, "DS"), _signed(start, zone)
    if not ds or not rrsig:
        return Dnssec(ds=ds, rrsig=rrsig)
    keys = questions.ask(zone, "DNSKEY", signed=True)
    return Dnssec(ds=ds, rrsig=rrsig, rrsig_valid=_chain(zone, delegation, keys, start, now=now))


def name_servers(zone: dns.name.Name, questions: Questions) -> tuple[str, ...] | None:
    """Names of the zone's name servers, in order of the alphabet."""
    said = questions.ask(zone, "NS")
    return (
        None if said is None else tuple(sorted(text.lower().removesuffix(".") for text in texts(said.own(zone, "NS"))))
    )


def find_caa(host: dns.name.Name, zone: dns.name.Name, questions: Questions) -> tuple[str, ...] | None:
    """The CAA records of the nearest name that has any, from the host up to its zone (RFC 8659, 3)."""
    name = host
    for _ in range(_MOST_LABELS):
        said = questions.ask(name, "CAA")
        if said is None:
            return None
        if said.records is not None:
            return tuple(sorted(texts(said.records)))
        if name == zone or len(name) <= 2:
            break
        name = name.parent()
    return ()


def texts(records: dns.rrset.RRset | None) -> tuple[str, ...]:
    """Records as text, the first of them, each cut short: what a name server says is hostile."""
    kept = list(records or ())[:_MOST_RECORDS]
    return tuple(record.to_text()[:_LONGEST] for record in kept)


def _present(said: Said | None, zone: dns.name.Name, kind: str) -> bool | None:
    """Absent only where a name server that knows DNSSEC says so."""
    if said is None:
        return None
    if said.own(zone, kind) is not None:
        return True
    return False if said.aware else None


def _signed(said: Said | None, zone: dns.name.Name) -> bool | None:
    if said is None or said.own(zone, "SOA") is None:
        return None
    if said.signatures(zone, "SOA") is not None:
        return True
    return False if said.aware else None


def _chain(
    zone: dns.name.Name, delegation: Said | None, keys: Said | None, start: Said | None, *, now: float
) -> bool | None:
    if delegation is None or keys is None or start is None:
        return None
    ds, key, soa = delegation.own(zone, "DS"), keys.own(zone, "DNSKEY"), start.own(zone, "SOA")
    if key is None:
        return False if keys.aware else None
    if ds is None or soa is None:
        return None
    return holds(ds, (key, keys.signatures(zone, "DNSKEY")), (soa, start.signatures(zone, "SOA")), now=now)
