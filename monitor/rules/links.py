"""Links of a page by what they say. Links of an unchanged page are the very same tuple, and are searched once."""

from collections.abc import Iterable

from monitor.rules.words import names_any
from probes.facts import Link
from probes.remembering import ByIdentity

_FOUND: ByIdentity[dict[tuple[str, ...], Link | None]] = ByIdentity(16_384)


def link_naming(links: tuple[Link, ...], words: Iterable[str]) -> Link | None:
    """The first link whose text holds one of these words (lower case, composed letters)."""
    asked = tuple(words)
    known = _FOUND.find(links)
    if known is None:
        known = _FOUND.put(links, {})
    if asked not in known:
        known[asked] = next((link for link in links if names_any(link.text, asked)), None)
    return known[asked]
