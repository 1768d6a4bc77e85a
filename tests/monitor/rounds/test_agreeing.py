"""A round of several vantages is judged by what they agree on, and everything that they saw is kept."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.records import Round
from monitor.rounds.agreeing import sights_of
from monitor.rounds.round import ROUND, conclude, look
from monitor.rounds.watch import Recall
from monitor.rules.contract import Verdict
from probes.answer import PageKind
from probes.failures import FailureKind, State, failed
from tests.support.judged import landing_page
from tests.support.rounds import DOWN, NOW, recall, saying, subject, watch
from tests.support.vantages import Answer, round_from, seen_from

LATE = failed(FailureKind.READ_TIMEOUT, "late")
BLOCKED = failed(FailureKind.BLOCKED, "403")
OFFLINE = failed(FailureKind.MONITOR_OFFLINE, "no reference target answers")


def verdict(taken: Round, rule: str) -> Verdict:
    return next(item for item in taken.verdicts if item.rule == rule)


def after(taken: Round, known: Recall | None = None) -> Recall:
    before = known or recall()
    return replace(
        before,
        memories={**before.memories, **taken.remember},
        observations={**before.observations, **{item.probe: item for item in taken.observations}},
    )


def test_a_place_alone_is_judged_as_ever_and_has_no_quorum() -> None:
    crew = watch(saying(DOWN))
    sights = [look(crew, subject(), recall(), attempt=attempt) for attempt in (1, 2)]
    without = conclude(crew, subject(), recall(), *sights)
    assert (without.quorum, without.vantage, without.state) == (None, "test", State.DOWN)
    alone = conclude(replace(crew, network="vnpt"), subject(), recall(), *sights)
    assert alone.quorum is not None
    assert (alone.state, alone.holds_until, alone.observations) == (
        without.state,
        without.holds_until,
        without.observations,
    )
    assert verdict(alone, "REACH-01").reason == verdict(without, "REACH-01").reason


def test_two_networks_that_cannot_reach_it_make_it_down() -> None:
    taken = round_from(seen_from("hn", "vnpt", DOWN), seen_from("hcm", "fpt", LATE))
    assert (taken.state, verdict(taken, "REACH-01").outcome) == (State.DOWN, "fail")
    assert "từ 2 trên 2 mạng" in verdict(taken, "REACH-01").reason


def test_our_own_place_alone_cannot_accuse_what_another_network_sees() -> None:
    taken = round_from(seen_from("hn", "vnpt", DOWN), seen_from("hcm", "fpt", State.UP))
    assert (taken.state, taken.confirmed, verdict(taken, "REACH-01").outcome) == (State.PARTLY, True, "unknown")
    assert taken.holds_until == NOW + timedelta(seconds=600)


def test_a_vantage_that_could_not_confirm_has_no_say() -> None:
    doubtful = replace(seen_from("hcm", "fpt", DOWN), second=None)
    taken = round_from(seen_from("hn", "vnpt", State.UP), doubtful)
    assert taken.state is State.UP
    assert [look.confirmed for look in taken.quorum.looks] == [True, False] if taken.quorum else False


def test_a_place_that_was_cut_off_itself_leaves_the_others_to_say_it() -> None:
    taken = round_from(seen_from("hn", "vnpt", OFFLINE), seen_from("hcm", "fpt", LATE))
    assert (taken.state, verdict(taken, "REACH-01").evidence["failure"]) == (State.DOWN, "read_timeout")
    assert "từ 1 điểm đo" in verdict(taken, "REACH-01").reason
    assert taken.observations[-1].vantage == "hcm"


def test_where_all_are_cut_off_the_time_is_unobserved() -> None:
    taken = round_from(seen_from("hn", "vnpt", OFFLINE), seen_from("hcm", "fpt", OFFLINE))
    assert (taken.state, taken.holds_until) == (State.UNKNOWN, taken.since)


def test_content_is_judged_by_who_sees_it_and_the_evidence_says_from_where() -> None:
    from_hcm = seen_from("hcm", "fpt", State.UP)
    last = from_hcm.first.observations[0]
    content = replace(last, id="page", probe="landing_page", facts=landing_page(kind=PageKind.CONTENT))
    from_hcm = replace(from_hcm, first=replace(from_hcm.first, observations=(last, content)))
    taken = round_from(seen_from("hn", "vnpt", BLOCKED), from_hcm)
    told = verdict(taken, "EMC-01")
    assert (taken.state, told.outcome, told.evidence["seen_from"]) == (State.UP, "pass", "hcm")
    assert "seen_from" not in verdict(round_from(from_hcm, seen_from("hn", "vnpt", State.UP)), "EMC-01").evidence


def test_everything_that_was_seen_is_kept_and_what_stands_for_the_portal_comes_last() -> None:
    taken = round_from(
        seen_from("hn", "vnpt", BLOCKED), seen_from("hcm", "fpt", DOWN), seen_from("vinh", "cmc", State.UP)
    )
    told = [(item.vantage, item.outcome) for item in taken.observations]
    assert told == [("hcm", "connection_refused"), ("hcm", "connection_refused"), ("hn", "blocked"), ("vinh", "seen")]


def test_a_portal_that_is_down_is_shown_by_a_look_that_failed() -> None:
    taken = round_from(seen_from("hn", "vnpt", State.UP), seen_from("hcm", "fpt", DOWN), seen_from("vinh", "cmc", LATE))
    assert (taken.state, taken.observations[-1].outcome) == (State.DOWN, "read_timeout")


def test_a_look_of_another_hour_is_kept_and_has_no_say() -> None:
    stale = seen_from("hcm", "fpt", State.UP, now=lambda: NOW - timedelta(hours=1))
    taken = round_from(seen_from("hn", "vnpt", DOWN), stale)
    assert taken.state is State.DOWN
    assert {item.vantage for item in taken.observations} == {"hn", "hcm"}


def test_one_vantage_that_answers_twice_counts_once() -> None:
    twice = (seen_from("hcm", "fpt", LATE), seen_from("hcm", "fpt", LATE))
    taken = round_from(seen_from("hn", "vnpt", State.UP), *twice)
    assert taken.quorum is not None
    assert [look.vantage for look in taken.quorum.looks] == ["hn", "hcm"]


def test_only_the_lead_remembers_for_the_next_round() -> None:
    taken = round_from(seen_from("hn", "vnpt", State.UP), seen_from("hcm", "fpt", DOWN))
    assert set(taken.remember) == {"reachability", ROUND}


def test_where_we_do_not_look_ourselves_another_vantage_leads() -> None:
    hcm, vinh = seen_from("hcm", "fpt", State.UP), seen_from("vinh", "cmc", DOWN)
    crew = replace(watch(saying(State.UP)), network="vnpt")
    taken = conclude(crew, subject(), recall(), hcm.first, hcm.second, (hcm, vinh))
    assert taken.quorum is not None
    assert [(look.vantage, look.network, look.lead) for look in taken.quorum.looks] == [
        ("hcm", "fpt", True),
        ("vinh", "cmc", False),
    ]
    assert taken.vantage == "hcm"


def test_an_outage_ends_when_some_see_the_portal_again() -> None:
    known = recall()
    told = []
    for number, answer in enumerate([LATE, LATE, State.UP, State.UP]):
        at = NOW + timedelta(minutes=5 * number)
        hn, hcm = (seen_from(name, name, kind, now=lambda at=at: at) for name, kind in (("hn", LATE), ("hcm", answer)))
        taken = round_from(hn, hcm, known=known, now=lambda at=at: at)
        known = recall({**known.memories, **taken.remember})
        told.append((taken.state, verdict(taken, "REACH-01").evidence.get("failed_rounds")))
    assert told == [(State.DOWN, 1), (State.DOWN, 2), (State.PARTLY, 2), (State.PARTLY, None)]


@pytest.mark.parametrize("silent", [None, OFFLINE])
def test_while_the_vantage_that_saw_it_is_silent_one_round_accuses_nobody(silent: Answer | None) -> None:
    partly = round_from(seen_from("hn", "vnpt", LATE), seen_from("hcm", "fpt", State.UP))
    told, known = [partly.state], after(partly)
    for number in (1, 2):
        at = NOW + timedelta(minutes=5 * number)
        hcm = () if silent is None else (seen_from("hcm", "fpt", silent, now=lambda at=at: at),)
        taken = round_from(seen_from("hn", "vnpt", LATE, now=lambda at=at: at), *hcm, known=known, now=lambda at=at: at)
        known = after(taken, known)
        told.append(taken.state)
        assert (verdict(taken, "REACH-01").outcome, taken.confirmed) == [("unknown", False), ("fail", True)][number - 1]
    assert told == [State.PARTLY, State.UNKNOWN, State.DOWN]


def test_a_vantage_that_saw_it_long_ago_or_saw_it_fail_is_not_waited_for() -> None:
    hn = seen_from("hn", "vnpt", LATE)
    for before, minutes in ((State.UP, 11), (BLOCKED, 5)):
        at = NOW - timedelta(minutes=minutes)
        known = after(round_from(seen_from("hcm", "fpt", before, now=lambda at=at: at)))
        assert round_from(hn, known=known).state is State.DOWN


def test_beside_a_vantage_that_it_asked_to_wait_one_network_alone_cannot_accuse_it() -> None:
    crew, hn = replace(watch(saying(DOWN)), network="vnpt"), seen_from("hn", "vnpt", LATE)
    taken = conclude(crew, subject(), recall(), hn.first, hn.second, (), frozenset({"hcm"}))
    assert (taken.state, taken.confirmed, verdict(taken, "REACH-01").outcome) == (State.UNKNOWN, False, "unknown")
    two = (seen_from("vinh", "cmc", DOWN),)
    assert conclude(crew, subject(), recall(), hn.first, hn.second, two, frozenset({"hcm"})).state is State.DOWN


def test_two_networks_that_agree_wait_for_no_third() -> None:
    known = after(round_from(seen_from("hcm", "fpt", State.UP)))
    assert round_from(seen_from("hn", "vnpt", LATE), seen_from("vinh", "cmc", DOWN), known=known).state is State.DOWN


ANSWERS = st.sampled_from([State.UP, State.RETIRED, DOWN, LATE, BLOCKED, OFFLINE, failed(FailureKind.MAINTENANCE, "")])


@settings(max_examples=60, deadline=None)
@given(st.lists(ANSWERS, min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_the_order_in_which_others_answer_changes_nothing(answers: list[Answer], random: Random) -> None:
    lead, *others = (seen_from(f"v{n}", "ab"[n % 2], answer) for n, answer in enumerate(answers))
    shuffled = random.sample(others, len(others))
    assert round_from(lead, *shuffled) == round_from(lead, *others)
    assert {item.id for item in round_from(lead, *others).observations} == {
        item.id for seen in (lead, *others) for sight in sights_of(seen) for item in sight.observations
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(ANSWERS, min_size=1, max_size=5))
def test_nobody_is_accused_by_one_network_while_another_votes(answers: list[Answer]) -> None:
    taken = round_from(*(seen_from(f"v{n}", f"n{n}", answer) for n, answer in enumerate(answers)))
    assert taken.quorum is not None
    down = sum(look.state is State.DOWN for look in taken.quorum.looks)
    voting = sum(look.votes for look in taken.quorum.looks)
    accused = verdict(taken, "REACH-01").outcome == "fail"
    assert accused == (taken.state is State.DOWN) == (2 * down > voting and (down >= 2 or voting == 1))
