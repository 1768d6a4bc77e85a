"""Cases for rules: one invented portal of one invented agency, looked at on one day."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from monitor.catalogue.records import Agency, AgencyKind, Lifecycle, Portal, PortalStatus
from monitor.exemptions.records import NOTHING_TOLD, Circumstances
from monitor.rules.contract import History, Span, Verdict
from monitor.rules.judging import judge
from monitor.rules.rulebook import RuleBook, load_rulebook
from monitor.rules.vantages import Quorum
from probes.answer import PageKind
from probes.contract import System
from probes.exchange import Phases, TlsFacts
from probes.facts import EmcTag, LandingPage, Link, Reachability
from probes.failures import Failure, FailureKind, State, failed
from probes.figures.figure import Figure

CONFIG = Path(__file__).parents[2] / "config"
AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
TODAY = date(2026, 11, 22)
GOOD_TAG = EmcTag(seen=True, site_id=4321, insecure=False, parts=("queue", "tracker", "script"), note="")
GOOD_TLS = TlsFacts(
    version="TLSv1.3",
    issuer="Invented CA",
    not_before=AT - timedelta(days=30),
    not_after=AT + timedelta(days=200),
)


@cache
def rulebook() -> RuleBook:
    """The rule book that we ship."""
    return load_rulebook(CONFIG)


def reachability(**changes: Any) -> Reachability:
    """A first page that answers well over HTTPS."""
    values: dict[str, Any] = {
        "url": "https://vinh-mau.test/",
        "final_url": "https://vinh-mau.test/",
        "state": State.UP,
        "status": 200,
        "hops": (),
        "address": "127.0.0.1",
        "bytes": 5120,
        "phases": Phases(),
        "total": 0.2,
        "tls": GOOD_TLS,
        "kind": PageKind.CONTENT,
        "reason": "",
        "title": "Vĩnh Mẫu",
        "language": "vi",
        "http_to_https": True,
    }
    return Reachability(**(values | changes))


def landing_page(**changes: Any) -> LandingPage:
    """A first page of content with the EMC tag and a link to the national portal."""
    values: dict[str, Any] = {
        "kind": PageKind.CONTENT,
        "title": "Vĩnh Mẫu",
        "language": "vi",
        "charset": "utf-8",
        "links": MENU,
        "meta": (),
        "headers": (),
        "emc": GOOD_TAG,
        "national_portal_link": "https://dichvucong.gov.vn/",
        "sha256": "0" * 64,
    }
    return LandingPage(**(values | changes))


def links(*texts: str) -> tuple[Link, ...]:
    """Links of the page by their texts."""
    return tuple(Link(text=text, url=f"https://vinh-mau.test/{n}") for n, text in enumerate(texts))


MENU = links("Giới thiệu", "Tin tức", "Văn bản", "Công khai ngân sách", "Hỏi đáp", "Lịch họp", "Danh bạ", "Liên hệ")


def figure(key: str, value: float, **changes: Any) -> Figure:
    """A published figure of the portal's whole."""
    values: dict[str, Any] = {
        "key": key,
        "value": value,
        "unit": "service",
        "raw": str(value),
        "label": key,
        "where": "table",
    }
    return Figure(**(values | changes))


def agency(**changes: Any) -> Agency:
    """An invented province."""
    values: dict[str, Any] = {
        "id": "x-vinh-mau",
        "kind": AgencyKind.PROVINCE,
        "name_vi": "Tỉnh Vĩnh Mẫu",
        "name_en": "Vinh Mau Province",
    }
    return Agency(**(values | changes))


def portal(**changes: Any) -> Portal:
    """Its portal."""
    values: dict[str, Any] = {
        "id": "x-vinh-mau-portal",
        "agency_id": "x-vinh-mau",
        "system": System.PORTAL,
        "url": "https://vinh-mau.test/",
        "status": PortalStatus.CONFIRMED,
        "lifecycle": Lifecycle.FRONT_END,
    }
    return Portal(**(values | changes))


@dataclass(kw_only=True)
class Look:
    """What was seen of the portal; `verdict` judges it by one rule of the shipped book, or of another one."""

    system: System = System.PORTAL
    lifecycle: Lifecycle = Lifecycle.FRONT_END
    kind: AgencyKind = AgencyKind.PROVINCE
    agency_id: str = "x-vinh-mau"
    agency_name: str = "Tỉnh Vĩnh Mẫu"
    url: str = "https://vinh-mau.test/"
    launched: date | None = None
    founded: date | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    failures: dict[str, Failure] = field(default_factory=dict)
    state: State = State.UP
    confirmed: bool = True
    history: History = field(default_factory=History)
    circumstances: Circumstances = NOTHING_TOLD
    at: datetime = AT
    law_day: date = TODAY
    seen_on: date | None = None
    quorum: Quorum | None = None

    def verdicts(self, book: RuleBook | None = None) -> tuple[Verdict, ...]:
        """All verdicts."""
        return judge(
            book or rulebook(),
            portal=portal(system=self.system, lifecycle=self.lifecycle, valid_from=self.launched, url=self.url),
            agency=agency(id=self.agency_id, kind=self.kind, name_vi=self.agency_name, valid_from=self.founded),
            facts=self.facts,
            failures=self.failures,
            state=self.state,
            confirmed=self.confirmed,
            history=self.history,
            at=self.at,
            law_day=self.law_day,
            seen_on=self.seen_on,
            circumstances=self.circumstances,
            quorum=self.quorum,
        )

    def verdict(self, rule: str, book: RuleBook | None = None) -> Verdict:
        """The verdict of one rule."""
        return next(verdict for verdict in self.verdicts(book) if verdict.rule == rule)


def failing(kind: FailureKind, *probes: str) -> dict[str, Failure]:
    """The same failure of several probes."""
    return {probe: failed(kind, "as told") for probe in probes or ("reachability", "landing_page", "published_counts")}


def spans(*pieces: tuple[State, float], until: datetime = AT) -> tuple[Span, ...]:
    """States one after the other, each for so many seconds, the last one ending at `until`."""
    end = until - timedelta(seconds=sum(seconds for _, seconds in pieces))
    made = []
    for state, seconds in pieces:
        start, end = end, end + timedelta(seconds=seconds)
        made.append(Span(state=state, start=start, end=end))
    return tuple(made)
