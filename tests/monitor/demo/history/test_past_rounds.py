"""Rounds made up for the days before: they tell one story with states, verdicts, figures and incidents in it."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from monitor.demo.history.past_rounds import PastRounds, past_rounds
from monitor.demo.history.today import Today, anew
from monitor.records import Round
from monitor.rounds.outages import remembered_outage
from monitor.rules.contract import Outcome
from monitor.storage.store import Store
from probes.failures import FailureKind, State, failed
from tests.support.first_rounds import counts, first_round, total
from tests.support.rounds import NOW

REFUSED = failed(FailureKind.CONNECTION_REFUSED, "refused")
SOUND = first_round(published_counts=counts(total(1_800), total(90_000, "dossiers_received")))
NAMES = range(40)


def past(name: object, today: Today = SOUND, days: float = 30) -> PastRounds:
    return past_rounds(today, Random(str(name)), days=days)


def outcome(rule: str, today: Today, told: PastRounds) -> Outcome:
    return next(item.outcome for item in anew(today, spans=told.spans).verdicts if item.rule == rule)


@pytest.mark.parametrize("today", [SOUND, first_round(State.DOWN, failure=REFUSED)], ids=["sound", "down"])
def test_each_state_holds_until_the_next_round_and_the_last_until_today(today: Today) -> None:
    for name in NAMES:
        rounds = past(name, today).rounds
        assert all(before.holds_until == after.since for before, after in pairwise(rounds))
        assert all(before.since < after.since for before, after in pairwise(rounds))
        assert rounds[-1].holds_until == NOW
        assert rounds[-1].state is today.taken.state
        assert rounds[0].since == NOW - timedelta(days=30)


def test_the_same_name_has_the_same_rounds() -> None:
    assert past(7) == past(7)
    assert len({item.id for name in NAMES for round_ in past(name).rounds for item in round_.observations}) > 500


def test_a_change_has_the_rounds_that_open_an_incident_each_with_the_look_that_confirmed_it() -> None:
    seen = 0
    for rounds in (past(name).rounds for name in NAMES):
        for place in range(1, len(rounds)):
            if rounds[place].state is State.DOWN and rounds[place - 1].state is State.UP:
                opening = rounds[place : place + 3]
                assert [item.state for item in opening] == [State.DOWN] * 3
                assert opening[1].since - opening[0].since == timedelta(minutes=5)
                assert [item.attempt for item in opening[0].observations if item.probe == "reachability"] == [1, 2]
                assert verdict_of(opening[0], "REACH-01") is Outcome.FAIL
                seen += 1
    assert seen > 5


def verdict_of(taken: Round, rule: str) -> Outcome:
    return next(item.outcome for item in taken.verdicts if item.rule == rule)


def test_today_is_judged_with_its_past_before_it() -> None:
    fresh = {item.rule: item.outcome for item in SOUND.taken.verdicts}
    assert fresh["AV-01"] is Outcome.UNKNOWN
    judged = {outcome("AV-01", SOUND, past(name)) for name in NAMES}
    assert Outcome.PASS in judged
    anew_ = {item.rule: item.outcome for item in anew(SOUND, spans=past(0).spans).verdicts}
    assert {rule for rule in fresh if fresh[rule] is not anew_[rule]} <= {"AV-01", "AV-02"}


def test_who_has_been_down_for_days_is_told_so_and_goes_on_being_down_since_then() -> None:
    down = first_round(State.DOWN, failure=REFUSED)
    told = past("p", down)
    again = anew(down, spans=told.spans)
    outage = remembered_outage(again.remember["round"])
    assert outage is not None
    assert outage.since == told.spans[-1].start < NOW
    assert outage.last == NOW


def test_a_rate_falls_with_the_days_that_a_portal_is_down() -> None:
    down = first_round(State.DOWN, failure=REFUSED)
    turned = 0
    for name in NAMES:
        told = past(name, down)
        rates = [verdict_of(taken, "AV-01") for taken in told.rounds]
        if NOW - told.spans[-1].start > timedelta(days=2):
            turned += 1
            assert rates[0] is not Outcome.FAIL
            assert rates[-1] is Outcome.FAIL
    assert turned > 3


def test_figures_grow_up_to_what_is_published_today() -> None:
    values = [
        figure.value
        for taken in past("q").rounds
        for item in taken.observations
        if item.probe == "published_counts"
        for figure in item.facts.figures
        if figure.key == "dossiers_received"
    ]
    assert len(values) >= 4
    assert values == sorted(values)
    assert 80_000 < values[0] < values[-1] < 90_000


def test_a_portal_that_is_only_proposed_has_a_past_without_verdicts() -> None:
    proposed = replace(SOUND, taken=replace(SOUND.taken, judged=False, verdicts=()))
    assert {item.verdicts for item in past("x", proposed).rounds} == {()}


def test_the_store_takes_them_as_it_takes_any_round(tmp_path: Path) -> None:
    told = past("z")
    with Store.open(f"sqlite:///{tmp_path / 'kept.sqlite3'}") as store:
        store.keep([*told.rounds, anew(SOUND, spans=told.spans)])
        spans = store.history(SOUND.taken.portal, until=NOW, days=30).spans
        assert [(span.state, span.start) for span in spans] == [(span.state, span.start) for span in told.spans]
        spent = store.availability(start=NOW - timedelta(days=30), end=NOW)[SOUND.taken.portal]
        assert spent["unobserved"] == 0
        assert store.standings()[0].looked_at == NOW
