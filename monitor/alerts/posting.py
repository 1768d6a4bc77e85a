"""One HTTP request to a receiver that the operator named: certificate verified, no redirect followed, over in time.

Plain `http.client`: its socket is at hand to be cut, and nothing of it logs an address. What goes wrong is told without
the address and without what the receiver said, either of which may hold a secret.
"""

import http.client
import re
import socket
import ssl
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from monitor import __version__
from monitor.alerts.channels.contract import Receipt
from monitor.alerts.cutting import cut_after

_URL = re.compile(r"https?://[\x21-\x7e]+", re.IGNORECASE)
_LONGEST_WAIT = timedelta(hours=1)  # a receiver that wants to be left alone for longer is asked again nevertheless
# Such a letter is not taken an hour later either; 401, 403, 404 or 410 an operator can mend within the day.
_LETTER_AT_FAULT = frozenset({400, 405, 406, 409, 411, 413, 414, 415, 422, 431})
_LOOPBACK = ("localhost", "127.", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is sent where; `tls` verifies the receiver. `repr` shows no address, which may hold a secret."""

    url: SplitResult = field(repr=False)
    tls: ssl.SSLContext
    method: str = "POST"
    body: bytes | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


def read_url(text: str) -> SplitResult:
    """A web address; raises `ValueError` with a sentence that does not hold it."""
    if not _URL.fullmatch(text):
        raise ValueError("not a web address such as https://host/path")
    try:
        url = urlsplit(text)
        named = url.hostname and (url.port is None or url.port > 0)
    except ValueError as error:
        raise ValueError("not a web address such as https://host/path") from error
    if not named:
        raise ValueError("a web address without a host")
    return url


def read_open_url(text: str) -> SplitResult:
    """A web address that may stand in a file: without name and password; raises `ValueError`."""
    url = read_url(text)
    if url.username is not None or url.password is not None:
        raise ValueError("a name or password in an address: they belong into the secret")
    return url


def trusting(ca_file: str | None) -> ssl.SSLContext:
    """Verifies receivers by the system's certificates and those of a file; raises `ValueError` where it cannot."""
    try:
        context = ssl.create_default_context()
        if ca_file:
            context.load_verify_locations(cafile=Path(ca_file))
    except OSError as error:  # ssl.SSLError is one
        raise ValueError("options.ca_file holds no certificates that can be read") from error
    return context


def post(question: Question, *, timeout: float) -> Receipt:
    """Ask, and take the status for the receipt: 2xx is accepted. `timeout` is the whole time, in seconds."""
    connection, target, headers = _connection(question, timeout)
    with cut_after(timeout, lambda: connection.sock) as cut:
        try:
            connection.request(question.method, target, body=question.body, headers=headers)
            answer = connection.getresponse()
            return _receipt(answer.status, answer.headers.get("Retry-After"))
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            late = cut.made or isinstance(error, TimeoutError)
            detail = f"no answer within {timeout:g} s" if late else why(error)
            return Receipt(accepted=False, detail=detail)
        finally:
            connection.close()


def why(error: Exception) -> str:
    """A failed connection in words, without the address."""
    match error:
        case ssl.SSLCertVerificationError():
            return f"its certificate is not trusted ({error.verify_message})"
        case ssl.SSLError():
            return "no TLS connection"
        case socket.gaierror():
            return "its name was not found"
        case ConnectionRefusedError():
            return "connection refused"
        case OSError():
            return (error.strerror or "connection broken").lower()
    return f"no proper answer ({type(error).__name__})"


def _connection(question: Question, timeout: float) -> tuple[http.client.HTTPConnection, str, Mapping[str, str]]:
    """The connection, directly or through the proxy of the environment; the target and the headers to send on it."""
    url = question.url
    host, secure = str(url.hostname), url.scheme.lower() == "https"
    path = (url.path or "/") + (f"?{url.query}" if url.query else "")
    headers = {"User-Agent": f"emc-monitor/{__version__}", **_credentials(url, "Authorization"), **question.headers}
    named = None if host.startswith(_LOOPBACK) or proxy_bypass(host) else getproxies().get(url.scheme.lower())
    proxy = urlsplit(named if "://" in named else f"http://{named}") if named else None
    at, port = (str(proxy.hostname), proxy.port or 3128) if proxy else (host, url.port)
    if not secure:
        whole = f"http://{url.netloc.rpartition('@')[2]}{path}" if proxy else path
        own = _credentials(proxy, "Proxy-Authorization") if proxy else {}
        return http.client.HTTPConnection(at, port, timeout=timeout), whole, {**headers, **own}
    connection = http.client.HTTPSConnection(at, port, timeout=timeout, context=question.tls)
    if proxy:
        connection.set_tunnel(host, url.port or 443, dict(_credentials(proxy, "Proxy-Authorization")))
    return connection, path, headers


def _credentials(url: SplitResult, header: str) -> Mapping[str, str]:
    if url.username is None:
        return {}
    pair = f"{unquote(url.username)}:{unquote(url.password or '')}".encode()
    return {header: f"Basic {b64encode(pair).decode()}"}


def _receipt(status: int, retry_after: str | None) -> Receipt:
    if 200 <= status < 300:
        return Receipt(accepted=True, detail=f"HTTP {status}")
    if 300 <= status < 400:
        return Receipt(accepted=False, detail=f"HTTP {status}: redirects are not followed")
    wait = min(_wait(retry_after), _LONGEST_WAIT)
    asked = f", asks to wait {wait.total_seconds():.0f} s" if wait else ""
    return Receipt(accepted=False, again=status not in _LETTER_AT_FAULT, detail=f"HTTP {status}{asked}", wait=wait)


def _wait(text: str | None) -> timedelta:
    """Retry-After in either of its forms; nothing where it says nothing."""
    if not text:
        return timedelta()
    if text.strip().isascii() and text.strip().isdigit():
        return timedelta(seconds=min(int(text.strip()[:9]), 10**6))
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return timedelta()
    return max(timedelta(), until.astimezone(UTC) - datetime.now(UTC))
