"""How the transport looks: limits, trust, and names that are sent to a given address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Literal

from probes.transport.places import ascii_host

Family = Literal["any", "ipv4", "ipv6"]
Resolve = Mapping[tuple[str, int | None], tuple[str, int]]

_DNS_PORT = 53
RESOLVE_FORM = "host[:port]=address:port,…"


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportSettings:
    """Everything that an operator can choose about looks.

    `deadline` is the wall time of one fetch in seconds, redirects and body included; `max_body` counts bytes after
    decompression, `max_head_bytes` the status line and headers of one answer.
    `resolve` sends a host (on one port, or on any) to an address that is trusted although private.
    `family`: `any` takes an IPv4 address where there is one, else IPv6; the others ask for their own family only.
    `nameservers` are `address` or `address:port`; empty means those of the machine.
    `intermediates` (PEM) completes the chains of servers that send too few certificates; so does `learned`, a file of
    our own with those met in sound chains, to which new ones are written only with `keep_learned`.
    """

    allow_private: bool = False
    ca_file: Path | None = None
    intermediates: Path | None = None
    learned: Path | None = None
    keep_learned: bool = False
    resolve: Resolve = field(default_factory=dict)
    deadline: float = 15.0
    max_body: int = 2_000_000
    max_redirects: int = 10
    max_headers: int = 100
    max_head_bytes: int = 65_536
    family: Family = "any"
    user_agent: str = "emc-monitor"
    nameservers: tuple[str, ...] = ()
    hosts_file: Path | None = Path("/etc/hosts")


def parse_nameserver(text: str) -> tuple[str, int]:
    """Read `address` or `address:port`, an IPv6 address with a port in brackets; raises `ValueError`."""
    bare = text.removeprefix("[").removesuffix("]")
    try:
        return str(ip_address(bare)), _DNS_PORT
    except ValueError:
        address, _, port = text.rpartition(":")
    return str(ip_address(address.removeprefix("[").removesuffix("]"))), _port(port, text)


def parse_resolve(text: str) -> dict[tuple[str, int | None], tuple[str, int]]:
    """Read `host[:port]=address:port,…`; an IPv6 address stands in brackets. Raises `ValueError` with one sentence."""
    entries = (entry.strip() for entry in text.split(","))
    return dict(_entry(entry) for entry in entries if entry)


def _entry(entry: str) -> tuple[tuple[str, int | None], tuple[str, int]]:
    name, equals, goal = entry.partition("=")
    if not equals:
        raise ValueError(f"{entry!r} has no '='; expected {RESOLVE_FORM}")
    host, _, port = name.strip().partition(":")
    address, _, goal_port = goal.strip().rpartition(":")
    try:
        numeric = str(ip_address(address.removeprefix("[").removesuffix("]")))
    except ValueError:
        raise ValueError(f"{entry!r}: {address!r} is no IP address; expected {RESOLVE_FORM}") from None
    try:
        known = ascii_host(host)
    except ValueError as error:
        raise ValueError(f"{entry!r}: {error}; expected {RESOLVE_FORM}") from None
    return (known, _port(port, entry) if port else None), (numeric, _port(goal_port, entry))


def _port(text: str, entry: str) -> int:
    if text.isascii() and text.isdecimal() and 0 < int(text) < 65_536:
        return int(text)
    raise ValueError(f"{entry!r}: {text!r} is no port from 1 to 65535; expected {RESOLVE_FORM}")
