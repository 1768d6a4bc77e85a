"""The reading API over a small store, served by a real uvicorn: two invented agencies, three portals, four days."""

import http.client
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import uvicorn

from monitor.configuration import Configuration, load_configuration
from monitor.metrics.collector import Accounts
from monitor.rollup.picture import Picture, draw
from monitor.rules.contract import Cause, Outcome
from monitor.storage.audit import Audit
from monitor.storage.scores import DayScore, keep_scores
from monitor.storage.store import Store
from monitor.tokens.hashing import hash_of, secret_of
from monitor.tokens.records import ApiToken, Scope
from monitor.view import accounts_of
from monitor.web.api.reading import reading_routers
from monitor.web.api.showing import Showing
from monitor.web.app import Sources, create_app
from monitor.web.server import bind
from monitor.web.tokens import Guard
from tests.support.kept_rounds import (
    DAY,
    FACTS_TYPES,
    START,
    counts,
    figure,
    observation,
    reachability,
    round_,
    verdict,
)
from tests.support.small_config import AGENCIES, small_folder

NOW = START + timedelta(days=3, minutes=5)
TODAY = DAY + timedelta(days=3)
PORTALS = ("p1.portal", "p2.portal", "p3.portal")
SECRET = secret_of("chief", b"chief".ljust(32, b"0"))
_CHIEF = ApiToken(name="chief", hash=hash_of(SECRET, b"salt of the test"), scopes=frozenset(Scope), expires=TODAY)


def small_configuration(folder: Path) -> Configuration:
    """Three portals of one invented province; an invented ministry has none."""
    small_folder(folder, [name.removesuffix(".portal") for name in PORTALS])
    rows = (AGENCIES, "p,province,Tỉnh Thử,Test Province,,,,,", "m,ministry,Bộ Thử,Test Ministry,,,,,")
    (folder / "agencies.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return load_configuration(folder, {}, today=lambda: TODAY)


def fill(store: Store, *, text: str = "Đã tiếp nhận", title: str = "Cổng mẫu") -> None:
    """Four days: p1 failed on the second, p2 was last looked at on the first, nobody ever looked at p3.

    `text` is what the pages and the reasons say.
    """
    for number in range(4):
        at = START + timedelta(days=number)
        good = number != 1
        outcome = Outcome.PASS if good else Outcome.FAIL
        read = counts(figure(1000 + number, label=text, raw=text, scope=text, definition=text, where=text))
        verdicts = (
            verdict(outcome, reason=text, reason_en=text, evidence={"said": text, text or "empty": [text]}),
            verdict(Outcome.UNKNOWN, "TLS-01", cause=Cause.NOT_SEEN, law="Luật thử"),
        )
        for portal in PORTALS[: 2 if number == 0 else 1]:
            seen = reachability(title=title, reason=text)
            looks = (
                observation(seen, at=at, portal=portal),
                observation(read, probe="published_counts", at=at, portal=portal),
            )
            store.keep([round_(at, portal=portal, agency="p", observations=looks, verdicts=verdicts, holds=30 * 60)])
    keep_scores(store, [_score(number) for number in range(4)])


def _score(number: int) -> DayScore:
    return DayScore(
        day=DAY + timedelta(days=number),
        agency="p",
        at=START + timedelta(days=number, hours=10),
        law_day=DAY + timedelta(days=number),
        rulebook="1" if number < 2 else "2",
        score=80.0 + number,
        low=70.0,
        high=90.0,
        coverage=0.9,
        band="good",
    )


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reader:
    """Asks a running API."""

    port: int

    def ask(self, path: str, *, secret: str | None = None, **headers: str) -> Answer:
        """GET; `if_none_match="x"` sends the header of that name."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if secret is not None:
            sent["Authorization"] = f"Bearer {secret}"
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as line:
            line.request("GET", path, headers=sent)
            said = line.getresponse()
            return Answer(said.status, {name.lower(): value for name, value in said.getheaders()}, said.read())

    def rows(self, path: str) -> list[dict[str, Any]]:
        """The rows of a table."""
        answer = self.ask(path)
        assert answer.status == 200, answer.body
        return list(answer.json["rows"])


@contextmanager
def opened(tmp_path: Path) -> Iterator[Store]:
    """An empty store in the folder."""
    with Store.open(f"sqlite:///{tmp_path / 'x.sqlite3'}", facts_types=FACTS_TYPES) as store:
        yield store


@contextmanager
def reading_api(store: Store, configuration: Configuration, *, keep: bool = False) -> Iterator[Reader]:
    """The API until the block ends; the seconds of its buckets fly, so nobody asks too often.

    `keep`: the picture and the windows are drawn once, as the daemon keeps them for a while.
    """

    def picture() -> Picture:
        return draw(
            catalogue=configuration.in_force(),
            standings=store.standings(),
            scoring=configuration.rulebook.scoring,
            targets=configuration.targets,
            at=NOW,
            law_day=configuration.law_day(),
        )

    def accounts() -> Accounts:
        return accounts_of(store, {item.id for item in configuration.catalogue.portals}, end=NOW)

    ticks = count(step=60)

    def monotonic() -> float:
        return float(next(ticks))

    audit: list[Audit] = []
    guard = Guard(lambda: (_CHIEF,), now=lambda: NOW, monotonic=monotonic, audit=audit.append)
    showing = Showing(
        picture=cache(picture) if keep else picture,
        store=store,
        configuration=lambda: configuration,
        now=lambda: NOW,
        accounts=cache(accounts) if keep else accounts,
    )
    sources = Sources(
        metrics=bytes, summary=dict, ready=tuple, routers=reading_routers(showing, guard, monotonic=monotonic)
    )
    with closing(bind("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(create_app(sources), log_level="warning", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="api under test")
        thread.start()
        try:
            yield Reader(port=listener.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join(20)
