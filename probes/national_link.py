"""Ways to the national portal that are no plain links: jump lists, buttons, frames; and its address in the source.

Nobody is blamed for a way that people find and a reader of links does not.
"""

import re
from functools import cache

from lxml import etree

from probes.document import Document
from probes.page_kinds.national_portal import is_among

_NOT_FOR_PEOPLE = frozenset({"link", "script", "meta", "img", "source"})
_ATTRIBUTES = etree.XPath("//@*[contains(., $host)]")


def way_in(document: Document, hosts: tuple[str, ...]) -> str | None:
    """An address on one of the hosts that an element of the page leads to: an option of a jump list, a button's
    script, a form, a frame."""
    for host in hosts:
        found = _ATTRIBUTES(document.tree, host=host)
        for value in found if isinstance(found, list) else ():
            holder = value.getparent() if isinstance(value, etree._ElementUnicodeResult) else None
            address = _address(str(value), hosts)
            if holder is not None and holder.tag not in _NOT_FOR_PEOPLE and address is not None:
                return address
    return None


def is_named(document: Document, hosts: tuple[str, ...]) -> bool:
    """Whether an address on one of the hosts stands anywhere in the page's source, scripts and texts included."""
    return any(host in document.source for host in hosts) and _address(document.source, hosts) is not None


def _address(text: str, hosts: tuple[str, ...]) -> str | None:
    """The first address with its `//` on one of the hosts; a path of that name is none."""
    for found in _pattern(hosts).finditer(text):
        address = found[0] if found[0].lower().startswith("http") else f"https:{found[0]}"
        if is_among(address, hosts):
            return address
    return None


@cache
def _pattern(hosts: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(map(re.escape, hosts))
    return re.compile(
        rf"(?:https?:)?//(?:[a-z0-9-]{{1,63}}\.){{0,5}}(?:{names})(?![a-z0-9.-])[^\s\"'<>\\)]{{0,500}}", re.IGNORECASE
    )
