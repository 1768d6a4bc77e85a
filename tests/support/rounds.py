"""A watch whose probe says what the test wants, with clocks that stand still; nothing here touches the network."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from monitor.catalogue.records import Agency, AgencyKind, Lifecycle, Portal, PortalStatus
from monitor.configuration import shipped_folder
from monitor.rounds.cadence import Night
from monitor.rounds.watch import Recall, Subject, Watch
from monitor.rules.contract import History
from monitor.rules.rulebook import load_rulebook
from probes.answer import Answer, PageKind
from probes.contract import Look, Looker, Memory, Session, System, Target
from probes.exchange import Exchange, Phases
from probes.facts import Reachability
from probes.failures import Failure, FailureKind, State, failed
from probes.observe import Vantage

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
LAW_DAY = date(2026, 11, 22)
RULEBOOK = load_rulebook(shipped_folder())


def reachability(state: State, *, address: str = "203.0.113.9") -> Reachability:
    answered = state is not State.DOWN
    return Reachability(
        url="https://a.test/",
        final_url="https://a.test/",
        state=state,
        status=200 if answered else None,
        hops=(),
        address=address,
        bytes=0,
        phases=Phases(),
        total=0.1,
        tls=None,
        kind=PageKind.CONTENT if answered else None,
        reason="",
        title=None,
        language=None,
    )


def saying(*answers: State | Failure | Exception) -> Looker:
    """A reachability probe that gives these in turn, the last one for ever."""
    turns = count()

    def look(target: Target, session: Session, memory: Memory) -> Look[Any]:
        answer = answers[min(next(turns), len(answers) - 1)]
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Failure):
            return Look(facts=reachability(answer.state), failure=answer, remember=memory)
        return Look(facts=reachability(answer), remember=memory)

    return look


DOWN = failed(FailureKind.CONNECTION_REFUSED, "refused")


def subject(*, status: PortalStatus = PortalStatus.CONFIRMED, portal: str = "a.portal", agency: str = "a") -> Subject:
    return Subject(
        portal=Portal(
            id=portal,
            agency_id=agency,
            system=System.PORTAL,
            url="https://a.test/",
            status=status,
            lifecycle=Lifecycle.FRONT_END,
        ),
        agency=Agency(id=agency, kind=AgencyKind.PROVINCE, name_vi="Tỉnh Mô Phỏng", name_en="Simulated Province"),
    )


def recall(memories: Mapping[str, Memory] | None = None) -> Recall:
    return Recall(memories=memories or {}, history=History(), observations={}, looked_daily=None)


def watch(
    looker: Looker,
    *,
    confirm_after: float = 0.01,
    online: Callable[[], bool] = lambda: True,
    now: Callable[[], datetime] = lambda: NOW,
    more: Mapping[str, Looker] | None = None,
) -> Watch:
    ids = count(1)

    def fetch(url: str, *, avoid: str | None = None) -> Exchange:
        raise AssertionError(f"asked the network for {url}")

    def classify(exchange: Exchange) -> Answer:
        raise AssertionError("nothing was fetched")

    return Watch(
        fetch=fetch,
        classify=classify,
        lookers={"reachability": looker, **(more or {})},
        daily=frozenset(more or ()),
        rulebook=RULEBOOK,
        vantage=Vantage(name="test", now=now, monotonic=lambda: 0.0, new_id=lambda _at: f"id-{next(ids)}"),
        law_day=lambda: LAW_DAY,
        online=online,
        confirm_after=confirm_after,
        patience=60,
        interval=300,
        night=Night(),
    )
