"""The character set of a page: mark, declarations and bytes, and the ways in which Vietnamese text comes out wrong."""

import codecs
import re
import unicodedata
from dataclasses import dataclass

from probes.legacy_vietnamese import legacy_problems

# Python's codecs that are safe on hostile bytes and met on Vietnamese hosts.
# Browsers read the first three as windows-1252.
_KNOWN = {
    "ascii": "windows-1252",
    "iso8859-1": "windows-1252",
    "x-user-defined": "windows-1252",
    "utf-8": "utf-8",
    "utf-16": "utf-16-le",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "cp1250": "windows-1250",
    "cp1251": "windows-1251",
    "cp1252": "windows-1252",
    "cp1253": "windows-1253",
    "cp1254": "windows-1254",
    "cp1257": "windows-1257",
    "cp1258": "windows-1258",
    "iso8859-2": "iso8859-2",
    "iso8859-15": "iso8859-15",
    "koi8-r": "koi8-r",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
    "shift_jis": "shift_jis",
    "euc_jp": "euc_jp",
    "euc_kr": "euc_kr",
}

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_IN_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_IN_XML = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE)

_META_WITHIN = 8192  # bytes; browsers look at 1024, but portals put long scripts and blank lines before it
_MOSTLY_UTF8 = 0.02  # share of undecodable characters up to which broken UTF-8 is still taken for UTF-8

_MOJIBAKE = re.compile("Ã[\x80-\xbf¡-¿\u2018-\u203a€ƒ]|á[º»][^\\s<a-zA-Z]|Æ[°¡]|Ä[‘\u0091\u0192ƒ©¨]|â€[^\\s<a-zA-Z]")
_MOJIBAKE_AT_LEAST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A page's text with the character set it was read by, and what was contradictory on the way."""

    text: str
    charset: str
    problems: tuple[str, ...]


def decode(body: bytes, content_type: str | None) -> Decoded:
    """Read bytes by mark, then as UTF-8 where they are valid UTF-8, then as declared, then as Vietnamese Windows text.

    Valid UTF-8 with letters beyond ASCII is hardly ever anything else, so it overrules what header and meta say.
    Never raises.
    """
    for mark, charset in _MARKS:
        if body.startswith(mark):
            return Decoded(text=_clean(body.decode(charset, "replace")), charset=charset, problems=())
    header, meta = _declared_in_header(content_type), _declared_in_meta(body)
    declared = header or meta
    charset = _charset_of(body, declared)
    problems = _disagreements(header, meta, charset, body)
    text = body.decode(charset, "replace")
    if charset == "utf-8" and not _is_utf8(body):
        problems += ("invalid_utf8: some bytes are no UTF-8",)
    # Tone marks of their own begin with these two bytes in UTF-8; looking for them is 40 times cheaper than NFC.
    spread = charset != "utf-8" or b"\xcc" in body or b"\xcd" in body
    return Decoded(text=_clean(text, spread=spread), charset=charset, problems=problems)


def declarations(body: bytes, content_type: str | None) -> tuple[str | None, str | None]:
    """The character sets that the header and the page itself declare; `None` where there is none that is known."""
    return _declared_in_header(content_type), _declared_in_meta(body)


def text_problems(text: str) -> tuple[str, ...]:
    """Doubts about text already decoded: UTF-8 read as windows-1252, TCVN3, VNI, ETH in place of Đ."""
    broken = _MOJIBAKE.findall(text[:300_000])
    if len(broken) >= _MOJIBAKE_AT_LEAST:
        return (f"utf8_mojibake: UTF-8 was read as windows-1252 ({len(broken)} places)",)
    return legacy_problems(text[:300_000])


def _charset_of(body: bytes, declared: str | None) -> str:
    if declared in {"utf-16-le", "utf-16-be"} and b"\0" in body[:200]:
        return declared
    if body.isascii() or _is_utf8(body):
        return "utf-8"
    if declared and declared != "utf-8" and not declared.startswith("utf-16"):
        return declared
    lost = body.decode("utf-8", "replace").count("\ufffd")
    beyond_ascii = sum(1 for byte in body[:200_000] if byte > 0x7F)
    if lost <= max(2, _MOSTLY_UTF8 * len(body)) and lost * 8 <= beyond_ascii:
        return "utf-8"
    return "windows-1258"


def _disagreements(header: str | None, meta: str | None, charset: str, body: bytes) -> tuple[str, ...]:
    problems = []
    if header and meta and header != meta:
        problems.append(f"charset_disagreement: header says {header}, page says {meta}")
    declared = header or meta
    if declared and declared != charset and not body.isascii():
        problems.append(f"charset_disagreement: declared {declared}, bytes are {charset}")
    if declared is None and not body.isascii():
        problems.append(f"charset_missing: none declared, bytes are {charset}")
    return tuple(problems)


def _declared_in_header(content_type: str | None) -> str | None:
    found = _IN_HEADER.search(content_type or "")
    return _known(found[1]) if found else None


def _declared_in_meta(body: bytes) -> str | None:
    head = body[:_META_WITHIN].lstrip()
    found = _IN_META.search(head) or _IN_XML.search(head)
    declared = _known(found[1].decode("ascii", "replace")) if found else None
    return "utf-8" if declared and declared.startswith("utf-16") else declared


def _known(label: str) -> str | None:
    if label.lower() == "x-user-defined":
        return _KNOWN["x-user-defined"]
    try:
        return _KNOWN.get(codecs.lookup(label).name)
    except (LookupError, ValueError):
        return None


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as broken:
        # A body cut off within its last character is still UTF-8.
        return broken.reason == "unexpected end of data" and broken.start >= len(body) - 3
    return True


def _clean(text: str, *, spread: bool = True) -> str:
    """NFC, because windows-1258 and some editors write tone marks apart; without NUL, which ends a C string."""
    text = text.replace("\0", "").removeprefix("\ufeff")
    return unicodedata.normalize("NFC", text) if spread else text
