"""The body of an answer, streamed, capped and made plain."""

from requests import Response

from probes.failures import FailureKind
from probes.transport.deadline import DeadlineSocket
from probes.transport.decoding import BadEncodingError, BodyTooLargeError, decoded
from probes.transport.halted import Halted, halted

_CHUNK = 65_536


def read_body(response: Response, line: DeadlineSocket, limit: int) -> bytes:
    """The whole body, plain; raises `Halted` as soon as it is larger than the limit."""
    line.budget = 2 * limit + _CHUNK  # chunk sizes and trailers are not body, but must end too
    encoding = response.headers.get("Content-Encoding", "")
    declared = response.headers.get("Content-Length", "")
    if declared.isdecimal() and int(declared[:20]) > limit:  # 20 digits are enough to be too many
        raise _too_large(limit)
    parts: list[bytes] = []
    size = 0
    for part in response.raw.stream(_CHUNK, decode_content=False):
        parts.append(part)
        size += len(part)
        if size > limit:
            raise _too_large(limit)
    try:
        return decoded(b"".join(parts), encoding, limit)
    except BodyTooLargeError as error:
        raise _too_large(limit) from error
    except BadEncodingError as error:
        raise halted(FailureKind.MALFORMED_RESPONSE, f"Content-Encoding {encoding[:40]!r}: {error}") from error


def _too_large(limit: int) -> Halted:
    return halted(FailureKind.BODY_TOO_LARGE, f"body of more than {limit} bytes")
