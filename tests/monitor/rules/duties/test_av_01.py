"""AV-01: the rate over the whole window, to the second."""

from datetime import timedelta

import pytest

from monitor.exemptions.records import Circumstances, PlannedStop, Scope
from monitor.rules.contract import Cause, History
from probes.failures import State
from tests.support.judged import AT, Look, spans

WINDOW = 30 * 86400
ONE_PERCENT = 25920


def outcome(*pieces: tuple[State, float]) -> str:
    return Look(history=History(spans=spans(*pieces))).verdict("AV-01").outcome.value


@pytest.mark.parametrize(
    ("down", "expected"),
    [(0, "pass"), (ONE_PERCENT - 1, "pass"), (ONE_PERCENT, "pass"), (ONE_PERCENT + 1, "fail"), (WINDOW, "fail")],
)
def test_it_fails_from_the_first_second_beyond_one_percent_of_the_whole_window(down: int, expected: str) -> None:
    assert outcome((State.UP, WINDOW - down), (State.DOWN, down)) == expected


@pytest.mark.parametrize(
    ("undecided", "expected"), [(ONE_PERCENT, "pass"), (ONE_PERCENT + 1, "unknown"), (WINDOW, "unknown")]
)
@pytest.mark.parametrize("state", [State.MAINTENANCE, State.BLOCKED, State.PARTLY, State.UNKNOWN])
def test_time_that_decides_nothing_neither_passes_nor_fails(state: State, undecided: int, expected: str) -> None:
    assert outcome((State.UP, WINDOW - undecided), (state, undecided)) == expected


@pytest.mark.parametrize(
    ("up", "down", "expected"),
    [(86400, 0, "unknown"), (86400, ONE_PERCENT, "unknown"), (86400, ONE_PERCENT + 1, "fail")],
)
def test_unobserved_time_leaves_it_open_unless_the_outage_alone_settles_it(up: int, down: int, expected: str) -> None:
    assert outcome((State.UP, up), (State.DOWN, down)) == expected


def test_a_retired_system_that_leads_on_counts_as_up() -> None:
    assert outcome((State.RETIRED, WINDOW)) == "pass"


def test_an_outage_before_the_window_is_forgotten() -> None:
    assert outcome((State.DOWN, WINDOW), (State.UP, WINDOW)) == "pass"


def test_no_history_is_unknown() -> None:
    verdict = Look().verdict("AV-01")
    assert verdict.outcome == "unknown"
    assert verdict.evidence["unobserved_seconds"] == WINDOW
    assert verdict.evidence["threshold"] == 0.99


def test_the_last_7_days_stand_beside_the_30_and_decide_nothing() -> None:
    week = 7 * 86400
    history = History(spans=spans((State.UP, WINDOW - week), (State.DOWN, 3600), (State.UP, week - 3600)))
    verdict = Look(history=history).verdict("AV-01")
    short = verdict.evidence["short_window"]
    assert (verdict.outcome, verdict.evidence["down_seconds"]) == ("pass", 3600)
    assert (short["window_days"], short["down_seconds"], short["up_seconds"]) == (7, 3600, week - 3600)
    assert short["up_ratio"] == (week - 3600) / week


def stop(hours_before: float, hours: float) -> PlannedStop:
    starts = AT - timedelta(hours=hours_before)
    scope = Scope(portal="x-vinh-mau-portal")
    return PlannedStop(scope=scope, starts=starts, ends=starts + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("stops", "outcome", "planned"),
    [
        ((), "fail", 0),
        ((stop(10, 10),), "unknown", 36000),
        ((stop(10, 6), stop(8, 8)), "unknown", 36000),
        ((stop(10, 2),), "fail", 7200),
        ((stop(10, 3),), "unknown", 10800),
        ((stop(2000, 3), stop(-1, 5)), "fail", 0),
    ],
)
def test_time_down_within_a_planned_stop_decides_nothing(
    stops: tuple[PlannedStop, ...], outcome: str, planned: float
) -> None:
    history = History(spans=spans((State.UP, WINDOW - 36000), (State.DOWN, 36000)))
    verdict = Look(history=history, circumstances=Circumstances(stops=stops)).verdict("AV-01")
    assert (verdict.outcome, verdict.evidence["planned_seconds"]) == (outcome, planned)


def test_too_little_observed_is_the_cause_and_only_an_outage_of_the_window_gates() -> None:
    assert Look().verdict("AV-01").cause is Cause.NOT_OBSERVED_ENOUGH
    failed = Look(history=History(spans=spans((State.DOWN, WINDOW)))).verdict("AV-01")
    assert (failed.outcome, failed.gate) == ("fail", "unavailable")
    assert Look(history=History(spans=spans((State.UP, WINDOW)))).verdict("AV-01").gate is None
