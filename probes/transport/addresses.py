"""From a host name to the one address that is connected to: looked up once, within the deadline, and checked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import dns.exception
import dns.nameserver
import dns.resolver

from probes.failures import FailureKind, Party
from probes.transport.deadline import Deadline
from probes.transport.guard import refusal
from probes.transport.halted import halted
from probes.transport.places import Place
from probes.transport.settings import Family, TransportSettings, parse_nameserver
from probes.transport.stopping import Bell

_PATIENCE = 5.0  # seconds for all questions about one name, as resolv.conf(5) has it for one question
_TRY = 1.0  # seconds for one name server, before the next one is asked
_MOST_TRIES = 3  # before it is looked whether the monitor stops
_TYPES: dict[Family, Sequence[str]] = {"any": ("A", "AAAA"), "ipv4": ("A",), "ipv6": ("AAAA",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A numeric address that may be connected to, and the port there."""

    numeric: str
    port: int


class Resolver:
    """Answers for names: the overrides first, then literal addresses, the hosts file, and the name servers."""

    def __init__(self, settings: TransportSettings) -> None:
        """Read the hosts file and the list of name servers; both are read once."""
        self._settings = settings
        self._hosts = read_hosts(settings.hosts_file)
        self._dns = stub_resolver(settings.nameservers)
        self._turn = _TRY * min(_MOST_TRIES, max(1, len(self._dns.nameservers))) + 0.1

    def locate(self, place: Place, deadline: Deadline, bell: Bell, *, avoid: str | None = None) -> Address:
        """The address to connect to for this place; raises `Halted`.

        `avoid` is an address that is taken only when there is no other.
        """
        override = self._settings.resolve.get((place.host, place.port)) or self._settings.resolve.get(
            (place.host, None)
        )
        if override is not None:
            return Address(numeric=override[0], port=override[1])
        numeric = self._permitted(place.host, self._numerics(place.host, deadline, bell))
        others = [address for address in numeric if address != avoid]
        return Address(numeric=(others or numeric)[0], port=place.port)

    def _permitted(self, host: str, addresses: Sequence[str]) -> Sequence[str]:
        reasons = {address: refusal(address, allow_private=self._settings.allow_private) for address in addresses}
        permitted = [address for address, reason in reasons.items() if reason is None]
        if not permitted:
            named = ", ".join(f"{address}: {reason}" for address, reason in reasons.items())
            raise halted(FailureKind.ADDRESS_REFUSED, f"{host} leads to {named}")
        return permitted

    def _numerics(self, host: str, deadline: Deadline, bell: Bell) -> Sequence[str]:
        known = [host] if is_numeric(host) else self._hosts.get(host, ())
        if known:
            usable = [address for address in known if self._settings.family in ("any", _family(address))]
            if usable:
                return usable
            raise halted(FailureKind.DNS_FAILURE, f"{host} has no {self._settings.family} address")
        for kind in _TYPES[self._settings.family]:
            found = self._ask(host, kind, deadline, bell)
            if found:
                return found
        raise halted(FailureKind.DNS_FAILURE, f"{host} has no address ({self._settings.family})")

    def _ask(self, host: str, kind: str, deadline: Deadline, bell: Bell) -> Sequence[str]:
        until = deadline.monotonic() + min(_PATIENCE, deadline.left())
        while not bell.rung:
            left = until - deadline.monotonic()
            if left <= 0:
                raise halted(FailureKind.DNS_FAILURE, f"{host} {kind}: no name server answered", party=Party.NETWORK)
            try:
                answer = self._dns.resolve(f"{host}.", kind, lifetime=min(self._turn, left), raise_on_no_answer=False)
            except dns.resolver.NXDOMAIN as error:
                raise halted(FailureKind.DNS_FAILURE, f"{host} does not exist") from error
            except dns.resolver.LifetimeTimeout:
                continue
            except dns.exception.DNSException as error:
                detail = f"{host} {kind}: {error or type(error).__name__}"
                raise halted(FailureKind.DNS_FAILURE, detail, party=Party.NETWORK) from error
            return [record.address for record in answer]
        raise bell.cut()


def stub_resolver(nameservers: Iterable[str]) -> dns.resolver.Resolver:
    """Asks these name servers (`address` or `address:port`), or those of the machine where none is given."""
    given = [dns.nameserver.Do53Nameserver(*parse_nameserver(text)) for text in nameservers]
    try:
        resolver = dns.resolver.Resolver(configure=not given)
    except dns.resolver.NoResolverConfiguration:
        resolver = dns.resolver.Resolver(configure=False)
    resolver.timeout = _TRY
    if given:
        resolver.nameservers = given
    return resolver


def read_hosts(path: Path | None) -> dict[str, tuple[str, ...]]:
    """Names and addresses of a hosts(5) file; IPv4 first, as elsewhere. A missing file is an empty one."""
    if path is None or not path.is_file():
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        address, *names = line.partition("#")[0].split() or [""]
        for name in names if is_numeric(address) else ():
            found[name.lower()] = (*found.get(name.lower(), ()), address)
    return {name: tuple(sorted(addresses, key=lambda address: ":" in address)) for name, addresses in found.items()}


def is_numeric(text: str) -> bool:
    """Whether this is a literal address."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _family(address: str) -> Family:
    return "ipv6" if ":" in address else "ipv4"
