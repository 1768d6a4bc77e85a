"""Rounds of invented portals, made up in few words; every detail can be given."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from monitor.records import Round
from monitor.rules.contract import Basis, Outcome, Severity, Verdict
from probes.answer import PageKind
from probes.exchange import Phases, TlsFacts
from probes.facts import EmcTag, LandingPage, Link, Reachability
from probes.failures import Failure, State
from probes.figures.figure import Figure, PublishedCounts
from probes.observe import Evidence, Observation

START = datetime(2022, 8, 8, 1, 0, tzinfo=UTC)
DAY = date(2022, 8, 8)
PORTAL = "p-mau.portal"
FACTS_TYPES: Mapping[str, type] = {
    "reachability": Reachability,
    "landing_page": LandingPage,
    "published_counts": PublishedCounts,
}


def after(minutes: float) -> datetime:
    """A time after the start of the story."""
    return START + timedelta(minutes=minutes)


def reachability(state: State = State.UP, **changes: Any) -> Reachability:
    """Facts of a portal that answered."""
    facts = Reachability(
        url="https://mau.test/",
        final_url="https://mau.test/",
        state=state,
        status=200,
        hops=(),
        address="203.0.113.9",
        bytes=51234,
        phases=Phases(resolve=0.01, connect=0.02, tls=0.05, first_byte=0.2),
        total=0.38,
        tls=TlsFacts(version="TLSv1.3", not_after=datetime(2023, 1, 1, tzinfo=UTC)),
        kind=PageKind.CONTENT,
        reason="có nội dung",
        title="Cổng mẫu",
        language="vi",
    )
    return replace(facts, **changes)


def landing_page(links: int = 3) -> LandingPage:
    """Facts of a first page with so many links."""
    return LandingPage(
        kind=PageKind.CONTENT,
        title="Cổng mẫu",
        language="vi",
        charset="utf-8",
        links=tuple(Link(text=f"Thủ tục {n}", url=f"https://mau.test/thu-tuc/{n}") for n in range(links)),
        meta=(("description", "Cổng thông tin mẫu"),),
        headers=(("server", "mau"),),
        emc=EmcTag(seen=True, site_id=7, insecure=False, parts=("tracker", "script"), note=""),
        national_portal_link=None,
        sha256="0" * 64,
    )


def figure(value: float = 12345, key: str = "dossiers_received", **changes: Any) -> Figure:
    """A figure as published."""
    plain = Figure(
        key=key, value=value, unit="dossier", raw=str(value), label="Đã tiếp nhận", where="td:nth-of-type(2)"
    )
    return replace(plain, **changes)


def counts(*figures: Figure) -> PublishedCounts:
    """Facts of a page with these figures."""
    return PublishedCounts(figures=figures, pages=("https://mau.test/thong-ke",))


def evidence(body: bytes = b"<html>xin ch\xc3\xa0o</html>") -> Evidence:
    """A page as it came."""
    return Evidence(
        sha256=sha256(body).hexdigest(),
        url="https://mau.test/",
        status=200,
        headers=(("content-type", "text/html"),),
        body=body,
    )


def observation(
    facts: Any | None = None,
    *,
    probe: str = "reachability",
    failure: Failure | None = None,
    at: datetime = START,
    pages: Iterable[Evidence] = (),
    portal: str = PORTAL,
) -> Observation:
    """What one probe brought home."""
    return Observation(
        id=f"{int(at.timestamp() * 1000):012x}-{uuid4().hex[:20]}",
        portal=portal,
        probe=probe,
        vantage="local",
        at=at,
        law_day=DAY,
        attempt=1,
        seconds=0.4,
        facts=facts,
        failure=failure,
        evidence=tuple(page.sha256 for page in pages),
    )


def verdict(outcome: Outcome = Outcome.PASS, rule: str = "REACH-01", **changes: Any) -> Verdict:
    """One rule's verdict."""
    plain = Verdict(
        rule=rule,
        outcome=outcome,
        severity=Severity.MAJOR,
        basis=Basis.PRODUCT,
        weight=2.0,
        reason="Truy cập được",
        reason_en="Reachable",
        law=None,
        evidence={"status": 200},
    )
    return replace(plain, **changes)


def round_(at: datetime = START, state: State = State.UP, *, holds: float = 10, **changes: Any) -> Round:
    """A round that begins at `at` and whose state holds for so many minutes."""
    plain = Round(
        portal=PORTAL,
        agency="a-mau",
        vantage="local",
        since=at,
        ended=at + timedelta(seconds=2),
        holds_until=at + timedelta(minutes=holds),
        law_day=DAY,
        state=state,
        confirmed=True,
        judged=True,
        observations=(observation(reachability(state), at=at, portal=changes.get("portal", PORTAL)),),
        evidence=(),
        verdicts=(),
        rulebook="2022.1",
        remember={},
    )
    return replace(plain, **changes)


def counted(at: datetime, *figures: Figure, **changes: Any) -> Round:
    """A round that read these figures."""
    return round_(at, observations=(observation(counts(*figures), probe="published_counts", at=at),), **changes)
