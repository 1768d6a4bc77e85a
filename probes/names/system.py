"""The way to the name system: everything that one look asks about a portal's host, within a few seconds."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from ipaddress import IPv6Network, ip_address

import dns.name

from probes.failures import Failure, FailureKind, Party, failed
from probes.names.connection import Source, connect, source_address
from probes.names.facts import DnsFacts
from probes.names.questions import Questions, Said, asking_for_signatures
from probes.names.zone import find_caa, find_zone, name_servers, read_dnssec
from probes.transport.addresses import is_numeric, read_hosts, stub_resolver
from probes.transport.guard import refusal
from probes.transport.halted import Halted
from probes.transport.places import NoPlaceError, Place, UnvisitedError, place_of
from probes.transport.settings import TransportSettings
from probes.transport.stopping import Bell

_BUDGET = 5.0  # seconds for all questions of one look; connecting has its own
_MOST_ADDRESSES = 20
_DNS64 = IPv6Network("64:ff9b::/96")  # RFC 6052: made up by our own resolver from an IPv4 address


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """`now` is Unix time, by which signatures hold; `monotonic` counts seconds of patience."""

    now: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic


class NameSystem:
    """Shared by all threads; reads the hosts file and the list of name servers once."""

    def __init__(
        self,
        settings: TransportSettings,
        *,
        bell: Bell,
        clocks: Clocks | None = None,
        source: Source = source_address,
    ) -> None:
        """The same settings and bell as the transport beside it. `source` tells our own address on the way to one."""
        self._settings = settings
        self._bell = bell
        self._clocks = clocks or Clocks()
        self._source = source
        self._hosts = read_hosts(settings.hosts_file)
        self._plain = stub_resolver(settings.nameservers)
        self._unchecked = asking_for_signatures(stub_resolver(settings.nameservers))

    def look_up(self, url: str) -> DnsFacts | Failure:
        """What the name system says of the URL's host, and whether IPv6 leads to its port.

        A failure where no name server answered at all, or where the monitor stopped. At most `_BUDGET` and the
        patience of `connection` together, in seconds.
        """
        place = _place(url)
        if place is None or self._elsewhere(place):
            return DnsFacts()
        try:
            with self._bell:
                return self._asked(place)
        except Halted as halt:
            return halt.failure

    def _elsewhere(self, place: Place) -> bool:
        """Whether the configuration or the machine says where this host is: then the name system is not asked."""
        sent = self._settings.resolve
        named = (place.host, place.port) in sent or (place.host, None) in sent
        return named or is_numeric(place.host) or place.host in self._hosts

    def _asked(self, place: Place) -> DnsFacts | Failure:
        monotonic = self._clocks.monotonic
        questions = Questions(
            plain=self._plain,
            unchecked=self._unchecked,
            ends=monotonic() + _BUDGET,
            monotonic=monotonic,
            bell=self._bell,
        )
        host = dns.name.from_text(place.host)
        first, second = questions.ask(host, "A"), questions.ask(host, "AAAA")
        if first is None and second is None and questions.ask(host, "A", signed=True) is None:
            self._stopped()
            detail = "; ".join(questions.unanswered)
            return failed(FailureKind.DNS_FAILURE, detail, party=Party.NETWORK)
        facts = self._addresses(place, first, second)
        if facts.exists:
            facts = self._of_zone(host, facts, questions)
        facts = self._over_ipv6(place, facts)
        self._stopped()
        return replace(facts, unanswered=tuple(questions.unanswered))

    def _stopped(self) -> None:
        """What the end of the monitor left unasked is no finding."""
        if self._bell.rung:
            raise self._bell.cut()

    def _addresses(self, place: Place, first: Said | None, second: Said | None) -> DnsFacts:
        said = [item for item in (first, second) if item is not None]
        alias = next((item.alias for item in said if item.alias is not None), None)
        ipv6 = _numerics(second)
        if ipv6 and all(ip_address(address) in _DNS64 for address in ipv6):
            ipv6 = None
        allowed = self._settings.allow_private
        return DnsFacts(
            asked=True,
            host=place.host,
            exists=all(item.exists for item in said),
            alias=alias.to_text(omit_final_dot=True).lower() if alias is not None else None,
            ipv4=_numerics(first),
            ipv6=ipv6,
            not_public=tuple(item for item in ipv6 or () if refusal(item, allow_private=allowed) is not None),
        )

    def _over_ipv6(self, place: Place, facts: DnsFacts) -> DnsFacts:
        usable = [address for address in facts.ipv6 or () if address not in facts.not_public]
        if not usable:
            return facts
        if self._settings.family == "ipv4":
            return replace(facts, over_ipv6_note="IPv6 is turned off by the configuration")
        tried = connect(
            usable,
            place.port,
            settings=self._settings,
            bell=self._bell,
            monotonic=self._clocks.monotonic,
            source=self._source,
        )
        return replace(facts, over_ipv6=tried.connects, over_ipv6_note=tried.note)

    def _of_zone(self, host: dns.name.Name, facts: DnsFacts, questions: Questions) -> DnsFacts:
        zone = find_zone(host, questions)
        if zone is None:
            return facts
        dnssec = read_dnssec(zone, questions, now=self._clocks.now())
        return replace(
            facts,
            zone=zone.to_text(omit_final_dot=True).lower(),
            ds=dnssec.ds,
            rrsig=dnssec.rrsig,
            rrsig_valid=dnssec.rrsig_valid,
            name_servers=name_servers(zone, questions),
            caa=find_caa(host, zone, questions),
        )


def _place(url: str) -> Place | None:
    try:
        return place_of(url)
    except (NoPlaceError, UnvisitedError):
        return None


def _numerics(said: Said | None) -> tuple[str, ...] | None:
    """The addresses in order, `None` where no answer came."""
    if said is None:
        return None
    found = sorted({record.address for record in said.records or ()})
    return tuple(found[:_MOST_ADDRESSES])
