"""AV-01: the rate over the whole window, to the second."""

import pytest

from monitor.rules.contract import History
from probes.failures import State
from tests.support.judged import Look, spans

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
