"""Small pictures are read to their colours, whatever their filter; anything else is refused in words."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.rendering.pictures import NoPictureError, colours, progress

PIXELS = ((10, 20, 30), (250, 250, 250), (10, 99, 30), (255, 0, 7))


def filtered(kind: int, rows: list[bytes], channels: int) -> bytes:
    """Rows with a filter laid over them, as an encoder does."""
    packed, above = b"", bytes(len(rows[0]))
    for row in rows:
        line = bytearray()
        for at, value in enumerate(row):
            left = row[at - channels] if at >= channels else 0
            corner = above[at - channels] if at >= channels else 0
            near = sorted((left, above[at], corner), key=lambda item: abs(left + above[at] - corner - item))
            guess = (0, left, above[at], (left + above[at]) // 2, near[0])[kind]
            line.append((value - guess) & 0xFF)
        packed, above = packed + bytes((kind,)) + bytes(line), row
    return packed


def png(data: bytes, *, width: int = 2, height: int = 2, sort: int = 2, depth: int = 8) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, sort, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(data)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(d)) + n + d + b"0000" for n, d in chunks)


@pytest.mark.parametrize("sort", [2, 6])
@pytest.mark.parametrize("kind", [0, 1, 2, 3, 4])
def test_a_picture_is_read_through_every_filter(kind: int, sort: int) -> None:
    alpha = (255,) if sort == 6 else ()
    rows = [b"".join(bytes((*pixel, *alpha)) for pixel in PIXELS[at : at + 2]) for at in (0, 2)]
    red, green, blue = colours(png(filtered(kind, rows, 3 + len(alpha)), sort=sort))
    assert (red[10], red[255], sum(red)) == (2, 1, 3)  # the white pixel is left out
    assert (green[20], green[99], green[0]) == (1, 1, 1)
    assert (blue[30], blue[7]) == (2, 1)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no PNG"),
        (b"\x89PNG\r\n\x1a\n", "no head"),
        (png(b"\0" * 14, depth=16), "another sort"),
        (png(b"\0" * 14, sort=3), "another sort"),
        (png(b"\0" * 14, width=100_000, height=100_000), "another sort"),
        (png(b"\0" * 13), "cut short"),
        (png(b"\7" * 14), "filter 7"),
        (png(b"").replace(zlib.compress(b""), b"nonsense"), "decompressing"),
    ],
)
def test_what_is_no_picture_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(NoPictureError, match=words):
        colours(data)


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    for given_bytes in (data, b"\x89PNG\r\n\x1a\n" + data, png(data)):
        try:
            colours(given_bytes)
        except NoPictureError:
            continue


def test_progress_is_the_share_of_changed_colours() -> None:
    white = ([0] * 256, [0] * 256, [0] * 256)
    half = ([5] + [0] * 255, [0] * 256, [0] * 256)
    full = ([10] + [0] * 255, [0] * 256, [0] * 256)
    assert [progress(white, now, full) for now in (white, half, full)] == [0.0, 0.5, 1.0]
    assert progress(white, half, white) is None
