"""Who asks: a token is checked in constant time, remembered for minutes, and refused with a row in the audit."""

import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Annotated

from fastapi import Depends, HTTPException, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from monitor.rounds.cadence import LOCAL
from monitor.storage.audit import Audit
from monitor.tokens.hashing import NOBODYS, matches, name_in
from monitor.tokens.records import ApiToken, Scope
from monitor.web.api.errors import not_let_in, too_often
from monitor.web.limits import Buckets, key_of

_REMEMBERED = 300.0  # seconds for which a secret that was right is not hashed again
_MOST_REMEMBERED = 1000
_BEARER = HTTPBearer(scheme_name="token", description="A token of api_tokens.toml", auto_error=False)
Presented = Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks, from which address; `name` is empty and nothing is allowed where no token was presented."""

    address: str
    name: str = ""
    scopes: frozenset[Scope] = frozenset()

    def may(self, scope: Scope) -> bool:
        """Whether the token allows this."""
        return scope in self.scopes

    @property
    def who(self) -> str:
        """As the audit and incidents name them."""
        return f"token {self.name}" if self.name else "unknown"


class Guard:
    """Lets callers in. Its methods are FastAPI dependencies: `Depends(guard.anyone)`, `Depends(guard.holder(scope))`.

    Asked at most: each address 10 times a second, each token 5 times; a secret that is not remembered is tried 10 times
    and then every 6 seconds from each address, so that neither guessing nor making us hash is worth while.
    """

    def __init__(
        self,
        tokens: Callable[[], Sequence[ApiToken]],
        *,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
        audit: Callable[[Audit], None],
    ) -> None:
        """`tokens` gives those of the configuration in use; `audit` keeps a row, and does not raise."""
        self._tokens, self._now, self._monotonic, self._audit = tokens, now, monotonic, audit
        self._by_address = Buckets(rate=10, burst=100, monotonic=monotonic)
        self._by_token = Buckets(rate=5, burst=50, monotonic=monotonic)
        self._tries = Buckets(rate=1 / 6, burst=10, monotonic=monotonic)
        self._archives = Buckets(rate=1 / 10, burst=10, monotonic=monotonic)
        self._key = os.urandom(32)
        self._right: dict[bytes, tuple[ApiToken, float]] = {}
        self._hashing = threading.Lock()  # one at a time: each takes 16 MB

    def anyone(self, request: Request, presented: Presented) -> Caller:
        """Whoever asks, with or without a token; a wrong token is refused rather than ignored."""
        address = request.client.host if request.client else "unknown"
        _refuse(self._by_address.take(key_of(address)))
        if presented is None:
            return Caller(address=address)
        token = self._known(presented.credentials, request, address)
        _refuse(self._by_token.take(token.name))
        return Caller(address=address, name=token.name, scopes=token.scopes)

    def holder(self, scope: Scope) -> Callable[..., Caller]:
        """Only holders of a token that allows this."""

        def needed(request: Request, caller: Annotated[Caller, Depends(self.anyone)]) -> Caller:
            return self.insist(request, caller, scope)

        return needed

    def insist(self, request: Request, caller: Caller, scope: Scope) -> Caller:
        """The caller, if the token allows this; raises 401 without one, 403 otherwise."""
        if not caller.name:
            raise not_let_in()
        if not caller.may(scope):
            _refuse(self._tries.take(key_of(caller.address)))
            self._note(request, caller.address, who=caller.who, why=f"lacks the scope {scope.value}")
            raise HTTPException(403, f"the token lacks the scope {scope.value}")
        return caller

    def holds_today(self, token: ApiToken) -> bool:
        """Whether the token is still good on this day of Asia/Ho_Chi_Minh."""
        return token.holds_on(self._now().astimezone(LOCAL).date())

    def noted(self, request: Request, caller: Caller, action: str) -> None:
        """Keep a row in the audit of what the holder of a token began."""
        place = f"{request.method} {request.url.path}"
        entry = Audit(at=self._now(), who=caller.who, action=action, subject=place, detail="", address=caller.address)
        self._audit(entry)

    def dear(self, caller: Caller) -> None:
        """What costs us much may be asked 10 times by a token, and then every 10 seconds."""
        _refuse(self._archives.take(caller.name))

    def _known(self, secret: str, request: Request, address: str) -> ApiToken:
        """The token that this secret opens; raises 401 for every other secret, in the same words and time."""
        mark = blake2b(secret.encode(), key=self._key, digest_size=32).digest()
        named = name_in(secret)
        token = next((item for item in self._tokens() if item.name == named), None)
        right, until = self._right.get(mark, (None, 0.0))
        if token is None or right != token or self._monotonic() >= until:
            _refuse(self._tries.take(key_of(address)))
            with self._hashing:
                right = token if matches(secret, token.hash if token else NOBODYS) else None
            self._remember(mark, right)
        if token is None or right is None or not self.holds_today(token):
            expired = token is not None and right is not None
            who = f"token {token.name}" if token else "unknown"
            self._note(request, address, who=who, why="expired" if expired else "wrong")
            raise not_let_in()
        return token

    def _remember(self, mark: bytes, right: ApiToken | None) -> None:
        if right is None:
            return
        if len(self._right) >= _MOST_REMEMBERED:
            self._right = {}
        self._right = {**self._right, mark: (right, self._monotonic() + _REMEMBERED)}

    def _note(self, request: Request, address: str, *, who: str, why: str) -> None:
        place = f"{request.method} {request.url.path}"
        entry = Audit(at=self._now(), who=who, action="token refused", subject=place, detail=why, address=address)
        self._audit(entry)


def _refuse(seconds: float | None) -> None:
    if seconds is not None:
        raise too_often(seconds)
