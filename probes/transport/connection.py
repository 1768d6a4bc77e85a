"""One question as `requests` prepares it, put over a line that was looked up, checked and opened before."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from io import BufferedReader
from typing import Any
from urllib.parse import urlsplit

from requests import PreparedRequest

from probes.transport.deadline import DeadlineSocket
from probes.transport.heads import read_head

_REMEMBERED = 4096  # questions that come again with every look


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The head of an answer, and where its body is to be read from.

    Header names are lower case; values are as they came, read as latin-1.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    stream: BufferedReader
    bodiless: bool  # whatever the headers say of a body

    def all(self, name: str) -> Iterator[str]:
        """Every header of that name (lower case), in their order."""
        return (value for known, value in self.headers if known == name)

    def joined(self, name: str) -> str:
        """All headers of that name (lower case) as one list, as RFC 9110 5.3 has it; empty without any."""
        return ", ".join(self.all(name))


def put(
    line: DeadlineSocket, method: str, url: str, *, headers: Mapping[str, str], json_body: Any | None = None
) -> Reply:
    """Ask, and return once the head of the answer is read. The certificate was judged in the handshake."""
    if json_body is None:
        question = _prepared_once(method, url, tuple(headers.items()))
    else:
        question = _prepared(method, url, headers, json_body)
    with suppress(BrokenPipeError):  # a portal may answer and close before it has read the whole question
        line.sendall(question)
    stream = line.makefile()
    status, lines = read_head(stream, line)
    return Reply(status=status, headers=lines, stream=stream, bodiless=method == "HEAD" or status in (204, 304))


@lru_cache(_REMEMBERED)
def _prepared_once(method: str, url: str, headers: tuple[tuple[str, str], ...]) -> bytes:
    return _prepared(method, url, dict(headers), None)


def _prepared(method: str, url: str, headers: Mapping[str, str], json_body: Any) -> bytes:
    """The question as it goes over the wire.

    The `Host` header names the place as browsers do: its port only where it is not the usual one.
    """
    request = PreparedRequest()
    request.prepare_method(method)
    request.prepare_url(url, None)
    request.prepare_headers(headers)
    request.prepare_body(None, None, json_body)
    lines = [f"{request.method} {request.path_url} HTTP/1.1", f"Host: {urlsplit(url).netloc}"]
    lines += [f"{name}: {value}" for name, value in request.headers.items()]
    body = request.body or b""
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + (body.encode() if isinstance(body, str) else body)
