"""What a visitor without scripts can read on a page."""

import re
import unicodedata

from lxml import etree

_SKIPPED = frozenset(
    {"script", "style", "noscript", "template", "head", "title", "iframe", "object", "noframes", "svg"}
)
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def visible_text(element: etree._Element) -> str:
    """The text below an element without scripts, styles, comments and hidden parts; white space collapsed, NFC."""
    pieces: list[str] = []
    _collect(element, pieces)
    return unicodedata.normalize("NFC", " ".join(" ".join(pieces).split()))


def is_hidden(element: etree._Element) -> bool:
    """Whether an element hides itself by attribute or inline style; style sheets are not read."""
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _HIDING.search(style) is not None


def _collect(element: etree._Element, pieces: list[str]) -> None:
    """Depth first; the parser keeps trees shallower than 256 levels."""
    if element.text:
        pieces.append(element.text)
    for child in element:
        tag = child.tag
        if isinstance(tag, str) and tag not in _SKIPPED and not (child.attrib and is_hidden(child)):
            _collect(child, pieces)
        if child.tail:
            pieces.append(child.tail)
