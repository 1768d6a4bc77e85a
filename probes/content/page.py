"""A page as the readers of content want it: links with their words, hidden parts, where something stood."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import etree

from probes.document import Document
from probes.figures.words import squeeze
from probes.visible_text import is_hidden

MOST_ANCHORS = 2000
MOST_TEXT = 200  # characters kept of a text
MOST_PLAIN = 5000  # characters read below one element
_MOST_ADDRESS = 2000
_ANCHORS = etree.XPath("//a | //area[@href]")
_BASE = etree.XPath("//base[@href]")
_UNSHOWN = frozenset({"noscript", "template", "script", "head"})
_NAMES = re.compile(r"[\w-]{1,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """One link of the page as people read it; `url` is `None` where it leads nowhere without scripts."""

    element: etree._Element
    text: str
    url: str | None


class Page:
    """A document with what several readers ask of it, worked out once."""

    def __init__(self, document: Document) -> None:
        """Nothing is read yet."""
        self.document = document
        self.tree = document.tree

    @cached_property
    def anchors(self) -> tuple[Anchor, ...]:
        """The first `MOST_ANCHORS` links, hidden submenus too; those of `noscript` and templates are left out."""
        found = elements(_ANCHORS, self.tree)[:MOST_ANCHORS]
        return tuple(self._anchor(item) for item in found if not is_unshown(item))

    @cached_property
    def base(self) -> str:
        """The address that relative links start from."""
        declared = next((item.get("href") or "" for item in elements(_BASE, self.tree)), "")
        return absolute(self.document.url, declared) or self.document.url

    @property
    def text(self) -> str:
        """What a visitor without scripts reads."""
        return self.document.visible_text

    def _anchor(self, item: etree._Element) -> Anchor:
        text = plain_text(item) or item.get("title") or item.get("aria-label") or _pictures(item)
        return Anchor(element=item, text=squeeze(text or "")[:MOST_TEXT], url=absolute(self.base, item.get("href")))


def elements(path: etree.XPath, node: etree._Element) -> list[etree._Element]:
    """What an XPath finds, elements only, in the page's order."""
    found = path(node)
    return [item for item in found if isinstance(item, etree._Element)] if isinstance(found, list) else []


def plain_text(element: etree._Element) -> str:
    """The text below an element up to `MOST_PLAIN` characters, also hidden text (a submenu opens by style), white
    space collapsed.
    """
    pieces: list[str] = []
    left = MOST_PLAIN
    for piece in map(str, element.itertext("*")):
        if piece.strip():
            pieces.append(piece[:left])
            left -= len(piece)
        if left <= 0:
            break
    return squeeze(" ".join(pieces))


def has_text(element: etree._Element) -> bool:
    """Whether there is any text below an element."""
    return any(str(piece).strip() for piece in element.itertext("*"))


def absolute(base: str, address: str | None) -> str | None:
    """A web address without its fragment; `None` for fragments, scripts, mail and what cannot be an address."""
    address = (address or "").strip()
    if not address or address.startswith("#") or len(address) > _MOST_ADDRESS:
        return None
    try:
        url = urldefrag(urljoin(base, address)).url
        parts = urlsplit(url)
        return url if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def host_of(url: str | None) -> str:
    """The host of an address, lower case; empty where there is none."""
    try:
        return (urlsplit(url or "").hostname or "").rstrip(".")
    except ValueError:
        return ""


def is_unshown(element: etree._Element) -> bool:
    """Whether an element stands in what browsers do not show as it is: `noscript`, `template`."""
    return any(item.tag in _UNSHOWN for item in element.iterancestors())


def is_concealed(element: etree._Element) -> bool:
    """Whether an element, or one around it, hides itself by attribute or inline style."""
    return any(bool(item.attrib) and is_hidden(item) for item in (element, *element.iterancestors()))


def names_of(element: etree._Element) -> str:
    """An element's id, classes and role in one line, lower case."""
    return " ".join(element.get(name) or "" for name in ("id", "class", "role", "name")).casefold()[:300]


def place_of(element: etree._Element) -> str:
    """Where an element stands, for people who look it up: `footer > ul#lien-ket > li`."""
    chain = [element, *element.iterancestors()][:3]
    return " > ".join(_step(item) for item in reversed(chain))


def _step(element: etree._Element) -> str:
    tag = element.tag if isinstance(element.tag, str) else "?"
    name = _NAMES.match(element.get("id") or "")
    style = _NAMES.match(element.get("class") or "")
    return f"{tag}#{name[0]}" if name else f"{tag}.{style[0]}" if style else tag


def _pictures(item: etree._Element) -> str:
    """What the pictures of a link say of themselves."""
    said: Iterable[str | None] = (picture.get("alt") or picture.get("title") for picture in item.iter("img"))
    return " ".join(text for text in said if text)
