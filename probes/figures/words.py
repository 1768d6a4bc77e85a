"""Vietnamese words as portals type them: white space, Unicode forms, the letter Đ, tone marks that wander."""

import re
import unicodedata
from functools import lru_cache

INLINE = "\x1f"  # the edge of an inline element inside a block of text
BREAK = "\x1e"  # a line break or a link's edge inside a block of text

_SHORT = 120  # characters: labels are asked for again and again, running text is not
_SPACE = re.compile(r"[\s\u00a0\u202f\u2009\u200b\u200c\u200d\ufeff\u00ad\x1f\x1e]+")
_UNSEEN = re.compile(r"[\u200b\u200c\u200d\ufeff\u00ad]")
_ETH = str.maketrans({"\u00f0": "đ", "\u00d0": "Đ", "\u0189": "Đ", "\u0256": "đ"})
_EDGE = " :：;.,-–—*•·|+=!?\"'“”«»>→[]{}/\\"


def seen(text: str) -> str:
    """The text without signs that take no place: zero-width spaces and joiners, soft hyphens."""
    return text if text.isascii() else _UNSEEN.sub("", text)


def squeeze(text: str) -> str:
    """One line of NFC text: every run of white space, no-break and zero-width space is one space."""
    if text.isascii():
        return text if text.isalnum() else " ".join(text.split())
    if len(text) <= _SHORT:
        return _squeezed(text)
    return _one_line(text)


@lru_cache(maxsize=8192)
def _squeezed(text: str) -> str:
    return _one_line(text)


def _one_line(text: str) -> str:
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text).translate(_ETH)).strip()


def plain(text: str) -> str:
    """The text as it is looked up: squeezed, case-folded, without punctuation at its edges."""
    return squeeze(text).casefold().strip(_EDGE)


def fold(text: str) -> str:
    """The text without diacritics, as it is typed where Vietnamese letters are missing."""
    stripped = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in stripped if not unicodedata.combining(char))


def without_twin(text: str) -> str:
    """`Địa chỉ: Địa chỉ` once: a label that a page prints twice in a row."""
    half, odd = divmod(len(text), 2)
    if odd and half and text[half] in " :-" and text[:half].rstrip(" :-") == text[half + 1 :].lstrip(" :-"):
        return text[:half].rstrip(" :-")
    head, _, tail = text.partition(": ")
    return tail if tail and head == tail else text
