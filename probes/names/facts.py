"""Facts of the DNS probe: what the name system says of a portal's host, and whether IPv6 leads to it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsFacts:
    """`None` everywhere is "not seen": not asked, or no name server gave an answer; `False` and empty were seen.

    `asked` is `False` where the name is not the public name system's affair (sent elsewhere by the configuration, a
    literal address, a saved page). `exists` is `False` where there is no such name.
    `alias` is the name that a chain of CNAME ends in. `not_public` are those of `ipv6` that a look does not go to.
    `over_ipv6`: a TCP connection to the portal's port came about; `None` where it was not tried or where our own IPv6
    may be at fault; `over_ipv6_note` says why.
    `zone` is the zone of the host, found by its SOA. `ds`: its parent zone names its keys. `rrsig`: its SOA comes
    signed. `rrsig_valid`: DS, DNSKEY and SOA hang together on the day of the look; `None` also where we cannot check
    the algorithm. A parent zone above that is taken at its word.
    `caa` are the records of the nearest name that has any, up to the zone, as `flags tag "value"`.
    `unanswered` names the questions without an answer, each with the reason.
    """

    asked: bool = False
    host: str | None = None
    exists: bool | None = None
    alias: str | None = None
    ipv4: tuple[str, ...] | None = None
    ipv6: tuple[str, ...] | None = None
    not_public: tuple[str, ...] = ()
    over_ipv6: bool | None = None
    over_ipv6_note: str = ""
    zone: str | None = None
    name_servers: tuple[str, ...] | None = None
    ds: bool | None = None
    rrsig: bool | None = None
    rrsig_valid: bool | None = None
    caa: tuple[str, ...] | None = None
    unanswered: tuple[str, ...] = ()


def not_asked(url: str) -> DnsFacts:
    """What is known of the names of a URL where the network is not to be asked: nothing."""
    del url
    return DnsFacts()
