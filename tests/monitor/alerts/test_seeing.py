"""A portal that some vantages see again is no longer down, though nobody says that all is well."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.alerts.seeing import seen_of, speaking
from monitor.incidents.records import Happening
from monitor.records import Round
from monitor.storage.rows import prepare
from monitor.storage.store import Store
from probes.failures import FailureKind, State, failed
from tests.support.desks import Office, guide
from tests.support.kept_rounds import FACTS_TYPES
from tests.support.rounds import NOW, subject
from tests.support.vantages import Answer, round_from, seen_from

LATE = failed(FailureKind.READ_TIMEOUT, "late")
UP = State.UP


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Store.open(f"sqlite:///{tmp_path / 'store.sqlite3'}", facts_types=FACTS_TYPES) as store:
        yield Office(store, guide([subject().portal]), at=NOW)


def taken(*answers: Answer, number: int = 0) -> Round:
    """A round of one vantage for each answer, each in a network of its own."""
    at = NOW + timedelta(minutes=5 * number)
    seen = (seen_from(f"v{n}", f"n{n}", answer, now=lambda: at) for n, answer in enumerate(answers))
    return round_from(*seen, now=lambda: at)


def live(office: Office, *rounds: tuple[Answer, ...]) -> list[str]:
    """What happens to incidents while these rounds come one after the other."""
    for number, answers in enumerate(rounds):
        office.store.keep_prepared([prepare(taken(*answers, number=number))], beside=office.desk)
    return [event.happening.value for item in office.incidents for event in item.events]


def test_partly_opens_nothing(office: Office) -> None:
    assert live(office, *[(LATE, UP)] * 5) == []


def test_a_majority_opens_an_incident_that_says_how_many_networks(office: Office) -> None:
    assert live(office, *[(LATE, LATE, UP)] * 3) == ["opened"]
    assert "từ 2 trên 3 mạng; vẫn truy cập được từ v2 (n2)" in office.incidents[0].reason


def test_two_rounds_in_which_some_see_it_again_end_the_incident(office: Office) -> None:
    assert live(office, *[(LATE, LATE)] * 3, (LATE, UP), (LATE, UP)) == ["opened", "resolved"]
    (incident,) = office.incidents
    assert incident.ended == NOW + timedelta(minutes=15)
    (last,) = (event for event in incident.events if event.happening is Happening.RESOLVED)
    assert "chỉ truy cập được từ một số nơi: thấy từ v1 (n1); không thấy từ v0 (n0: " in last.reason


def test_one_such_round_ends_nothing(office: Office) -> None:
    assert live(office, *[(LATE, LATE)] * 3, (LATE, UP), (LATE, LATE), (LATE, UP)) == ["opened"]


def test_what_is_undecided_for_other_reasons_refutes_nothing() -> None:
    for answers, refuted in (((LATE, UP), True), ((UP, UP), False), ((failed(FailureKind.BLOCKED, ""),), False)):
        round_ = taken(*answers)
        told = {item.rule: seen_of(round_, item, counted=True, muted=None, tells=True) for item in round_.verdicts}
        assert told["REACH-01"].refuted is refuted
        assert not any(item.refuted for rule, item in told.items() if rule != "REACH-01")


def test_features_of_an_outage_are_those_that_were_met_where_it_is_not_seen() -> None:
    assert {item.vantage for item in speaking(taken(LATE, LATE, UP))} == {"v0", "v1"}
    assert {item.vantage for item in speaking(taken(LATE, UP))} == {"v0", "v1"}
    assert {item.vantage for item in speaking(taken(LATE))} == {"v0"}


def test_the_proof_of_an_incident_holds_what_every_vantage_saw(office: Office) -> None:
    live(office, *[(LATE, LATE, UP)] * 4)
    proof = office.store.proof(office.incidents[0].id, reads={"REACH-01": ()})
    assert proof is not None
    assert [one.began for one in proof.opening] == [NOW + timedelta(minutes=5 * number) for number in range(3)]
    for one in (*proof.opening, *proof.last):
        assert [(look.vantage, look.attempt) for look in one.looks] == [
            ("v0", 1),
            ("v0", 2),
            ("v1", 1),
            ("v1", 2),
            ("v2", 1),
        ]
    told = next(item.verdict.evidence for item in proof.stretches)
    assert [(item["vantage"], item["network"], item["state"]) for item in told["vantages"]] == [
        ("v0", "n0", "down"),
        ("v1", "n1", "down"),
        ("v2", "n2", "up"),
    ]
