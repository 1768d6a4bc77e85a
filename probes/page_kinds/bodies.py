"""What sort of bytes answered: nothing, HTML, readable text, or something else; told by the bytes before the header."""

import re
from enum import Enum, auto

from probes.exchange import Exchange

_MARKUP = re.compile(
    rb"^(?:\xef\xbb\xbf|\s|<!--.*?-->|<\?xml[^>]*>)*<(?:!doctype\s+html|html|head|title|meta|link|body|script|style|div|"
    rb"p|table|center|h[1-6]|form|br|frameset|iframe|pre|b|font|a|span|main|header|section|nav|ul|noscript)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<(?:\?xml|rss|feed|urlset|svg|soap|wsdl)", re.IGNORECASE)
_TAG = re.compile(rb"<[a-z][\w:-]*[\s>/]|<!--", re.IGNORECASE)
_MAGIC = (
    b"%PDF-",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"RIFF",
    b"\x00\x00\x01\x00",
    b"\xd0\xcf\x11\xe0",
)
_LOOKED_AT = 4096


class BodySort(Enum):
    """The sorts that a page kind needs to tell apart."""

    NOTHING = auto()
    HTML = auto()
    TEXT = auto()
    OTHER = auto()


def sort_of_body(exchange: Exchange) -> BodySort:
    """HTML also where the header says JSON: firewalls answer every question with HTML."""
    body = exchange.body
    declared = (exchange.header("content-type") or "").partition(";")[0].strip().lower()
    if not body.strip(b" \t\r\n\f\v\0\xef\xbb\xbf"):
        return BodySort.NOTHING
    begins = body[:_LOOKED_AT].lstrip()
    if body.startswith(_MAGIC) or declared.startswith(("image/", "audio/", "video/", "font/")):
        return BodySort.OTHER
    if _MARKUP.search(body[:_LOOKED_AT]):
        return BodySort.HTML
    if begins[:1] in {b"{", b"["} and "html" not in declared:
        return BodySort.OTHER
    if begins[:1] == b"{" and begins[:200].replace(b" ", b"").startswith((b'{"', b"{}", b"{\n", b"{\r")):
        return BodySort.OTHER
    if begins[:1] == b"[" and begins[:200].replace(b" ", b"").startswith((b"[{", b"[]", b"[[", b'["', b"[\n", b"[\r")):
        return BodySort.OTHER
    return _by_declaration(declared, body)


def _by_declaration(declared: str, body: bytes) -> BodySort:
    if "html" in declared:
        return BodySort.HTML
    if _XML.search(body[:_LOOKED_AT]) or declared.endswith(
        ("/json", "+json", "/xml", "+xml", "/pdf", "/zip", "javascript")
    ):
        return BodySort.OTHER
    if declared and not declared.startswith(("text/", "application/octet-stream")):
        return BodySort.OTHER
    if declared == "application/octet-stream" or _binary(body):
        return BodySort.OTHER
    if not declared and _TAG.search(body[:_LOOKED_AT]):
        return BodySort.HTML
    return BodySort.TEXT


def _binary(body: bytes) -> bool:
    return body[:_LOOKED_AT].count(b"\0") > 2
