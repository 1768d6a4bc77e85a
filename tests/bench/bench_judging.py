"""What judging costs: 300 portals under the whole rule book within a second, less where a round saw nothing new."""

import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

from monitor.catalogue.records import Agency, Portal
from monitor.rules.contract import History, Verdict
from monitor.rules.judging import judge
from probes.contract import System
from probes.facts import LandingPage, Link
from probes.failures import State
from tests.support.judged import AT, TODAY, agency, landing_page, portal, reachability, rulebook, spans

PORTALS = 300
SYSTEMS = (System.PORTAL, System.PUBLIC_SERVICE, System.ONE_STOP)
WITHIN = 1.0  # seconds of CPU, cold
HOUR = timedelta(hours=1)


def subjects() -> list[tuple[Portal, Agency]]:
    """Three systems of each of a hundred invented provinces."""
    made = []
    for number in range(PORTALS):
        owner = f"x-{number // 3}"
        system = SYSTEMS[number % 3]
        made.append((portal(id=f"{owner}.{system.value}", agency_id=owner, system=system), agency(id=owner)))
    return made


def page(number: int) -> LandingPage:
    """A page of 150 links, as the larger portals have."""
    links = tuple(Link(text=f"Mục số {n}", url=f"https://vinh-mau.test/{number}/{n}") for n in range(150))
    return landing_page(links=links, national_portal_link=None, sha256=f"{number:064x}")


def facts(number: int) -> dict[str, Any]:
    """What the probes of every round bring."""
    return {"reachability": reachability(total=number / 1000), "landing_page": page(number)}


def history() -> History:
    """A month with an outage every day."""
    return History(spans=spans(*((State.UP, 85_800.0), (State.DOWN, 600.0)) * 30))


def judged(seen: list[dict[str, Any]], who: list[tuple[Portal, Agency]], past: History, *, hour: int) -> float:
    """CPU seconds for one round of all; the portals' facts are those of `seen`."""
    at = AT + hour * HOUR
    begun = time.process_time()
    total: list[tuple[Verdict, ...]] = [
        judge(
            rulebook(),
            portal=item,
            agency=owner,
            facts=mine,
            failures={},
            state=State.UP,
            confirmed=True,
            history=past,
            at=at,
            law_day=TODAY,
        )
        for mine, (item, owner) in zip(seen, who, strict=True)
    ]
    spent = time.process_time() - begun
    assert len(total) == PORTALS
    return spent


def test_judging_all_portals_takes_a_second_at_most_and_unchanged_pages_are_judged_once() -> None:
    who, past = subjects(), history()
    seen = [facts(number) for number in range(PORTALS)]
    rules = len(rulebook().rules)
    cold = judged(seen, who, past, hour=0)
    print(f"\ncold: {PORTALS} portals x {rules} rules in {cold:.3f} s (goal {WITHIN} s)")
    again = []
    for hour in range(1, 4):
        news = [{**mine, "reachability": replace(mine["reachability"], total=0.1 * hour)} for mine in seen]
        again.append(judged(news, who, past, hour=hour))
    print(f"pages unchanged: {min(again):.3f} s, {1e6 * min(again) / PORTALS / rules:.1f} us a verdict")
    assert cold <= WITHIN
    assert min(again) <= cold
