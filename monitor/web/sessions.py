"""A person's token for a while: shown once, then a random mark in a cookie that no script can read.

The secret itself never stands in a cookie, an address or a page. What is remembered ends with the process, after half
an hour, with the token's own last day, and whenever the token is changed or taken out of `api_tokens.toml`.
"""

import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from fastapi import Request, Response
from fastapi.security import HTTPAuthorizationCredentials

from monitor.tokens.records import ApiToken
from monitor.web.tokens import Caller, Guard

COOKIE = "emc_session"
LASTS = 1800  # seconds, however often pages are asked for
_MOST = 1000  # sessions at once; the oldest goes first


@dataclass(frozen=True, slots=True, kw_only=True)
class _Session:
    token: ApiToken
    until: float


class Sessions:
    """Who sees more on pages, and until when. Threads may share it."""

    def __init__(self, guard: Guard, tokens: Callable[[], Sequence[ApiToken]], monotonic: Callable[[], float]) -> None:
        """`tokens` gives those of the configuration in use; `guard` checks secrets and counts the tries."""
        self._guard, self._tokens, self._monotonic = guard, tokens, monotonic
        self._lock = threading.Lock()
        self._open: dict[str, _Session] = {}

    def begin(self, request: Request, secret: str) -> str:
        """The mark of a new session; raises 401 for a wrong secret and 429 for too many of them."""
        presented = HTTPAuthorizationCredentials(scheme="Bearer", credentials=secret)
        caller = self._guard.anyone(request, presented)
        token = next(item for item in self._tokens() if item.name == caller.name)
        self._guard.noted(request, caller, "session begun")
        mark = secrets.token_urlsafe(32)
        with self._lock:
            self._open[_key(mark)] = _Session(token=token, until=self._monotonic() + LASTS)
            while len(self._open) > _MOST:
                del self._open[next(iter(self._open))]
        return mark

    def caller(self, request: Request) -> Caller | None:
        """Who asks for a page, by header or by cookie; `None` is everybody. Raises 401 for a wrong header."""
        given = request.headers.get("authorization", "")
        if given[:7].lower() == "bearer ":
            presented = HTTPAuthorizationCredentials(scheme="Bearer", credentials=given[7:].strip())
            return self._guard.anyone(request, presented)
        mark = request.cookies.get(COOKIE)
        return self._remembered(request, mark) if mark else None

    def end(self, request: Request) -> None:
        """The session of this request is over."""
        with self._lock:
            self._open.pop(_key(request.cookies.get(COOKIE, "")), None)

    def _remembered(self, request: Request, mark: str) -> Caller | None:
        with self._lock:
            found = self._open.get(_key(mark))
            if found is not None and self._monotonic() >= found.until:
                del self._open[_key(mark)]
                found = None
        if found is None or found.token not in self._tokens() or not self._guard.holds_today(found.token):
            return None
        address = request.client.host if request.client else "unknown"
        return Caller(address=address, name=found.token.name, scopes=found.token.scopes)


def set_cookie(request: Request, response: Response, mark: str) -> None:
    """Only for pages of this site, for no script, and over HTTPS only where that is in use."""
    response.set_cookie(
        COOKIE,
        mark,
        max_age=LASTS,
        path=_path(request),
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


def take_cookie(request: Request, response: Response) -> None:
    """The browser forgets it."""
    response.delete_cookie(
        COOKIE, path=_path(request), secure=request.url.scheme == "https", httponly=True, samesite="strict"
    )


def _path(request: Request) -> str:
    return str(request.scope.get("root_path", "")).rstrip("/") or "/"


def _key(mark: str) -> str:
    return sha256(mark.encode()).hexdigest()  # a lookup tells nothing of the marks by its time
