"""AV-03: being turned away is listed, never held against a portal."""

import pytest

from monitor.rounds.quorum import decide
from monitor.rules.contract import Severity
from monitor.rules.vantages import VantageLook
from probes.failures import FailureKind, State
from tests.support.judged import AT, Look, failing


@pytest.mark.parametrize("kind", [FailureKind.BLOCKED, FailureKind.RATE_LIMITED])
def test_a_block_is_unknown_and_called_a_refusal(kind: FailureKind) -> None:
    verdict = Look(state=State.BLOCKED, failures=failing(kind)).verdict("AV-03")
    assert (verdict.outcome, verdict.reason) == ("unknown", "Chưa xác định: từ chối hệ thống giám sát")


@pytest.mark.parametrize("state", list(State))
def test_it_never_fails_and_weighs_nothing(state: State) -> None:
    verdict = Look(state=state).verdict("AV-03")
    assert verdict.outcome in ("pass", "unknown")
    assert (verdict.severity, verdict.weight) == (Severity.INFO, 0)


@pytest.mark.parametrize(
    ("state", "outcome"), [(State.UP, "pass"), (State.MAINTENANCE, "pass"), (State.DOWN, "unknown")]
)
def test_a_pass_needs_an_answer(state: State, outcome: str) -> None:
    assert Look(state=state).verdict("AV-03").outcome == outcome


def test_a_portal_that_turns_one_of_several_vantages_away_is_listed_for_it() -> None:
    lead = VantageLook(vantage="ha-noi", network="VNPT", at=AT, state=State.UP, lead=True)
    turned = VantageLook(vantage="hue", network="FPT", at=AT, state=State.BLOCKED)
    verdict = Look(quorum=decide([lead, turned])).verdict("AV-03")
    assert (verdict.outcome, verdict.reason) == (
        "unknown",
        "Chưa xác định: từ chối hệ thống giám sát ở điểm đo hue (FPT)",
    )
