"""Which addresses a look may go to: those of the public Internet, unless the configuration allows private ones.

The lists are those of IANA's special-purpose registries (RFC 6890 and its updates), kept here because what
`ipaddress` calls global changes between versions of Python.
"""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

_PRIVATE = {
    "127.0.0.0/8": "loopback",
    "10.0.0.0/8": "private",
    "172.16.0.0/12": "private",
    "192.168.0.0/16": "private",
    "100.64.0.0/10": "carrier-grade NAT",
    "169.254.0.0/16": "link-local",
    "192.0.0.0/24": "protocol assignments",
    "192.0.2.0/24": "documentation",
    "198.51.100.0/24": "documentation",
    "203.0.113.0/24": "documentation",
    "198.18.0.0/15": "benchmarking",
    "::1/128": "loopback",
    "fc00::/7": "unique local",
    "fe80::/10": "link-local",
    "fec0::/10": "site-local",
    "2001:db8::/32": "documentation",
    "3fff::/20": "documentation",
}
_NEVER = {
    "0.0.0.0/8": "unspecified",
    "192.88.99.0/24": "6to4 relay",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved",
    "::/128": "unspecified",
    "ff00::/8": "multicast",
}
_TUNNELS = {  # IPv6 addresses that lead to an IPv4 address inside them, which a check of the outside would miss
    "::ffff:0:0/96": "IPv4-mapped",
    "::/96": "IPv4-compatible",
    "64:ff9b::/96": "NAT64",
    "64:ff9b:1::/48": "NAT64",
    "2002::/16": "6to4",
    "2001::/32": "Teredo",
}
_GLOBAL_IPV6 = IPv6Network("2000::/3")
_ASSIGNMENTS = IPv6Network("2001::/23")

_PRIVATE_NETWORKS = [(ip_network(network), name) for network, name in _PRIVATE.items()]
_NEVER_NETWORKS = [(ip_network(network), name) for network, name in _NEVER.items()]
_TUNNEL_NETWORKS = [(ip_network(network), name) for network, name in _TUNNELS.items()]


@lru_cache(maxsize=4096)
def refusal(address: str, *, allow_private: bool) -> str | None:
    """Why a look does not go to this numeric address, or `None` where it may."""
    numeric = ip_address(address)
    if isinstance(numeric, IPv6Address) and numeric.scope_id is not None:
        return "address with a zone"
    never = _named(numeric, _NEVER_NETWORKS)
    if never is not None:
        return f"{never} address"
    private = _named(numeric, _PRIVATE_NETWORKS) or _named(numeric, _TUNNEL_NETWORKS) or _unassigned(numeric)
    if private is None or allow_private:
        return None
    return f"{private} address"


def _named(address: IPv4Address | IPv6Address, networks: Sequence[tuple[IPv4Network | IPv6Network, str]]) -> str | None:
    return next((name for network, name in networks if address in network), None)


def _unassigned(address: IPv4Address | IPv6Address) -> str | None:
    if isinstance(address, IPv6Address) and (address not in _GLOBAL_IPV6 or address in _ASSIGNMENTS):
        return "reserved"
    return None
