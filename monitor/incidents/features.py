"""What a portal may share with others, from what the probes saw of it: certificate, address, host, name service."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from monitor.incidents.causes import Feature, Features
from probes.exchange import TlsFacts
from probes.facts import Reachability
from probes.names.facts import DnsFacts
from probes.observe import Observation

_LABELS = 3  # of a name server's name: `ns1.dns.example.vn` belongs to `dns.example.vn`


def features_of(observations: Iterable[Observation], *, agency: str, url: str) -> Features:
    """The features that these observations show; what they do not show is left out, and stays as it was seen before."""
    found: dict[Feature, str] = {Feature.AGENCY: agency}
    host = _host(url)
    if host:
        found[Feature.HOST] = host
    for item in observations:
        if isinstance(item.facts, Reachability):
            found |= dict(_reached(item.facts))
        elif isinstance(item.facts, DnsFacts) and item.facts.name_servers:
            found[Feature.DNS_PROVIDER] = " ".join(sorted({_provider(name) for name in item.facts.name_servers}))
    return found


def _reached(facts: Reachability) -> Iterator[tuple[Feature, str]]:
    if facts.address:
        yield Feature.ADDRESS, facts.address
    if facts.tls is not None:
        certificate = _certificate(facts.tls)
        if certificate:
            yield Feature.CERTIFICATE, certificate


@lru_cache(16_384)  # asked with every round of the same addresses
def _host(url: str) -> str | None:
    return urlsplit(url).hostname


@lru_cache(4096)
def _certificate(tls: TlsFacts) -> str | None:
    """Names and end tell certificates apart well enough; two portals with the same of both use one certificate."""
    if tls.not_after is None or not tls.names:
        return None
    return f"{min(tls.names)} ({len(tls.names)} names) until {tls.not_after:%Y-%m-%d %H:%M}Z"


def _provider(name_server: str) -> str:
    labels = name_server.rstrip(".").lower().split(".")
    return ".".join(labels[-_LABELS:]) if len(labels) > _LABELS else ".".join(labels[1:]) or name_server
