"""A page asked for again with the validators of its last answer (RFC 9110, 13): who says 304 sends no bytes.

The bytes of the last answer are held here, so nothing rests on what was remembered of a page: it is classified, read
and kept as evidence out of the very bytes that the portal vouches for. Without them nobody is asked conditionally.
"""

import re
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import sha256
from threading import Lock
from typing import Protocol

from probes.exchange import Exchange
from probes.transport.question import Known

HOLDS = 12 * 3600.0  # seconds after which a page is read whole again, whatever its portal says of it
MOST_BYTES = 48_000_000  # of all held pages together, compressed
_MOST_DOUBTFUL = 10_000  # addresses whose validators were caught out

# Headers of a 304 say something of the page, these of the message only (RFC 9111, 3.2).
_OF_THE_MESSAGE = frozenset(
    {"content-length", "content-encoding", "content-type", "content-range", "transfer-encoding"}
)
_ETAG = re.compile(r'(?:W/)?"[!#-~]{0,200}"')
_ENCODED = re.compile(r"(?:-{1,2}|;)(?:gzip|gz|br|zstd|deflate)$")  # what servers add to the tag of a compressed answer
_SETTLED = timedelta(seconds=60)  # a page younger than this may change twice within one Last-Modified


class Fetch(Protocol):
    """The transport's `fetch`."""

    def __call__(self, url: str, *, avoid: str | None = None, known: Known | None = None) -> Exchange:
        """One URL, redirects followed; `known` is asked for conditionally."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """One whole answer without its body, which is packed; `since` is monotonic."""

    exchange: Exchange
    packed: bytes
    digest: bytes
    known: Known
    since: float

    def body(self) -> bytes:
        return zlib.decompress(self.packed)


class Revisits:
    """Fetches like the transport; a page that did not change comes out of memory, marked `not_modified`.

    Safe for threads. At most `most` bytes are held; the pages that were asked for longest ago go first.
    """

    def __init__(
        self, fetch: Fetch, *, monotonic: Callable[[], float] = time.monotonic, most: int = MOST_BYTES
    ) -> None:
        """Nothing is known yet: every page is first read whole."""
        self._fetch = fetch
        self._monotonic = monotonic
        self._most = most
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._size = 0
        self._doubtful: set[str] = set()
        self._lock = Lock()

    def __call__(self, url: str, *, avoid: str | None = None) -> Exchange:
        """One URL; its validators go only to the very address that gave them, at the end of the redirects."""
        held = self._fresh(url)
        exchange = self._fetch(url, avoid=avoid, known=held.known if held else None)
        if held is not None and _says_unchanged(exchange, held):
            self._vouched(url, held, exchange)
            return _as_it_was(held, exchange)
        self._learn(url, exchange)
        return exchange

    def _fresh(self, url: str) -> _Held | None:
        with self._lock:
            held = self._held.get(url)
            if held is None or self._monotonic() - held.since >= HOLDS:
                return None
            self._held.move_to_end(url)
            return held

    def _vouched(self, url: str, held: _Held, exchange: Exchange) -> None:
        """A 304 for another tag than we asked with counts, but the page is read whole the next time."""
        told = exchange.header("etag")
        if told is not None and _opaque(told) != _opaque(held.known.headers.get("If-None-Match", told)):
            self._forget(url)

    def _learn(self, url: str, exchange: Exchange) -> None:
        validators = _validators(exchange)
        if exchange.failure is not None or (not validators and url not in self._held):
            return
        digest = sha256(exchange.body).digest()
        with self._lock:
            before = self._held.get(url)
            if before is not None and _caught_out(before, exchange, validators, digest):
                self._doubtful.add(url)
            if not validators or url in self._doubtful or len(self._doubtful) > _MOST_DOUBTFUL:
                self._drop(url)
                return
        self._hold(
            url,
            _Held(
                exchange=replace(exchange, body=b""),
                packed=zlib.compress(exchange.body, 1),
                digest=digest,
                known=Known(url=exchange.final_url, headers=validators),
                since=self._monotonic(),
            ),
        )

    def _hold(self, url: str, held: _Held) -> None:
        with self._lock:
            self._drop(url)
            self._held[url] = held
            self._size += len(held.packed)
            while self._size > self._most:
                self._drop(next(iter(self._held)))

    def _forget(self, url: str) -> None:
        with self._lock:
            self._drop(url)

    def _drop(self, url: str) -> None:
        held = self._held.pop(url, None)
        self._size -= len(held.packed) if held else 0


def _says_unchanged(exchange: Exchange, held: _Held) -> bool:
    """Whether the address that was asked conditionally answered 304; any other 304 was not asked for."""
    return exchange.failure is None and exchange.status == 304 and exchange.final_url == held.known.url


def _as_it_was(held: _Held, exchange: Exchange) -> Exchange:
    """This look's way, certificate and times with the page as it was; its headers as the 304 freshens them."""
    fresh = [(name, value) for name, value in exchange.headers if name not in _OF_THE_MESSAGE]
    named = {name for name, _ in fresh}
    kept = [(name, value) for name, value in held.exchange.headers if name not in named]
    return replace(exchange, status=held.exchange.status, headers=(*kept, *fresh), body=held.body(), not_modified=True)


def _caught_out(before: _Held, exchange: Exchange, validators: Mapping[str, str], digest: bytes) -> bool:
    """Whether other bytes came under the validators of those we hold: then a 304 from there means nothing."""
    same = exchange.final_url == before.known.url and validators == before.known.headers
    return same and digest != before.digest


def _validators(exchange: Exchange) -> dict[str, str]:
    """What to ask with the next time; empty where the answer is no whole page, or not to be kept."""
    control = (exchange.header("cache-control") or "").lower()
    if exchange.status != 200 or not exchange.body or "no-store" in control or exchange.header("vary") == "*":
        return {}
    found: dict[str, str] = {}
    etag, modified = (exchange.header("etag") or "").strip(), (exchange.header("last-modified") or "").strip()
    if _ETAG.fullmatch(etag):
        found["If-None-Match"] = etag
    if modified and _is_settled(modified, exchange.header("date") or ""):
        found["If-Modified-Since"] = modified
    return found


def _is_settled(modified: str, sent: str) -> bool:
    """Whether a page was modified long enough before it was sent (RFC 9110, 8.8.2.2)."""
    changed, now = _date(modified), _date(sent)
    return changed is not None and now is not None and now - changed >= _SETTLED


def _date(text: str) -> datetime | None:
    if not text.isascii() or len(text) > 40:
        return None
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo is not None else None


def _opaque(etag: str) -> str:
    return _ENCODED.sub("", etag.strip().removeprefix("W/").strip('"'))
