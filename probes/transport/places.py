"""Where a URL leads: scheme, host and port, or why we do not go there."""

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import idna

DEFAULT_PORTS = {"http": 80, "https": 443}

_DROPPED = re.compile(r"[\t\r\n]")  # browsers drop these inside a URL (WHATWG URL, 4.4)
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMERIC = re.compile(r"[0-9]+|0x[0-9a-f]*")
_KEPT = "%/:=&?~+!$,;'@()*[]|"
_LONGEST = 8_192


class NoPlaceError(ValueError):
    """The text is no usable URL."""


class UnvisitedError(ValueError):
    """The URL is well formed, but leads where we never go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One URL in ASCII, without its fragment, and where it leads. `host` is lower case without brackets or final
    dot."""

    url: str
    scheme: str
    host: str
    port: int


@lru_cache(4096)  # the same addresses come with every look
def place_of(url: str) -> Place:
    """Read one absolute URL; raises `NoPlaceError` or `UnvisitedError` with the reason in words."""
    text = _DROPPED.sub("", url.strip("".join(map(chr, range(33)))))
    if len(text) > _LONGEST:
        raise NoPlaceError(f"URL of {len(text)} characters")
    parts, port = _split(text)
    if parts.scheme not in DEFAULT_PORTS:
        raise UnvisitedError(f"scheme {parts.scheme[:20]!r}" if parts.scheme else "URL without a scheme")
    if parts.username is not None or parts.password is not None:
        raise UnvisitedError("URL with a user name or password")
    host = ascii_host(parts.hostname or "")
    usual = DEFAULT_PORTS[parts.scheme]
    shown = f"[{host}]" if ":" in host else host
    netloc = shown if port in (None, usual) else f"{shown}:{port}"
    query = f"?{_quoted(parts.query)}" if parts.query else ""
    return Place(
        url=f"{parts.scheme}://{netloc}{_quoted(parts.path) or '/'}{query}",
        scheme=parts.scheme,
        host=host,
        port=port or usual,
    )


def ascii_host(host: str) -> str:
    """A host name or literal address as it goes over the wire; raises `NoPlaceError`."""
    literal = _literal(host)
    if literal is not None:
        return literal
    name = host.lower().removesuffix(".")
    if not name.isascii():
        name = _internationalised(name)
    labels = name.split(".")
    if not name or len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise NoPlaceError(f"{host[:80]!r} is no host name")
    if _NUMERIC.fullmatch(labels[-1]):
        raise NoPlaceError(f"{host[:80]!r} is an address in an unusual notation")
    return name


def joined(base: str, location: str) -> str:
    """A `Location` header read against the URL that sent it; raises `NoPlaceError`.

    Header values arrive as latin-1; portals write UTF-8, which is what it is read as where it is valid.
    """
    raw = location.encode("latin-1", "replace")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = quote(raw, safe=_KEPT + "#")
    target, mark, rest = text.strip().partition("?")
    try:
        return urljoin(base, target.replace("\\", "/") + mark + rest)  # as browsers do
    except ValueError as error:
        raise NoPlaceError(f"redirect to {text[:80]!r}: {error}") from None


def _split(text: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(text, allow_fragments=True)
        port = parts.port
    except ValueError as error:
        raise NoPlaceError(str(error)) from None
    if port == 0:
        raise NoPlaceError("port 0")
    return parts, port


def _literal(host: str) -> str | None:
    try:
        return str(ip_address(host))
    except ValueError:
        return None


def _internationalised(name: str) -> str:
    try:
        return idna.encode(name, uts46=True).decode("ascii")
    except UnicodeError as error:
        raise NoPlaceError(f"{name[:80]!r} is no host name: {error}") from None


def _quoted(text: str) -> str:
    return quote(text, safe=_KEPT, errors="replace")
