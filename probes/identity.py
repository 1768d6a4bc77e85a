"""Identities made where a look is taken: UUIDv7 of RFC 9562, which sort by time."""

from collections.abc import Callable
from datetime import datetime


def uuid7(at: datetime, random_bytes: Callable[[int], bytes]) -> str:
    """A UUIDv7 of the moment `at` (aware, millisecond resolution) with 74 random bits from `random_bytes`."""
    milliseconds = int(at.timestamp() * 1000) & (1 << 48) - 1
    noise = int.from_bytes(random_bytes(10), "big")
    number = milliseconds << 80 | 0x7 << 76 | (noise >> 68 & 0xFFF) << 64 | 0b10 << 62 | noise & (1 << 62) - 1
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
