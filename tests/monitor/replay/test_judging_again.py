"""Asking only the rules under which something moved gives what asking all of them gives."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.exemptions.records import NOTHING_TOLD
from monitor.replay.judging_again import JudgedAgain
from monitor.replay.rounds import PastRound
from monitor.rules.contract import History
from monitor.rules.judging import judge
from probes.contract import System
from probes.failures import FailureKind, State, failed
from tests.support.judged import (
    AT,
    GOOD_TLS,
    TODAY,
    agency,
    figure,
    landing_page,
    links,
    portal,
    reachability,
    rulebook,
    spans,
)
from tests.support.kept_rounds import counts

REACHED = (
    reachability(),
    reachability(total=9.0),
    reachability(status=404),
    reachability(tls=replace(GOOD_TLS, not_after=AT + timedelta(days=3))),
    reachability(final_url="http://vinh-mau.test/", tls=None),
)
PAGES = (landing_page(), landing_page(links=links("Liên hệ")), landing_page(national_portal_link=None))
COUNTS = (counts(), counts(figure("services_total", 10)), counts(figure("services_total", 20)))
STATES = (State.UP, State.UP, State.DOWN, State.BLOCKED, State.RETIRED)
REFUSED = failed(FailureKind.CONNECTION_REFUSED, "refused")

ROUND = st.tuples(
    st.sampled_from(REACHED),
    st.sampled_from(PAGES),
    st.sampled_from(COUNTS),
    st.sampled_from(STATES),
    st.booleans(),
    st.integers(0, 3),  # days since the last one
    st.sampled_from(((), (figure("services_total", 30),))),
)


def past_rounds(story: list[tuple]) -> list[PastRound]:
    made, at, day = [], AT, TODAY
    for reached, page, read, state, confirmed, days, figures in story:
        at, day = at + timedelta(days=days, hours=1), day + timedelta(days=days)
        failures = {"reachability": REFUSED} if state is State.DOWN else {}
        made.append(
            PastRound(
                since=at,
                law_day=day,
                state=state,
                confirmed=confirmed,
                facts={"reachability": replace(reached, state=state), "landing_page": page, "published_counts": read},
                failures=failures,
                history=History(spans=spans((State.UP, 86_400), (state, 3_600), until=at), figures=figures),
            )
        )
    return made


@settings(max_examples=60, deadline=None)
@given(story=st.lists(ROUND, min_size=2, max_size=12), system=st.sampled_from(list(System)))
def test_after_any_story_every_verdict_is_the_one_that_asking_all_rules_gives(story: list, system: System) -> None:
    watched, of = portal(system=system), agency()
    again = JudgedAgain(rulebook(), portal=watched, agency=of, circumstances=NOTHING_TOLD)
    standing = {}
    for item in past_rounds(story):
        standing.update({verdict.rule: verdict for verdict in again.judge(item)})
        full = judge(
            rulebook(),
            portal=watched,
            agency=of,
            facts=item.facts,
            failures=item.failures,
            state=item.state,
            confirmed=item.confirmed,
            history=item.history,
            at=item.since,
            law_day=item.law_day,
        )
        assert standing == {verdict.rule: verdict for verdict in full}


@pytest.mark.parametrize(
    ("changed", "asked"), [({}, set()), ({"title": "Khác"}, set()), ({"final_url": "x"}, {"TLS-01"})]
)
def test_only_rules_under_which_something_moved_are_asked(changed: dict, asked: set[str]) -> None:
    first, second = past_rounds([(REACHED[0], PAGES[0], COUNTS[0], State.UP, True, 0, ())] * 2)
    again = JudgedAgain(rulebook(), portal=portal(), agency=agency(), circumstances=NOTHING_TOLD)
    everything = {verdict.rule for verdict in again.judge(first)}
    steady = again.judge(second)
    moved = replace(second, facts={**second.facts, "reachability": replace(REACHED[0], **changed)})
    found = {verdict.rule for verdict in again.judge(moved)}
    assert everything == {booked.rule.id for booked in rulebook().rules}
    assert {"AV-01", "TLS-02"} <= {verdict.rule for verdict in steady} < everything
    assert asked <= found < everything
    assert found - asked == {verdict.rule for verdict in steady} - asked
