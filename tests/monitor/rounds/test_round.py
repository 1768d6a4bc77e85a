"""A round looks, confirms what failed, judges, and keeps what an officer could ask for."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from monitor.catalogue.records import PortalStatus
from monitor.exemptions.records import Circumstances, Exemption, Scope
from monitor.records import Round
from monitor.rounds.round import ROUND, conclude, look, looked_daily, needs_confirming, unseen_offline
from monitor.rules.contract import Outcome
from probes.contract import Memory
from probes.failures import Failure, FailureKind, State, failed
from tests.support.rounds import DOWN, NOW, recall, saying, subject, watch


def verdict(taken: Round, rule: str) -> Outcome:
    return next(item.outcome for item in taken.verdicts if item.rule == rule)


def test_a_portal_that_answers_is_up_after_one_look() -> None:
    crew = watch(saying(State.UP))
    first = look(crew, subject(), recall())
    assert not needs_confirming(crew, first)
    taken = conclude(crew, subject(), recall(), first, None)
    assert (taken.state, taken.confirmed, verdict(taken, "REACH-01")) == (State.UP, True, Outcome.PASS)


def test_a_state_holds_for_two_intervals() -> None:
    crew = watch(saying(State.UP))
    taken = conclude(crew, subject(), recall(), look(crew, subject(), recall()), None)
    assert taken.holds_until - taken.since == timedelta(seconds=600)


def test_a_failure_is_blamed_only_after_a_second_look_failed_too() -> None:
    crew = watch(saying(DOWN))
    first = look(crew, subject(), recall())
    assert needs_confirming(crew, first)
    second = look(crew, subject(), recall(), attempt=2)
    taken = conclude(crew, subject(), recall(), first, second)
    assert (taken.state, verdict(taken, "REACH-01")) == (State.DOWN, Outcome.FAIL)
    assert [item.attempt for item in taken.observations] == [1, 2]


def test_a_second_look_that_sees_clears_the_first_and_both_are_kept() -> None:
    crew = watch(saying(DOWN, State.UP))
    first = look(crew, subject(), recall())
    second = look(crew, subject(), recall(), attempt=2)
    taken = conclude(crew, subject(), recall(), first, second)
    assert (taken.state, verdict(taken, "REACH-01")) == (State.UP, Outcome.PASS)
    assert [item.outcome for item in taken.observations] == ["connection_refused", "seen"]


def test_one_failed_look_alone_is_no_verdict() -> None:
    crew = watch(saying(DOWN))
    taken = conclude(crew, subject(), recall(), look(crew, subject(), recall()), None)
    assert not taken.confirmed
    assert verdict(taken, "REACH-01") is Outcome.UNKNOWN


@pytest.mark.parametrize("kind", [FailureKind.BLOCKED, FailureKind.RATE_LIMITED, FailureKind.MAINTENANCE])
def test_a_portal_that_turns_us_away_is_neither_confirmed_nor_blamed(kind: FailureKind) -> None:
    crew = watch(saying(failed(kind, "")))
    first = look(crew, subject(), recall())
    assert not needs_confirming(crew, first)
    taken = conclude(crew, subject(), recall(), first, None)
    assert verdict(taken, "REACH-01") is Outcome.UNKNOWN


def test_without_our_own_network_nothing_is_blamed_and_the_time_is_unobserved() -> None:
    crew = watch(saying(DOWN))
    first = unseen_offline(look(crew, subject(), recall()))
    assert not needs_confirming(crew, first)
    taken = conclude(crew, subject(), recall(), first, None)
    assert taken.state is State.UNKNOWN
    assert taken.holds_until == taken.since
    failure = taken.observations[0].failure
    assert failure is not None
    assert (failure.kind, failure.party.value) == (FailureKind.MONITOR_OFFLINE, "monitor")
    assert "connection_refused" in failure.detail
    assert Outcome.FAIL not in {item.outcome for item in taken.verdicts}


def test_a_proposed_portal_is_seen_and_not_judged() -> None:
    crew, proposed = watch(saying(State.UP)), subject(status=PortalStatus.PROPOSED)
    taken = conclude(crew, proposed, recall(), look(crew, proposed, recall()), None)
    assert not taken.judged
    assert taken.verdicts == ()


def test_a_nightly_probe_is_not_asked_again_on_the_same_day() -> None:
    crew = watch(saying(State.UP), more={"statistics": saying(State.UP)})
    first = look(crew, subject(), recall())
    taken = conclude(crew, subject(), recall(), first, None)
    assert {item.probe for item in taken.observations} == {"reachability", "statistics"}
    assert looked_daily(taken.remember) == NOW


def test_a_nightly_probe_that_failed_is_asked_again_next_round() -> None:
    crew = watch(saying(State.UP), more={"statistics": saying(failed(FailureKind.READ_TIMEOUT, ""))})
    taken = conclude(crew, subject(), recall(), look(crew, subject(), recall()), None)
    assert looked_daily(taken.remember) is None


def test_the_digest_stays_while_nothing_an_officer_could_ask_for_changed() -> None:
    crew = watch(saying(State.UP))
    taken = conclude(crew, subject(), recall(), look(crew, subject(), recall()), None)
    again = recall(taken.remember)
    later = conclude(crew, subject(), again, look(crew, subject(), again), None)
    assert later.remember[ROUND]["digest"] == taken.remember[ROUND]["digest"]


def failed_round(memories: Mapping[str, Memory], *, minutes: int, answer: State | Failure = DOWN) -> Round:
    crew = watch(saying(answer), now=lambda: NOW + timedelta(minutes=minutes))
    known = recall(memories)
    first = look(crew, subject(), known)
    second = look(crew, subject(), known, attempt=2) if needs_confirming(crew, first) else None
    return conclude(crew, subject(), known, first, second)


def test_an_outage_is_counted_from_round_to_round_until_two_good_ones_end_it() -> None:
    told: list[tuple[object, object]] = []
    memories: Mapping[str, Memory] = {}
    for number, answer in enumerate([DOWN, DOWN, State.UP, DOWN, State.UP, State.UP]):
        taken = failed_round(memories, minutes=5 * number, answer=answer)
        memories = {**memories, **taken.remember}
        (evidence,) = (item.evidence for item in taken.verdicts if item.rule == "REACH-01")
        told.append((evidence.get("since"), evidence.get("failed_rounds")))
    began = NOW.isoformat().replace("+00:00", "Z")
    assert told == [(began, 1), (began, 2), (began, 2), (began, 3), (began, 3), (None, None)]
    assert "outage" not in memories[ROUND]


def test_what_people_told_is_heard_in_a_round() -> None:
    exemption = Exemption(
        scope=Scope(portal="a.portal"),
        rule="REACH-01",
        ground="CV 1/2026",
        approver="Sở mẫu",
        starts=date.min,
        ends=date.max,
    )
    crew = replace(watch(saying(State.UP)), circumstances=Circumstances(exemptions=(exemption,)))
    taken = conclude(crew, subject(), recall(), look(crew, subject(), recall()), None)
    assert verdict(taken, "REACH-01") is Outcome.EXEMPT
