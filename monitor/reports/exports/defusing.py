"""Texts that no spreadsheet takes for a formula (CWE-1236); pure.

Excel, LibreOffice and Google read a cell that begins with one of these signs as a formula, full-width ones included
where the input is Japanese or Chinese; an apostrophe before them makes it a text.
"""

import re

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def defused(text: str) -> str:
    """The text, with an apostrophe before what would begin a formula; what XML cannot hold is replaced."""
    held = _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)
    return f"'{held}" if held.lstrip(" \u00a0").startswith(_STARTS) or held.startswith(_STARTS) else held
