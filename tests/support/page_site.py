"""The pages behind a real server on loopback, over a small invented estate in a store of its own."""

import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.message import Message
from pathlib import Path

import uvicorn

from monitor.catalogue.records import Agency, AgencyKind, Catalogue, Lifecycle, Portal, PortalStatus
from monitor.catalogue.selection import on as in_force_on
from monitor.exemptions.records import NOTHING_TOLD, Circumstances
from monitor.incidents.records import Incident
from monitor.records import Round
from monitor.rollup.picture import draw
from monitor.rollup.target_files import load_targets
from monitor.storage.audit import Audit
from monitor.storage.incidents import add_events, put_incidents
from monitor.storage.scores import DayScore, keep_scores
from monitor.storage.store import Store
from monitor.tokens.records import ApiToken
from monitor.web.app import Sources, create_app
from monitor.web.pages.shell import PageSources, Shell
from monitor.web.server import bind
from monitor.web.sessions import Sessions
from monitor.web.tokens import Guard
from probes.contract import System
from tests.support.judged import CONFIG, rulebook
from tests.support.kept_rounds import DAY, FACTS_TYPES, PORTAL, after

AGENCY = Agency(id="a-mau", kind=AgencyKind.PROVINCE, name_vi="Tỉnh Mẫu", name_en="Sample Province")
MINISTRY = Agency(id="m-mau", kind=AgencyKind.MINISTRY, name_vi="Bộ Mẫu", name_en="Sample Ministry")
WATCHED = Portal(
    id=PORTAL,
    agency_id=AGENCY.id,
    system=System.PORTAL,
    url="https://mau.test/",
    status=PortalStatus.CONFIRMED,
    lifecycle=Lifecycle.FRONT_END,
)
PROPOSED = replace(WATCHED, id="m-mau.portal", agency_id=MINISTRY.id, status=PortalStatus.PROPOSED)
_NOW = after(5)


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    text: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Site:
    """A server that answers."""

    port: int

    def get(self, path: str) -> Answer:
        """Status, text and headers (names in lower case)."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
                return _read(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as refused:
            with refused:
                return _read(refused.code, refused.headers, refused.read())


def _read(status: int, headers: Message, body: bytes) -> Answer:
    return Answer(status, body.decode(), {name.lower(): value for name, value in headers.items()})


@contextmanager
def serving(
    folder: Path,
    rounds: Iterable[Round] = (),
    *,
    incidents: Iterable[Incident] = (),
    agencies: tuple[Agency, ...] = (AGENCY, MINISTRY),
    portals: tuple[Portal, ...] = (WATCHED, PROPOSED),
    circumstances: Circumstances = NOTHING_TOLD,
    scenario: str = "2022-08",
    at: datetime = _NOW,
    tokens: tuple[ApiToken, ...] = (),
    scores: Iterable[DayScore] = (),
    law_day: date = DAY,
) -> Iterator[Site]:
    """The pages as they are at `at`, after these rounds; `agencies` and `portals` are those of all days."""
    found = tuple(incidents)
    book, targets = rulebook(), load_targets(CONFIG)
    catalogue = Catalogue(agencies=agencies, portals=portals)
    with Store.open(f"sqlite:///{folder / 'pages.sqlite3'}", simulation=scenario, facts_types=FACTS_TYPES) as store:
        store.keep(list(rounds))
        keep_scores(store, scores)
        with store.transaction() as connection:
            put_incidents(connection, found)
            add_events(connection, [event for incident in found for event in incident.events])
        picture = draw(
            catalogue=in_force_on(catalogue, law_day),
            standings=store.standings(),
            scoring=book.scoring,
            targets=targets,
            at=at,
            law_day=law_day,
            scenario=scenario,
            circumstances=circumstances,
        )
        audit: list[Audit] = []
        guard = Guard(lambda: tokens, now=lambda: at, monotonic=time.monotonic, audit=audit.append)
        shell = Shell(
            PageSources(
                picture=lambda: picture,
                rulebook=lambda: book,
                store=store,
                catalogue=lambda: catalogue,
                targets=lambda: targets,
                scenario=lambda: scenario,
                sessions=Sessions(guard, lambda: tokens, time.monotonic),
            )
        )
        with _served(Sources(metrics=bytes, summary=dict, ready=tuple, pages=shell)) as site:
            yield site


@contextmanager
def _served(sources: Sources) -> Iterator[Site]:
    listener = bind("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(create_app(sources), log_level="error", access_log=False, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield Site(listener.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
