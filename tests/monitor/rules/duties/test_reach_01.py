"""REACH-01: the present state, and no failure before a second look."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.catalogue.records import Lifecycle
from monitor.rounds.quorum import decide
from monitor.rules.contract import Basis, Cause, History, Outage, Outcome, Severity
from monitor.rules.vantages import VantageLook
from probes.contract import System
from probes.failures import FailureKind, State, failed
from tests.support.judged import AT, TODAY, Look, failing

ITS_LAWS = [
    ("2022-08-14", "NĐ 43/2011/NĐ-CP, Điều 27"),
    ("2022-08-15", None),
    ("2026-06-30", None),
    ("2026-07-01", "NĐ 224/2026/NĐ-CP, Điều 21 khoản 2 điểm a"),
]


@pytest.mark.parametrize(
    ("state", "confirmed", "outcome"),
    [
        (State.UP, True, "pass"),
        (State.RETIRED, True, "pass"),
        (State.DOWN, True, "fail"),
        (State.DOWN, False, "unknown"),
        (State.BLOCKED, True, "unknown"),
        (State.MAINTENANCE, True, "unknown"),
        (State.PARTLY, True, "unknown"),
        (State.UNKNOWN, True, "unknown"),
    ],
)
def test_only_a_confirmed_outage_fails(state: State, confirmed: bool, outcome: str) -> None:
    assert Look(state=state, confirmed=confirmed).verdict("REACH-01").outcome == outcome


@pytest.mark.parametrize("kind", list(FailureKind))
def test_the_reason_names_no_guilt(kind: FailureKind) -> None:
    failures = failing(kind)
    verdict = Look(state=failures["reachability"].state, failures=failures).verdict("REACH-01")
    assert not [word for word in ("sập", "vi phạm", "kết nối đầy đủ") if word in verdict.reason]
    assert verdict.reason
    assert verdict.reason_en


def test_a_refusal_is_told_as_a_refusal() -> None:
    verdict = Look(state=State.BLOCKED, failures=failing(FailureKind.BLOCKED)).verdict("REACH-01")
    assert verdict.reason == "Chưa xác định: từ chối hệ thống giám sát"


@pytest.mark.parametrize(("day", "law"), ITS_LAWS)
def test_the_law_behind_it_changes_by_the_day_but_the_threshold_stays_ours(day: str, law: str | None) -> None:
    verdict = Look(law_day=TODAY.fromisoformat(day)).verdict("REACH-01")
    assert (verdict.law, verdict.basis, verdict.severity) == (law, Basis.PRODUCT, Severity.CRITICAL)


def test_a_retired_system_owes_no_page_of_its_own() -> None:
    look = Look(system=System.PUBLIC_SERVICE, lifecycle=Lifecycle.RETIRED, state=State.DOWN)
    assert look.verdict("REACH-01").outcome is Outcome.NOT_APPLICABLE


OUTAGE = Outage(since=AT - timedelta(minutes=20), last=AT - timedelta(minutes=5), failed=4)


def test_the_evidence_says_since_when_and_for_how_many_rounds_it_lasts() -> None:
    look = Look(state=State.DOWN, failures=failing(FailureKind.READ_TIMEOUT), history=History(outage=OUTAGE))
    evidence = look.verdict("REACH-01").evidence
    assert (evidence["since"], evidence["failed_rounds"]) == ("2026-11-22T02:40:00Z", 5)
    assert evidence["thresholds"] == {"rounds_down": 3, "rounds_up": 2}


def test_the_first_confirmed_failure_is_the_present_state_and_begins_the_outage() -> None:
    verdict = Look(state=State.DOWN, failures=failing(FailureKind.READ_TIMEOUT)).verdict("REACH-01")
    assert (verdict.outcome, verdict.evidence["since"], verdict.evidence["failed_rounds"]) == (
        "fail",
        "2026-11-22T03:00:00Z",
        1,
    )


def test_one_good_round_passes_and_the_outage_is_not_over_yet() -> None:
    verdict = Look(history=History(outage=OUTAGE)).verdict("REACH-01")
    assert (verdict.outcome, verdict.evidence["since"], verdict.evidence["good_rounds"]) == (
        "pass",
        "2026-11-22T02:40:00Z",
        1,
    )
    over = Look(history=History(outage=replace(OUTAGE, good=1))).verdict("REACH-01")
    assert (over.outcome, "since" in over.evidence) == ("pass", False)


@pytest.mark.parametrize(
    ("state", "confirmed", "cause"),
    [(State.DOWN, False, Cause.NOT_CONFIRMED), (State.BLOCKED, True, Cause.NOT_SEEN)],
)
def test_what_is_undecided_says_why(state: State, confirmed: bool, cause: Cause) -> None:
    assert Look(state=state, confirmed=confirmed).verdict("REACH-01").cause is cause


def from_vantages(*looks: tuple[str, str, FailureKind | None]) -> Look:
    """Vantage, network, and what failed there; the first one is the lead's."""
    told = [(vantage, network, failed(kind, "as told") if kind else None) for vantage, network, kind in looks]
    quorum = decide(
        VantageLook(
            vantage=vantage,
            network=network,
            at=AT,
            state=failure.state if failure else State.UP,
            failure=failure,
            lead=not number,
        )
        for number, (vantage, network, failure) in enumerate(told)
    )
    return Look(state=quorum.state, confirmed=quorum.confirmed, quorum=quorum)


def test_a_place_that_looks_alone_says_so() -> None:
    verdict = Look(state=State.DOWN, failures=failing(FailureKind.READ_TIMEOUT)).verdict("REACH-01")
    assert verdict.reason == "Dưới ngưỡng theo dõi: không trả lời kịp thời hạn (đã xác nhận, từ 1 điểm đo)"
    assert verdict.reason_en == "Below the watched threshold: did not answer in time (confirmed, from 1 vantage)"


def test_a_majority_that_cannot_reach_it_fails_and_names_who_sees_it() -> None:
    look = from_vantages(
        ("ha-noi", "VNPT", None),
        ("hue", "FPT", FailureKind.READ_TIMEOUT),
        ("vinh", "Viettel", FailureKind.READ_TIMEOUT),
    )
    verdict = look.verdict("REACH-01")
    assert (verdict.outcome, verdict.evidence["failure"]) == ("fail", "read_timeout")
    assert verdict.reason == (
        "Dưới ngưỡng theo dõi: không trả lời kịp thời hạn "
        "(đã xác nhận, từ 2 trên 3 mạng; vẫn truy cập được từ ha-noi (VNPT))"
    )


def test_partly_reachable_is_undecided_and_accuses_nobody() -> None:
    verdict = from_vantages(("ha-noi", "VNPT", None), ("hue", "FPT", FailureKind.READ_TIMEOUT)).verdict("REACH-01")
    assert (verdict.outcome, verdict.cause) == ("unknown", Cause.AMBIGUOUS)
    assert verdict.reason == (
        "Chưa xác định: chỉ truy cập được từ một số nơi: thấy từ ha-noi (VNPT); "
        "không thấy từ hue (FPT: không trả lời kịp thời hạn)"
    )
    assert "vantages" in verdict.evidence


def test_one_vantage_that_is_turned_away_leaves_it_reachable() -> None:
    verdict = from_vantages(("ha-noi", "VNPT", None), ("hue", "FPT", FailureKind.BLOCKED)).verdict("REACH-01")
    assert (verdict.outcome, verdict.reason) == ("pass", "Đạt: truy cập được; từ chối điểm đo hue (FPT)")
