"""Retention: old looks go; what a verdict rests on, the last looks and all history stay."""

from datetime import timedelta

import pytest

from monitor.records import ReferenceAnswer, ReferenceCheck
from monitor.rules.contract import Outcome
from monitor.storage.check import check
from monitor.storage.engine import reading, writing
from monitor.storage.incidents import put_incidents
from monitor.storage.prune import Pruned, Retention, prune
from monitor.storage.reference_checks import read_checks
from monitor.storage.store import Store
from probes.failures import FailureKind, State, failed
from tests.support.incidents import incident
from tests.support.kept_rounds import (
    PORTAL,
    START,
    after,
    counted,
    evidence,
    figure,
    landing_page,
    observation,
    reachability,
    round_,
    verdict,
)

DAY = 24 * 60
A_MONTH_PAST = 54 - 1 / 24  # days after the start (1:00 on 8 August): thirty days before is midnight of 1 September


def look(store: Store, day: float, outcome: Outcome = Outcome.PASS, *, links: int = 3) -> str:
    """Keep a round of that day with a page of its own; gives the page's hash."""
    page = evidence(f"day {day}".encode())
    seen = observation(landing_page(links=links), probe="landing_page", at=after(day * DAY), pages=(page,))
    kept = round_(after(day * DAY), State.UP, observations=(seen,), evidence=(page,), verdicts=(verdict(outcome),))
    store.keep([kept])
    return page.sha256


def pruned(store: Store, day: float, step: int = 500) -> Pruned:
    return prune(store.engine, now=START + timedelta(days=day), retention=Retention(), step=step)


def days(store: Store) -> list[int]:
    return sorted((item.at - START).days for item in store.observations(PORTAL, limit=1000))


@pytest.mark.parametrize("step", [1, 2, 500])
def test_old_looks_go_with_their_pages_and_young_ones_stay(store: Store, step: int) -> None:
    pages = [look(store, day) for day in (0, 1, 2, 60)]
    gone = pruned(store, 70, step)
    assert days(store) == [60]
    assert (gone.observations, gone.evidence) == (3, 3)
    assert [store.evidence(page) is not None for page in pages] == [False, False, False, True]
    assert pruned(store, 70).observations == 0


def test_the_last_look_stays_however_old(store: Store) -> None:
    page = look(store, 0, links=100)
    assert pruned(store, 1000) == Pruned(observations=0, evidence=0, parts=0)
    assert store.evidence(page) is not None
    assert len(store.standings()[0].observations) == 1


def test_a_look_that_opened_a_failing_verdict_stays_for_a_reporting_year_and_its_reply(store: Store) -> None:
    page = look(store, 0, Outcome.FAIL)
    look(store, 1, Outcome.FAIL)
    look(store, 2, Outcome.PASS)
    look(store, 390)
    pruned(store, 391)
    assert days(store) == [0, 390]
    assert store.evidence(page) is not None
    pruned(store, 400)
    assert days(store) == [390]
    assert store.evidence(page) is None


def test_a_look_that_opened_a_standing_failure_stays_as_long_as_it_stands(store: Store) -> None:
    look(store, 0, Outcome.FAIL)
    look(store, 500, Outcome.FAIL)
    pruned(store, 510)
    assert days(store) == [0, 500]


def test_figures_verdicts_and_states_stay_for_good(store: Store) -> None:
    store.keep([counted(after(day * DAY), figure(day), verdicts=(verdict(),)) for day in range(5)])
    before = (
        store.figure_history(PORTAL, "dossiers_received"),
        store.verdict_changes(start=after(0), end=after(DAY)),
        store.availability(start=after(0), end=after(9 * DAY)),
    )
    assert pruned(store, 5000).observations == 4
    assert before == (
        store.figure_history(PORTAL, "dossiers_received"),
        store.verdict_changes(start=after(0), end=after(DAY)),
        store.availability(start=after(0), end=after(9 * DAY)),
    )


def test_a_page_still_shown_by_young_looks_stays(store: Store) -> None:
    page = evidence()
    for day in range(41):
        seen = observation(landing_page(links=100), probe="landing_page", at=after(day * DAY), pages=(page,))
        store.keep([round_(after(day * DAY), observations=(seen,), evidence=(page,) if day == 0 else ())])
    gone = pruned(store, A_MONTH_PAST)
    assert (gone.observations, gone.evidence, gone.parts) == (24, 0, 0)
    assert store.evidence(page.sha256) == page
    assert store.standings()[0].observations["landing_page"].facts == landing_page(links=100)


def test_a_pruned_store_is_sound(url: str) -> None:
    with Store.open(url) as store:
        for day in (0, 1, 50):
            look(store, day, links=100 + day)
        assert pruned(store, 60).observations == 2
    assert check(url) == ()


def outage(store: Store, *, resolved: bool) -> None:
    """An incident of day 0: rounds at 0, 5 and 10 minutes fail and open it; one at 60 minutes fails, one answers."""
    silent = failed(FailureKind.CONNECT_TIMEOUT, "silence")
    for minute in (0, 5, 10, 60):
        at = after(minute)
        check = ReferenceCheck(at=at + timedelta(seconds=9), online=True, needed=1, answers=(HEARD,))
        seen = observation(reachability(State.DOWN), failure=silent, at=at)
        store.keep([round_(at, State.DOWN, observations=(seen,), references=check)])
    for minute in (30, 65, 70, 24 * 60):
        store.keep([round_(after(minute))])
    times = {"ended": after(65), "resolved": after(70)} if resolved else {}
    opened = incident(portal=PORTAL, since=START, opened=after(10), **times)
    with writing(store.engine) as connection:
        put_incidents(connection, [opened])


HEARD = ReferenceAnswer(host="192.0.2.1", port=443, network="192.0.0.0/16", answered=True, seconds=0.02)


def minutes(store: Store) -> list[int]:
    return sorted(int((item.at - START).total_seconds() // 60) for item in store.observations(PORTAL, limit=1000))


def checks(store: Store) -> int:
    with reading(store.engine) as connection:
        return len(read_checks(connection, start=START, end=START + timedelta(days=9)))


def test_what_an_incident_rests_on_stays_until_nobody_may_dispute_it_any_more(store: Store) -> None:
    outage(store, resolved=True)
    pruned(store, 390)
    assert minutes(store) == [0, 5, 10, 60, 65, 70, 24 * 60]  # what answered in between went
    assert checks(store) == 4
    pruned(store, 400)
    assert minutes(store) == [24 * 60]
    assert checks(store) == 0


def test_what_an_open_incident_rests_on_stays_however_old(store: Store) -> None:
    outage(store, resolved=False)
    pruned(store, 4000, step=1)
    assert minutes(store) == [0, 5, 10, 60, 24 * 60]
    assert checks(store) == 4


def test_an_answer_of_the_references_without_a_failed_look_beside_it_goes_with_the_old_looks(store: Store) -> None:
    check = ReferenceCheck(at=START, online=True, needed=1, answers=(HEARD,))
    store.keep([round_(references=check), round_(after(5), references=check)])
    assert checks(store) == 1
    pruned(store, 29)
    assert checks(store) == 1
    pruned(store, A_MONTH_PAST)
    assert checks(store) == 0
