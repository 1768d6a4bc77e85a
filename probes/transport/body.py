"""The body of an answer, read to its end (RFC 9112, 6.3), capped and made plain."""

from collections.abc import Iterator
from io import BufferedReader

from probes.failures import FailureKind
from probes.transport.connection import Reply
from probes.transport.deadline import DeadlineSocket
from probes.transport.decoding import BadEncodingError, BodyTooLargeError, decoded
from probes.transport.halted import Halted, halted

_CHUNK = 65_536


def read_body(reply: Reply, line: DeadlineSocket, limit: int) -> bytes:
    """The whole body, plain; raises `Halted` as soon as it is larger than the limit."""
    line.budget = 2 * limit + _CHUNK  # chunk sizes and trailers are not body, but must end too
    encoding, declared = reply.joined("content-encoding"), reply.joined("content-length")
    if declared.isdecimal() and int(declared[:20]) > limit:  # 20 digits are enough to be too many
        raise _too_large(limit)
    parts: list[bytes] = []
    size = 0
    for part in _parts(reply, declared):
        parts.append(part)
        size += len(part)
        if size > limit:
            raise _too_large(limit)
    body = parts[0] if len(parts) == 1 else b"".join(parts)
    if not encoding and size <= limit:
        return body
    try:
        return decoded(body, encoding, limit)
    except BodyTooLargeError as error:
        raise _too_large(limit) from error
    except BadEncodingError as error:
        raise _malformed(f"Content-Encoding {encoding[:40]!r}: {error}") from error


def _parts(reply: Reply, declared: str) -> Iterator[bytes]:
    if reply.bodiless:
        return iter(())
    if "chunked" in map(str.strip, reply.joined("transfer-encoding").lower().split(",")):
        return _chunks(reply.stream)
    length = _length(declared)
    return _exactly(reply.stream, length, of="the body") if length is not None else _to_the_end(reply.stream)


def _length(declared: str) -> int | None:
    """What the `Content-Length` headers say together; `None` where that is nothing, as browsers have it."""
    try:
        lengths = {int(text) for text in declared.split(",")}
    except ValueError:
        return None
    if len(lengths) > 1:
        raise _malformed(f"lengths that differ: {declared[:80]!r}")
    length = lengths.pop()
    return length if length >= 0 else None


def _exactly(stream: BufferedReader, size: int, *, of: str) -> Iterator[bytes]:
    left = size
    while left:
        part = stream.read(min(left, _CHUNK))
        if not part:
            raise _malformed(f"{of} ends after {size - left} of {size} bytes")
        left -= len(part)
        yield part


def _to_the_end(stream: BufferedReader) -> Iterator[bytes]:
    while part := stream.read(_CHUNK):
        yield part


def _chunks(stream: BufferedReader) -> Iterator[bytes]:
    while size := _chunk_size(stream.readline(_CHUNK)):
        yield from _exactly(stream, size, of="a chunk")
        stream.read(2)  # its line's end
    while stream.readline(_CHUNK) not in (b"", b"\r\n"):  # trailers say nothing to us
        pass


def _chunk_size(text: bytes) -> int:
    if not text:
        raise _malformed("the body ends before its last chunk")
    if len(text) >= _CHUNK:
        raise _malformed("the line of a chunk's size has no end")
    try:
        size = int(text.partition(b";")[0], 16)
    except ValueError:
        raise _malformed(f"no size of a chunk: {text[:40]!r}") from None
    if size < 0:
        raise _malformed("chunk of a negative size")
    return size


def _too_large(limit: int) -> Halted:
    return halted(FailureKind.BODY_TOO_LARGE, f"body of more than {limit} bytes")


def _malformed(detail: str) -> Halted:
    return halted(FailureKind.MALFORMED_RESPONSE, detail)
