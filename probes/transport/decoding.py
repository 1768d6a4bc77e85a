"""A compressed body made plain, at the cost of at most the permitted size."""

import io
import zlib
from collections.abc import Callable
from importlib import import_module
from typing import Any


def _optional(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None


brotli = _optional("brotli")
zstandard = _optional("zstandard")

_DEEPEST = 3  # encodings on one body; more is an attack, not a page
_MOST_FRAMES = 1_000
_WINDOW = 8 * 1024 * 1024  # RFC 9659: a decoder of `zstd` bodies takes windows up to 8 MB


class BodyTooLargeError(Exception):
    """The body is larger than permitted once it is plain."""


class BadEncodingError(Exception):
    """The body is not what its `Content-Encoding` says."""


def decoded(body: bytes, encoding: str, limit: int) -> bytes:
    """Undo every encoding of a `Content-Encoding` header, last one first.

    An encoding that nobody knows is ignored, as browsers do: portals write character sets there.
    Raises `BodyTooLargeError` above `limit` bytes, `BadEncodingError` for broken data.
    """
    decoders = [_DECODERS[name] for name in map(str.strip, encoding.lower().split(",")) if name in _DECODERS]
    if len(decoders) > _DEEPEST:
        raise BadEncodingError(f"{len(decoders)} encodings on one body")
    for decode in reversed(decoders):
        body = decode(body, limit) if body else body
    if len(body) > limit:
        raise BodyTooLargeError(f"more than {limit} bytes")
    return body


def accepted_encodings() -> str:
    """The `Accept-Encoding` header: only what can be decoded here within a limit."""
    return ", ".join(name for name in _DECODERS if name != "x-gzip")


def _gunzip(body: bytes, limit: int) -> bytes:
    plain = bytearray()
    while body:
        if body.startswith(b"\x1f\x8b") or not plain:
            member, body = _inflate(body, limit - len(plain), zlib.MAX_WBITS | 16)
            plain += member
        else:
            break  # padding after the last member is common and harmless
    return bytes(plain)


def _deflate(body: bytes, limit: int) -> bytes:
    try:
        return _inflate(body, limit, zlib.MAX_WBITS)[0]
    except BadEncodingError:  # many servers send it without the zlib header
        return _inflate(body, limit, -zlib.MAX_WBITS)[0]


def _inflate(body: bytes, limit: int, window: int) -> tuple[bytes, bytes]:
    machine = zlib.decompressobj(window)
    try:
        plain = machine.decompress(body, max(limit, 0) + 1)
    except zlib.error as error:
        raise BadEncodingError(str(error)) from error
    return _whole(plain, limit, ended=machine.eof), machine.unused_data


def _unbrotli(body: bytes, limit: int) -> bytes:
    machine = brotli.Decompressor()
    plain = bytearray()
    try:
        plain += machine.process(body, output_buffer_limit=limit + 1)
        while len(plain) <= limit and not machine.can_accept_more_data() and not machine.is_finished():
            plain += machine.process(b"", output_buffer_limit=limit + 1 - len(plain))
    except brotli.error as error:
        raise BadEncodingError(str(error)) from error
    return _whole(bytes(plain), limit, ended=machine.is_finished())


def _unzstd(body: bytes, limit: int) -> bytes:
    machine = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    try:
        with machine.stream_reader(io.BytesIO(body), read_across_frames=True) as reader:
            plain = reader.read(limit + 1)
    except zstandard.ZstdError as error:
        raise BadEncodingError(str(error)) from error
    return _whole(plain, limit, ended=len(plain) > limit or _frames_end(body))


def _frames_end(body: bytes) -> bool:
    """True where the last zstd frame is whole; asked only once it is known that all of them are small."""
    for _ in range(_MOST_FRAMES):
        frame = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()
        frame.decompress(body)
        body = frame.unused_data
        if not body:
            return bool(frame.eof)
    return False


def _whole(plain: bytes, limit: int, *, ended: bool) -> bytes:
    if len(plain) > limit:
        raise BodyTooLargeError(f"more than {limit} bytes")
    if not ended:
        raise BadEncodingError("the compressed body ends early")
    return plain


def _brotli_is_bounded() -> bool:
    """Only brotli 1.2 and newer can be told where to stop; without that a few bytes become gigabytes."""
    if brotli is None:
        return False
    try:
        brotli.Decompressor().process(b"", output_buffer_limit=1)
    except TypeError:
        return False
    return True


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {"gzip": _gunzip, "x-gzip": _gunzip, "deflate": _deflate}
if _brotli_is_bounded():
    _DECODERS["br"] = _unbrotli
if zstandard is not None:
    _DECODERS["zstd"] = _unzstd
