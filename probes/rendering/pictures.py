"""Small pictures of a page as Chromium sends them (PNG, eight bits a channel), read to their colours; pure."""

import struct
import zlib
from collections.abc import Iterator

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {2: 3, 6: 4}  # colour types of PNG: with and without alpha
_MOST_PIXELS = 100_000
_WHITE = 249  # from here on a channel counts as white, as Speedline has it
_SHADES = 256

Colours = tuple[list[int], list[int], list[int]]  # how many pixels have each shade of red, green, blue


class NoPictureError(ValueError):
    """The bytes are no picture that we read."""


def colours(png: bytes) -> Colours:
    """The histogram of a picture, white pixels left out; raises `NoPictureError`."""
    width, channels, data = _unpacked(png)
    red, green, blue = [0] * _SHADES, [0] * _SHADES, [0] * _SHADES
    for row in _rows(data, width * channels, channels):
        for r, g, b in zip(row[0::channels], row[1::channels], row[2::channels], strict=True):
            if r < _WHITE or g < _WHITE or b < _WHITE:
                red[r] += 1
                green[g] += 1
                blue[b] += 1
    return red, green, blue


def progress(first: Colours, now: Colours, last: Colours) -> float | None:
    """How much of the way from the first to the last picture is gone, 0..1; `None` where nothing changes."""
    reached = whole = 0
    for begin, here, end in zip(first, now, last, strict=True):
        for shade in range(_SHADES):
            wanted = abs(end[shade] - begin[shade])
            whole += wanted
            reached += min(abs(here[shade] - begin[shade]), wanted)
    return reached / whole if whole else None


def _unpacked(png: bytes) -> tuple[int, int, bytes]:
    if not png.startswith(_SIGNATURE):
        raise NoPictureError("no PNG")
    chunks = list(_chunks(png))
    heads = [data for name, data in chunks if name == b"IHDR" and len(data) == 13]
    if not heads:
        raise NoPictureError("no head")
    width, height, depth, sort, _, _, interlaced = struct.unpack(">IIBBBBB", heads[0])
    channels = _CHANNELS.get(sort)
    if channels is None or depth != 8 or interlaced or not 0 < width * height <= _MOST_PIXELS:
        raise NoPictureError("a picture of another sort")
    size = (width * channels + 1) * height
    packed = b"".join(data for name, data in chunks if name == b"IDAT")
    try:
        data = zlib.decompressobj().decompress(packed, size)
    except zlib.error as error:
        raise NoPictureError(str(error)) from error
    if len(data) != size:
        raise NoPictureError("cut short")
    return width, channels, data


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at + 12 <= len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12


def _rows(data: bytes, length: int, channels: int) -> Iterator[bytearray]:
    """Rows with their filter undone (PNG, 9.2)."""
    above = bytearray(length)
    for at in range(0, len(data), length + 1):
        row = bytearray(data[at + 1 : at + 1 + length])
        _undo(data[at], row, above, channels)
        yield row
        above = row


def _undo(kind: int, row: bytearray, above: bytearray, channels: int) -> None:
    if kind > 4:
        raise NoPictureError(f"filter {kind}")
    if kind == 0:
        return
    for at in range(len(row)):
        left = row[at - channels] if at >= channels else 0
        corner = above[at - channels] if at >= channels else 0
        guess = (left, above[at], (left + above[at]) // 2, _paeth(left, above[at], corner))[kind - 1]
        row[at] = (row[at] + guess) & 0xFF


def _paeth(left: int, above: int, corner: int) -> int:
    estimate = left + above - corner
    distances = (abs(estimate - left), abs(estimate - above), abs(estimate - corner))
    return (left, above, corner)[distances.index(min(distances))]
