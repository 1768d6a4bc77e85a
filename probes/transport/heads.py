"""The head of an answer: interim answers skipped, sizes checked, and lines that are no headers left out."""

import re
from http.client import HTTPResponse
from io import BufferedReader, BytesIO
from typing import Any

from probes.failures import FailureKind
from probes.transport.deadline import DeadlineSocket
from probes.transport.endings import Stage
from probes.transport.halted import Halted, halted

_STATUS = re.compile(rb"HTTP/1\.[0-9] +([1-9][0-9][0-9])(?: |\r?\n|$)")
_NAME = re.compile(rb"[!-9;-~]+")
_PATIENT_INTERIMS = 10  # interim answers taken at full speed; a flood of them is then slowed down, not raced
_PAUSE = 0.02


class CheckedResponse(HTTPResponse):
    """An answer whose head is read within limits before `http.client` sees it."""

    def __init__(self, sock: DeadlineSocket, *args: Any, **kwargs: Any) -> None:
        """Keep the connection: the head's limits and the deadline are its own."""
        self.fp = None  # type: ignore[assignment]  # closing asks for it, also where the start fails
        super().__init__(sock, *args, **kwargs)  # type: ignore[arg-type]  # it asks its socket for `makefile` only
        self._line = sock

    def begin(self) -> None:
        """Read the head, then let `http.client` make its sense of it."""
        body = self.fp
        head = read_head(body, self._line)
        self.fp = BufferedReader(BytesIO(head))
        try:
            super().begin()
        finally:
            self.fp = body

    def _safe_read(self, amt: int) -> bytes:
        """Read so much of a chunk; `urllib3` takes a negative size for "all there is"."""
        if amt < 0:
            raise halted(FailureKind.MALFORMED_RESPONSE, "chunk of a negative size")
        return super()._safe_read(amt)  # type: ignore[misc, no-any-return]  # typeshed does not know it


def read_head(answer: BufferedReader, line: DeadlineSocket) -> bytes:
    """The status line and header lines of the first answer that is not an interim one; raises `Halted`."""
    interims = 0
    while True:
        status, head = _status_line(answer, line)
        if status >= 200:
            line.status, line.stage = status, Stage.ANSWERING
        headers = _header_lines(answer, line)
        if status == 101:
            raise halted(FailureKind.MALFORMED_RESPONSE, "switched to another protocol without being asked")
        if status >= 200:
            return head + b"".join(headers) + b"\r\n"
        interims += 1
        if interims > _PATIENT_INTERIMS:
            line.pause(_PAUSE)


def _status_line(answer: BufferedReader, line: DeadlineSocket) -> tuple[int, bytes]:
    text = answer.readline(line.settings.max_head_bytes)
    if not text.endswith(b"\n") and len(text) < line.settings.max_head_bytes and b"HTTP/".startswith(text[:5]):
        raise halted(FailureKind.CONNECTION_RESET, "closed before a status line")
    match = _STATUS.match(text)
    if match is None:
        raise halted(FailureKind.MALFORMED_RESPONSE, f"no HTTP status line: {text[:60]!r}")
    return int(match[1]), text.rstrip(b"\r\n").replace(b"\r", b" ") + b"\r\n"


def _header_lines(answer: BufferedReader, line: DeadlineSocket) -> list[bytes]:
    kept: list[bytes] = []
    size = 0
    while True:
        text = answer.readline(line.settings.max_head_bytes)
        size += len(text)
        if size > line.settings.max_head_bytes or len(kept) > line.settings.max_headers:
            raise halted(FailureKind.MALFORMED_RESPONSE, "status line and headers are too large")
        if not text.endswith(b"\n"):
            raise _cut(text, line)
        if text in (b"\r\n", b"\n"):
            return kept
        kept += _header(text.rstrip(b"\r\n").replace(b"\r", b" "), continues=bool(kept))


def _header(text: bytes, *, continues: bool) -> list[bytes]:
    if text[:1] in (b" ", b"\t"):
        return [text + b"\r\n"] if continues else []
    name, colon, value = text.partition(b":")
    if colon and _NAME.fullmatch(name.strip()):
        return [name.strip() + b":" + value + b"\r\n"]
    return []


def _cut(text: bytes, line: DeadlineSocket) -> Halted:
    if len(text) >= line.settings.max_head_bytes:
        return halted(FailureKind.MALFORMED_RESPONSE, "status line and headers are too large")
    return halted(FailureKind.MALFORMED_RESPONSE, "closed within the headers")
