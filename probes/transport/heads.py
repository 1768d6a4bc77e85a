"""The head of an answer: interim answers skipped, sizes checked, and lines that are no headers left out."""

import re
from functools import lru_cache
from io import BufferedReader

from probes.failures import FailureKind
from probes.transport.deadline import DeadlineSocket
from probes.transport.endings import Stage
from probes.transport.halted import Halted, halted

Headers = tuple[tuple[str, str], ...]

_STATUS = re.compile(rb"HTTP/1\.[0-9] +([1-9][0-9][0-9])(?: |\r?\n|$)")
_NAME = re.compile(rb"[!-9;-~]+")
_BLANKS = b" \t"
_PATIENT_INTERIMS = 10  # interim answers taken at full speed; a flood of them is then slowed down, not raced
_PAUSE = 0.02
_SHORT = 300  # bytes; longer lines are not remembered


def read_head(answer: BufferedReader, line: DeadlineSocket) -> tuple[int, Headers]:
    """Status and headers of the first answer that is not an interim one; raises `Halted`.

    Header names are lower case; values are read as latin-1, a folded one as one line.
    """
    interims = 0
    while True:
        status = _status(answer, line)
        if status >= 200:
            line.status, line.stage = status, Stage.ANSWERING
        headers = _header_lines(answer, line)
        if status == 101:
            raise halted(FailureKind.MALFORMED_RESPONSE, "switched to another protocol without being asked")
        if status >= 200:
            return status, tuple([(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers])
        interims += 1
        if interims > _PATIENT_INTERIMS:
            line.pause(_PAUSE)


def _status(answer: BufferedReader, line: DeadlineSocket) -> int:
    text = answer.readline(line.settings.max_head_bytes)
    if not text.endswith(b"\n") and len(text) < line.settings.max_head_bytes and b"HTTP/".startswith(text[:5]):
        raise halted(FailureKind.CONNECTION_RESET, "closed before a status line")
    match = _STATUS.match(text)
    if match is None:
        raise halted(FailureKind.MALFORMED_RESPONSE, f"no HTTP status line: {text[:60]!r}")
    return int(match[1])


def _header_lines(answer: BufferedReader, line: DeadlineSocket) -> list[tuple[bytes, bytes]]:
    kept: list[tuple[bytes, bytes]] = []
    size = count = 0
    most_bytes, most_lines = line.settings.max_head_bytes, line.settings.max_headers
    while True:
        text = answer.readline(most_bytes)
        size += len(text)
        if size > most_bytes or count > most_lines:
            raise halted(FailureKind.MALFORMED_RESPONSE, "status line and headers are too large")
        if not text.endswith(b"\n"):
            raise _cut(text, line)
        if text in (b"\r\n", b"\n"):
            return kept
        count += _keep(text.rstrip(b"\r\n").replace(b"\r", b" "), kept)


def _keep(text: bytes, kept: list[tuple[bytes, bytes]]) -> bool:
    """Put a header to the others, or a folded line to the last of them; tells whether it was either."""
    if text[:1] in (b" ", b"\t"):
        if kept:
            name, value = kept[-1]
            kept[-1] = (name, value + b" " + text.strip(_BLANKS))
        return bool(kept)
    header = _header_once(text) if len(text) <= _SHORT else _header(text)
    if header is not None:
        kept.append(header)
    return header is not None


def _header(text: bytes) -> tuple[bytes, bytes] | None:
    """Name in lower case and value of one line; `None` where it is no header."""
    name, colon, value = text.partition(b":")
    name = name.strip()
    if not colon or not _NAME.fullmatch(name):
        return None
    return name.lower(), value.strip(_BLANKS)


@lru_cache(4096)  # most lines come again with every look, from this portal and from others
def _header_once(text: bytes) -> tuple[bytes, bytes] | None:
    return _header(text)


def _cut(text: bytes, line: DeadlineSocket) -> Halted:
    if len(text) >= line.settings.max_head_bytes:
        return halted(FailureKind.MALFORMED_RESPONSE, "status line and headers are too large")
    return halted(FailureKind.MALFORMED_RESPONSE, "closed within the headers")
