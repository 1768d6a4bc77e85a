"""Whether a portal has moved to the national public-service portal: its services are there, and that is no outage."""

from urllib.parse import urlsplit

from lxml import etree

from probes.exchange import Exchange
from probes.fingerprints import Fingerprints
from probes.page_kinds.signs import Signs, elements

_ANCHORS = etree.XPath("//a[@href]")


def host_of(url: str) -> str:
    """The host of an address, lower case; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def is_among(url: str, hosts: tuple[str, ...]) -> bool:
    """Whether an address lies on one of the hosts or below it."""
    host = host_of(url)
    return any(host == wanted or host.endswith(f".{wanted}") for wanted in hosts)


def moved_to(exchange: Exchange, fingerprints: Fingerprints) -> bool:
    """Whether another host was asked and the national portal answered, its sign-in apart."""
    return is_move(exchange.url, exchange.final_url, fingerprints)


def is_move(asked: str, arrived: str, fingerprints: Fingerprints) -> bool:
    """Whether `arrived` is on the national portal, its sign-in apart, and `asked` is not."""
    return (
        is_among(arrived, fingerprints.national_hosts)
        and not is_among(asked, fingerprints.national_hosts)
        and not is_among(arrived, fingerprints.sign_in_hosts)
    )


def signs_in_nationally(exchange: Exchange, fingerprints: Fingerprints) -> bool:
    """Whether another host was asked and the national sign-in answered."""
    return is_among(exchange.final_url, fingerprints.sign_in_hosts) and not is_among(
        exchange.url, fingerprints.national_hosts
    )


def names_national_portal(signs: Signs, fingerprints: Fingerprints) -> bool:
    """Whether a page links to the national portal, or writes its address out, and is not that portal itself."""
    if is_among(signs.exchange.url, fingerprints.national_hosts):
        return False
    links = elements(_ANCHORS, signs.document)
    if any(is_among(anchor.get("href") or "", fingerprints.national_hosts) for anchor in links):
        return True
    words = (word.strip("().,;:/“”\"'") for word in signs.text.split())
    return any(is_among(word if "//" in word else f"//{word}", fingerprints.national_hosts) for word in words)
