"""Rounds of several vantages are found again as they were judged, and a lead's look never stands alone for all."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from monitor.records import Round
from monitor.replay.replaying import replay
from monitor.replay.rounds import rounds_of
from monitor.rules.contract import Outcome
from monitor.storage.store import Store
from probes.failures import FailureKind, State, failed
from tests.support.kept_rounds import FACTS_TYPES
from tests.support.rounds import NOW, RULEBOOK, recall, subject
from tests.support.vantages import Answer, round_from, seen_from

LATE = failed(FailureKind.READ_TIMEOUT, "late")
ANSWERS: tuple[Answer, ...] = (
    State.UP,
    LATE,
    failed(FailureKind.BLOCKED, "403"),
    failed(FailureKind.MAINTENANCE, "notice"),
    failed(FailureKind.MONITOR_OFFLINE, "cut off"),
)
PLACES = (("hn", "vnpt"), ("hcm", "fpt"), ("hue", "fpt"), ("vinh", ""))
WATCHED = subject()


def story(*rounds: dict[str, Answer], skewed: float = 2.0) -> list[Round]:
    """Rounds five minutes apart; who is not named was not there. The others look `skewed` seconds after the lead."""
    known, told = recall(), []
    for number, answers in enumerate(rounds):
        at = NOW + timedelta(minutes=5 * number)
        moments = {name: at + timedelta(seconds=skewed * place) for place, (name, _) in enumerate(PLACES)}
        seen = [
            seen_from(name, network, answers[name], now=lambda moment=moments[name]: moment)
            for name, network in PLACES
            if name in answers
        ]
        taken = round_from(*seen, known=known, now=lambda at=at: at, network="vnpt")
        seen_last = {**known.observations, **{item.probe: item for item in taken.observations}}
        known = replace(recall({**known.memories, **taken.remember}), observations=seen_last)
        told.append(taken)
    return told


def seen_again(folder: Path, rounds: list[Round]) -> list[tuple[State, bool]]:
    with Store.open(f"sqlite:///{folder / 'store.sqlite3'}", facts_types=FACTS_TYPES) as store:
        store.keep(rounds)
        past = store.past(WATCHED.portal.id, start=NOW - timedelta(minutes=1), end=NOW + timedelta(days=1))
        replayed = replay(past, RULEBOOK, portal=WATCHED.portal, agency=WATCHED.agency, start=NOW)
        (standing,) = store.standings()
    last = {item.verdict.rule: item.verdict for item in replayed.stretches if item.ended is None}
    for rule in ("REACH-01", "AV-03"):
        assert last[rule].outcome is standing.verdicts[rule].verdict.outcome
        assert last[rule].reason == standing.verdicts[rule].verdict.reason
    return [(item.state if item.confirmed else State.UNKNOWN, item.confirmed) for item in rounds_of(past)]


@pytest.mark.parametrize("skewed", [2.0, -2.0])
@pytest.mark.parametrize("seed", range(6))
def test_every_round_is_found_with_the_state_that_it_was_judged_to_be(tmp_path: Path, seed: int, skewed: float) -> None:
    random = Random(seed)
    rounds = story(
        *(
            {name: random.choice(ANSWERS) for name, _ in PLACES if name == "hn" or random.random() < 0.8}
            for _ in range(12)
        ),
        skewed=skewed,
    )
    assert seen_again(tmp_path, rounds) == [(item.state, item.confirmed) for item in rounds]


def test_what_our_own_place_could_not_reach_is_not_down_when_judged_again(tmp_path: Path) -> None:
    rounds = story({"hn": LATE, "hcm": State.UP}, {"hn": LATE, "hcm": State.UP})
    assert seen_again(tmp_path, rounds) == [(State.PARTLY, True)] * 2


@pytest.mark.parametrize("silent", [{}, {"hcm": failed(FailureKind.MONITOR_OFFLINE, "cut off")}])
def test_what_waited_for_a_silent_vantage_accuses_nobody_when_judged_again(
    tmp_path: Path, silent: dict[str, Answer]
) -> None:
    rounds = story({"hn": LATE, "hcm": State.UP}, {"hn": LATE, **silent})
    assert seen_again(tmp_path, rounds) == [(State.PARTLY, True), (State.UNKNOWN, False)]


def test_rounds_before_there_were_other_vantages_are_judged_as_then(tmp_path: Path) -> None:
    rounds = story({"hn": LATE}, {"hn": State.UP}, {"hn": LATE, "hcm": LATE})
    assert seen_again(tmp_path, rounds) == [(State.DOWN, True), (State.UP, True), (State.DOWN, True)]
    assert Outcome.FAIL in {item.outcome for item in rounds[-1].verdicts}


@pytest.mark.parametrize("seed", range(4))
def test_where_only_workers_look_the_others_speak_while_one_is_away(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    names = [name for name, _ in PLACES]
    rounds = story(
        *({name: random.choice(ANSWERS) for name in random.sample(names, random.randint(1, 4))} for _ in range(12))
    )
    assert seen_again(tmp_path, rounds) == [(item.state, item.confirmed) for item in rounds]
