"""First rounds of one invented portal, from which a demo makes up its past."""

from datetime import timedelta
from typing import Any

from monitor.demo.history.today import Today, today_of
from monitor.rules.contract import History
from monitor.rules.judging import judge
from probes.exchange import Phases, TlsFacts
from probes.failures import Failure, State
from probes.figures.figure import Figure, PublishedCounts
from tests.support.judged import landing_page, reachability
from tests.support.kept_rounds import observation, round_
from tests.support.rounds import LAW_DAY, NOW, saying, subject, watch

UNTIL = NOW + timedelta(days=200)
TLS = TlsFacts(version="TLSv1.3", not_before=NOW - timedelta(days=90), not_after=UNTIL, names=("a.test",))


def total(value: int, key: str = "services_total", **changes: Any) -> Figure:
    """A figure of the portal's whole."""
    unit = "dossier" if key.startswith("dossiers") else "service"
    return Figure(key=key, value=value, unit=unit, raw=f"{value:,}".replace(",", "."), label=key, where="td", **changes)


def first_round(state: State = State.UP, *, failure: Failure | None = None, **facts: Any) -> Today:
    """What one look brought; `facts` by probe come beside those that every look has."""
    whose, way = subject(), watch(saying(state))
    phases = Phases(resolve=0.01, connect=0.01, tls=0.02, first_byte=0.1, transfer=0.01)
    seen = {"reachability": reachability(state=state, tls=TLS, certificate_until=UNTIL, phases=phases), **facts}
    if failure is None:
        seen.setdefault("landing_page", landing_page(meta=(("description", "Cổng mẫu"),)))
    failures = {} if failure is None else dict.fromkeys(("reachability", "landing_page"), failure)
    verdicts = judge(
        way.rulebook,
        portal=whose.portal,
        agency=whose.agency,
        facts=seen,
        failures=failures,
        state=state,
        confirmed=True,
        history=History(),
        at=NOW,
        law_day=LAW_DAY,
    )
    names = sorted({*seen, *failures})
    taken = round_(
        NOW,
        state,
        portal=whose.portal.id,
        agency=whose.agency.id,
        law_day=LAW_DAY,
        rulebook=way.rulebook.version,
        verdicts=verdicts,
        observations=tuple(
            observation(seen.get(name), probe=name, failure=failures.get(name), at=NOW, portal=whose.portal.id)
            for name in names
        ),
    )
    return today_of(taken, whose, way)


def counts(*figures: Figure) -> PublishedCounts:
    """Facts of a page of figures."""
    return PublishedCounts(figures=figures, pages=("https://a.test/thong-ke",))
