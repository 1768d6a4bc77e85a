"""The API over a store, served by a real uvicorn on loopback, with tokens whose secrets the test knows."""

import http.client
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import uvicorn

from monitor.api_routers import keep_audit
from monitor.configuration import Configuration
from monitor.storage.audit import Audit, read_audit
from monitor.storage.engine import reading
from monitor.storage.store import Store
from monitor.tokens.hashing import hash_of, secret_of
from monitor.tokens.records import ApiToken, Scope
from monitor.web.api.incident_answers import Office
from monitor.web.api.incidents import incident_router
from monitor.web.app import Sources, create_app
from monitor.web.server import bind
from monitor.web.tokens import Guard

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
SECRETS = {
    name: secret_of(name, name.encode().ljust(32, b"0")) for name in ("reader", "duty", "auditor", "chief", "old")
}
SCOPES = {
    "reader": {Scope.READ},
    "duty": {Scope.READ, Scope.ACKNOWLEDGE},
    "auditor": {Scope.EVIDENCE},
    "chief": set(Scope),
    "old": set(Scope),
}
SECRETS = {name: secret_of(name, name.encode().ljust(32, b"0")) for name in SCOPES}
TOKENS = tuple(
    ApiToken(
        name=name,
        hash=hash_of(secret, b"salt of the test"),
        scopes=frozenset(SCOPES[name]),
        expires=date(2026, 11, 1) if name == "old" else date(2026, 11, 2),
    )
    for name, secret in SECRETS.items()
)


@dataclass
class Clock:
    """The wall clock of tokens, and the seconds by which buckets fill."""

    at: datetime = NOW
    seconds: float = 0.0


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Served:
    """A running API. `tokens` can be changed, as a reload does."""

    store: Store
    port: int
    clock: Clock
    tokens: list[ApiToken]
    answers: list[Answer] = field(default_factory=list)

    def ask(
        self,
        path: str,
        *,
        who: str | None = None,
        secret: str | None = None,
        body: Any = None,
        raw: bytes | None = None,
    ) -> Answer:
        """GET, or POST where there is a body, with the token of that name or a secret of its own."""
        headers = {"Content-Type": "application/json"} if body is not None or raw is not None else {}
        known = SECRETS[who] if who is not None else secret
        if known is not None:
            headers["Authorization"] = f"Bearer {known}"
        sent = raw if raw is not None else json.dumps(body).encode() if body is not None else None
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as line:
            line.request("POST" if sent is not None else "GET", path, body=sent, headers=headers)
            said = line.getresponse()
            answer = Answer(said.status, {name.lower(): value for name, value in said.getheaders()}, said.read())
        self.answers.append(answer)
        return answer

    @property
    def audit(self) -> tuple[Audit, ...]:
        """The audit, newest first."""
        with reading(self.store.engine) as connection:
            return read_audit(connection)


@contextmanager
def api(store: Store, configuration: Configuration) -> Iterator[Served]:
    """The API until the block ends."""
    clock, tokens = Clock(), list(TOKENS)
    guard = Guard(
        lambda: tokens,
        now=lambda: clock.at,
        monotonic=lambda: clock.seconds,
        audit=lambda entry: keep_audit(store, entry),
    )
    office = Office(store=store, configuration=lambda: configuration, now=lambda: clock.at)
    sources = Sources(metrics=bytes, summary=dict, ready=tuple, routers=(incident_router(office, guard),))
    with closing(bind("127.0.0.1", 0)) as listener:
        served = Served(store=store, port=listener.getsockname()[1], clock=clock, tokens=tokens)
        with _running(
            uvicorn.Server(uvicorn.Config(create_app(sources), log_level="warning", lifespan="off")), listener
        ):
            yield served


@contextmanager
def _running(server: uvicorn.Server, listener: Any) -> Iterator[None]:
    run: Callable[[], None] = lambda: server.run(sockets=[listener])  # noqa: E731 - typed for the thread
    thread = threading.Thread(target=run, name="api under test")
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(20)
