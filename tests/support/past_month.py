"""A made-up month of hourly rounds of many portals, written into an SQLite store row by row, without looking."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import insert

from monitor.catalogue.records import Agency, AgencyKind, Catalogue, Lifecycle, Portal, PortalStatus
from monitor.probing import find_probes
from monitor.storage.codec import encode
from monitor.storage.engine import writing
from monitor.storage.store import Store
from monitor.storage.tables import FACTS_PART, OBSERVATION, STATE_SPAN
from monitor.storage.texts import dump
from probes.contract import System
from probes.exchange import Phases
from probes.failures import FailureKind, State, failed
from tests.support.judged import landing_page, links, reachability
from tests.support.kept_rounds import counts, figure

BEGINS = datetime(2026, 10, 22, 17, tzinfo=UTC)  # midnight of the 23rd in Hà Nội
HOUR = timedelta(hours=1)
Row = dict[str, Any]


def catalogue(portals: int) -> Catalogue:
    """Invented provinces with one portal each, of every system in turn."""
    systems = (System.PORTAL, System.PUBLIC_SERVICE, System.ONE_STOP)
    agencies = tuple(
        Agency(id=f"x{n}", kind=AgencyKind.PROVINCE, name_vi=f"Tỉnh Mẫu {n}", name_en=f"Model Province {n}")
        for n in range(portals)
    )
    watched = tuple(
        Portal(
            id=f"x{n}-portal",
            agency_id=f"x{n}",
            system=systems[n % 3],
            url=f"https://x{n}.test/",
            status=PortalStatus.CONFIRMED,
            lifecycle=Lifecycle.FRONT_END,
        )
        for n in range(portals)
    )
    return Catalogue(agencies=agencies, portals=watched)


def fill(path: Path, watched: Catalogue, *, days: int) -> int:
    """Write the rounds; gives how many."""
    rounds = 0
    facts = {probe.name: probe.facts for probe in find_probes()}
    with Store.open(f"sqlite:///{path}", facts_types=facts) as store:
        for number, portal in enumerate(watched.portals):
            rows, parts, spans = _story(portal.id, number, days=days)
            rounds += days * 24
            with writing(store.engine) as connection:
                connection.execute(insert(OBSERVATION), rows)
                connection.execute(insert(STATE_SPAN), spans)
                connection.execute(
                    insert(FACTS_PART).prefix_with("OR IGNORE"),
                    [
                        {"sha256": digest, "body": body, "last_used": BEGINS + days * 24 * HOUR}
                        for digest, body in parts.items()
                    ],
                )
    return rounds


def _story(portal: str, number: int, *, days: int) -> tuple[list[Row], dict[str, bytes], list[Row]]:
    """One portal: an outage a week, a page that changes once a day, timings that are never the same twice."""
    chance = Random(number)
    rows: list[Row] = []
    parts: dict[str, bytes] = {}
    for hour in range(days * 24):
        at = BEGINS + hour * HOUR + timedelta(seconds=number)
        for attempt, (probe, record, failure) in _looks(chance, hour):
            written = encode(record)
            parts |= written.packed
            rows.append(
                {
                    "id": sha256(f"{portal}{hour}{probe}{len(rows)}".encode()).hexdigest()[:32],
                    "portal": portal,
                    "probe": probe,
                    "vantage": "local",
                    "at": at + (attempt - 1) * timedelta(seconds=20),
                    "law_day": (at + timedelta(hours=7)).date(),
                    "attempt": attempt,
                    "seconds": 0.3,
                    "outcome": failure.kind.value if failure else "seen",
                    "failure_kind": failure.kind.value if failure else None,
                    "failure_party": failure.party.value if failure else None,
                    "failure_detail": failure.detail if failure else None,
                    "facts": written.facts,
                    "parts": dump(dict(written.parts)),
                    "evidence": "[]",
                    "held": False,
                }
            )
    return rows, parts, list(_spans(portal, number, days=days))


def _looks(chance: Random, hour: int) -> Iterator[tuple[int, tuple[str, Any, Any]]]:
    """A failed look is confirmed by a second one."""
    for attempt in (1, 2) if _down(hour) else (1,):
        for look in _round(chance, hour):
            yield attempt, look


def _down(hour: int) -> bool:
    return hour % 168 in (100, 101, 102)


def _round(chance: Random, hour: int) -> Iterator[tuple[str, Any, Any]]:
    timed = {
        "phases": Phases(resolve=chance.random(), connect=chance.random(), tls=chance.random(), first_byte=0.2),
        "total": chance.random() * 3,
        "bytes": 60_000 + hour // 24,
    }
    if _down(hour):
        refused = failed(FailureKind.CONNECTION_REFUSED, "connection refused")
        yield "reachability", reachability(state=State.DOWN, status=None, kind=None, tls=None, **timed), refused
        return
    yield "landing_page", landing_page(sha256=f"{hour // 24:064x}", links=_LINKS[hour // 24 % 31]), None
    if hour % 24 == 3:
        total = 1_800 + hour // 24
        read = counts(figure(total, "services_total", unit="service"), figure(900, "services_full", unit="service"))
        yield "published_counts", read, None
    yield "reachability", replace(reachability(), **timed), None


def _spans(portal: str, number: int, *, days: int) -> Iterator[Row]:
    """Up and down as the rounds say."""
    starts, state = BEGINS + timedelta(seconds=number), State.UP
    for hour in range(1, days * 24):
        now = State.DOWN if _down(hour) else State.UP
        if now is not state:
            ends = BEGINS + hour * HOUR + timedelta(seconds=number)
            yield _span(portal, state, starts, ends)
            starts, state = ends, now
    yield _span(portal, state, starts, BEGINS + (days * 24 + 1) * HOUR)


def _span(portal: str, state: State, starts: datetime, ends: datetime) -> Row:
    return {"portal": portal, "starts": starts, "state": state.value, "last_look": ends - HOUR, "ends": ends}


_LINKS = [links(*(f"Thủ tục {n} ngày {day}" for n in range(60))) for day in range(31)]


def write_catalogue(folder: Path, watched: Catalogue) -> None:
    """The same portals as a configuration folder has them."""
    rows = [f"{item.id},province,{item.name_vi},{item.name_en},,,,," for item in watched.agencies]
    header = "id,kind,name_vi,name_en,gso_code,valid_from,valid_to,successor_ids,note"
    (folder / "agencies.csv").write_text("\n".join([header, *rows]) + "\n", "utf-8")
    rows = [f"{x.id},{x.agency_id},{x.system.value},{x.url},confirmed,front_end,,,document," for x in watched.portals]
    header = "id,agency_id,system,url,status,lifecycle,valid_from,valid_to,confidence,note"
    (folder / "portals.csv").write_text("\n".join([header, *rows]) + "\n", "utf-8")
