"""Settled verdicts are those that judging everything anew would give, over stories of pages that change and stay."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from monitor.rounds.quorum import decide
from monitor.rounds.settled import judge_anew
from monitor.rules.contract import History, Span
from monitor.rules.judging import judge
from monitor.rules.vantages import VantageLook
from probes.answer import PageKind
from probes.facts import EmcTag, LandingPage
from probes.failures import FailureKind, State, failed
from tests.support.rounds import LAW_DAY, NOW, RULEBOOK, reachability, subject

TAG = EmcTag(seen=True, site_id=1, insecure=False, parts=("queue",), note="")
PAGE = LandingPage(
    kind=PageKind.CONTENT,
    title="Cổng thông tin",
    language="vi",
    charset="utf-8",
    links=(),
    meta=(),
    headers=(("date", "Sun, 22 Nov 2026 03:00:00 GMT"), ("server", "x")),
    emc=TAG,
    national_portal_link=None,
    sha256="0" * 64,
)


def case(**changed: Any) -> dict[str, Any]:
    """The arguments of one judgement."""
    portal = subject()
    return {
        "facts": {"reachability": reachability(State.UP), "landing_page": PAGE},
        "failures": {},
        "state": State.UP,
        "confirmed": True,
        "history": History(),
        "at": NOW,
        "law_day": LAW_DAY,
        "agency": portal.agency,
    } | changed


def test_over_any_story_the_verdicts_are_those_of_judging_everything_anew() -> None:
    random, portal = Random(20261122), subject().portal
    agency = subject().agency
    pages = (PAGE, replace(PAGE, emc=replace(TAG, seen=False)), replace(PAGE, headers=(("server", "y"),)))
    failures = failed(FailureKind.NOT_FOUND, "404")
    for number in range(150):
        at = NOW + timedelta(minutes=5 * number)
        state = random.choice((State.UP, State.UP, State.UP, State.DOWN, State.RETIRED))
        page = replace(random.choice(pages), headers=(("date", str(at)), *random.choice(pages).headers))
        story = case(
            facts={"reachability": reachability(state), **({"landing_page": page} if random.random() < 0.9 else {})},
            failures={"landing_page": failures} if random.random() < 0.1 else {},
            state=state,
            confirmed=random.random() < 0.9,
            history=History(spans=(Span(state=state, start=NOW - timedelta(days=20), end=at),)),
            at=at,
            law_day=LAW_DAY + timedelta(days=number // 50),
            agency=agency,
        )
        assert judge_anew(RULEBOOK, portal=portal, **story) == judge(RULEBOOK, portal=portal, **story)


def test_what_rests_on_an_unchanged_page_is_the_very_same_verdict_whatever_date_its_message_bears() -> None:
    portal, first = subject().portal, case()
    before = judge_anew(RULEBOOK, portal=portal, **first)
    page = replace(PAGE, headers=(("date", "Sun, 22 Nov 2026 03:05:00 GMT"), ("server", "x")))
    later = {"reachability": reachability(State.UP), "landing_page": page}
    after = judge_anew(RULEBOOK, portal=portal, **{**first, "facts": later, "at": NOW + timedelta(minutes=5)})
    same = {one.rule for one, other in zip(before, after, strict=True) if one is other}
    resting = {booked.rule.id for booked in RULEBOOK.rules if booked.rule.depends_on == ("landing_page",)}
    assert resting
    assert resting <= same
    assert "AV-01" not in same


def test_another_header_of_the_page_or_another_rule_book_settles_nothing() -> None:
    portal, first = subject().portal, case()
    before = judge_anew(RULEBOOK, portal=portal, **first)
    changed = {**first["facts"], "landing_page": replace(PAGE, headers=(("server", "z"),))}
    for after in (
        judge_anew(RULEBOOK, portal=portal, **{**first, "facts": changed}),
        judge_anew(replace(RULEBOOK), portal=portal, **first),
    ):
        assert [item.outcome for item in after] == [item.outcome for item in before]
        assert not any(one is other for one, other in zip(before, after, strict=True) if one.rule == "AV-01")


def test_of_a_portal_that_answers_as_before_only_the_time_it_took_is_judged_again_for_two_minutes() -> None:
    portal, first = subject().portal, case()
    before = judge_anew(RULEBOOK, portal=portal, **first)
    slower = {**first["facts"], "reachability": replace(reachability(State.UP), total=60.0)}
    soon = judge_anew(RULEBOOK, portal=portal, **{**first, "facts": slower, "at": NOW + timedelta(seconds=110)})
    timed = {booked.rule.id for booked in RULEBOOK.rules if booked.rule.times}
    assert timed
    assert {one.rule for one, other in zip(before, soon, strict=True) if one is not other} <= timed
    later = judge_anew(RULEBOOK, portal=portal, **{**first, "facts": slower, "at": NOW + timedelta(seconds=130)})
    assert not any(one is other for one, other in zip(before, later, strict=True) if one.rule == "AV-01")


def test_a_portal_that_is_reached_in_another_way_or_fails_is_judged_at_once() -> None:
    for changed in (
        {
            "facts": {
                "reachability": replace(reachability(State.UP), final_url="https://elsewhere.test/"),
                "landing_page": PAGE,
            }
        },
        {"state": State.DOWN, "facts": {"reachability": reachability(State.DOWN)}},
        {"at": NOW - timedelta(seconds=1)},
    ):
        portal, first = subject().portal, case()
        before = judge_anew(RULEBOOK, portal=portal, **first)
        second = {**first, "at": NOW + timedelta(seconds=10), **changed}
        after = judge_anew(RULEBOOK, portal=portal, **second)
        assert after == judge(RULEBOOK, portal=portal, **second)
        assert not any(one is other for one, other in zip(before, after, strict=True) if one.rule == "AV-01")


def test_what_another_vantage_sees_is_heard_at_once() -> None:
    portal, seen = subject().portal, VantageLook(vantage="hn", network="vnpt", at=NOW, state=State.UP, lead=True)
    for other in (State.UP, State.BLOCKED, State.UP):
        quorum = decide((seen, VantageLook(vantage="hcm", network="fpt", at=NOW, state=other)))
        story = case(quorum=quorum)
        assert judge_anew(RULEBOOK, portal=portal, **story) == judge(RULEBOOK, portal=portal, **story)
