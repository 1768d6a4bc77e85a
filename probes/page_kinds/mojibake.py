"""UTF-8 that somebody stored as if it were windows-1252: read back, so that notices in it are understood."""

import re

_BROKEN = re.compile("á[º»][\u0080-\u2122]?|Ä[\u0080-\u2122]|[ÃÆ][\u0080-\u2122]")
_ENOUGH = 3


def mended(text: str) -> str:
    """The text as it was meant; the same text where it is not broken. Letters that the mistake lost stay lost."""
    if len(_BROKEN.findall(text[:4000])) < _ENOUGH:
        return text
    return b"".join(_byte(letter) for letter in text).decode("utf-8", "ignore")


def _byte(letter: str) -> bytes:
    """Its byte in windows-1252; browsers keep the five unassigned bytes as control characters."""
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1", "ignore")
