"""What a page says itself, without the menus, heads and feet that stand on every page of its site."""

import re
from dataclasses import dataclass

from lxml import etree

from probes.visible_text import is_hidden

_FRAME = frozenset({"nav", "header", "footer", "aside"})
_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar"})
_NAMED = re.compile(
    r"menu|footer|header|breadcrumb|sidebar|copyright|ban-?quyen|(?:chan|dau)-?trang|(?:^|[\s_-])(?:nav|navbar|navigation|topbar|crumbs?)(?:[\s_-]|$)"
)
_WHOLE = frozenset({"html", "body", "form"})  # what names these says nothing of what stands in them
_SILENT = frozenset({"script", "style", "noscript", "template", "head", "title", "svg"})
_ENTRIES = 3  # short links in a row and nothing else: a menu, whatever it is called
_ENTRY = 30  # letters on the average; headlines are longer
_FRAMED = frozenset({"iframe", "object", "embed", "video", "canvas"})
_MOST_PICTURES = 3  # more of them are something to see
_LETTER = re.compile(r"\w")


@dataclass(slots=True)
class _Part:
    """A region: its text, how many letters it has and how many of them in links, and what is to be seen there."""

    pieces: list[str]
    letters: int = 0
    linked: int = 0
    anchors: int = 0
    pictures: int = 0

    def say(self, text: str | None, *, linked: bool) -> None:
        if text and not text.isspace():
            self.pieces.append(text)
            letters = len(_LETTER.findall(text))
            self.letters += letters
            self.linked += letters if linked else 0

    def take_in(self, other: "_Part") -> None:
        self.pieces += other.pieces
        self.letters += other.letters
        self.linked += other.linked
        self.anchors += other.anchors
        self.pictures += other.pictures

    @property
    def is_link_row(self) -> bool:
        return (
            self.anchors >= _ENTRIES
            and not self.pictures
            and self.letters == self.linked
            and 0 < self.linked <= _ENTRY * self.anchors
        )


def own_text(root: etree._Element) -> str | None:
    """The visible text outside of the furniture; `None` where something else than text is shown there."""
    part = _part(root, linked=False)
    return None if part.pictures > _MOST_PICTURES else " ".join(" ".join(part.pieces).split())


def _part(element: etree._Element, *, linked: bool) -> _Part:
    """Depth first; the parser keeps trees shallower than 256 levels."""
    part = _Part([])
    part.say(element.text, linked=linked)
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _SILENT and not is_hidden(child) and not _is_frame(child):
            inner = _part(child, linked=linked or child.tag == "a")
            inner.anchors += child.tag == "a"
            inner.pictures += _MOST_PICTURES + 1 if child.tag in _FRAMED else child.tag == "img"
            if child.tag in _WHOLE or not inner.is_link_row:
                part.take_in(inner)
        part.say(child.tail, linked=linked)
    return part


def _is_frame(element: etree._Element) -> bool:
    if element.tag in _FRAME or (element.get("role") or "").lower() in _ROLES:
        return True
    if element.tag in _WHOLE:
        return False
    return _NAMED.search(f"{element.get('id') or ''} {element.get('class') or ''}".lower()) is not None
