"""Numbers, shares and verdicts in the words that officers read."""

from datetime import UTC, datetime

import pytest

from monitor.reports import words
from monitor.rollup.targets import TargetState
from monitor.rules.contract import Basis, Outcome
from probes.failures import State


def test_a_share_has_a_decimal_comma_and_does_not_break() -> None:
    assert words.percent(0.973) == "97,3\N{NO-BREAK SPACE}%"


def test_missing_is_a_dash_never_zero() -> None:
    assert (words.percent(None), words.points(None)) == ("–", "–")
    assert (words.percent(0), words.points(0)) == ("0,0\N{NO-BREAK SPACE}%", "0,0")


@pytest.mark.parametrize(("value", "text"), [(12345, "12.345"), (0, "0"), (1234.5, "1.234,5")])
def test_a_count_is_grouped_with_points(value: float, text: str) -> None:
    assert words.number(value) == text


def test_times_are_those_of_vietnam() -> None:
    assert words.local_time(datetime(2026, 11, 22, 18, 30, tzinfo=UTC)) == "01:30 23/11/2026"


@pytest.mark.parametrize("basis", list(Basis))
def test_only_a_failed_law_is_called_a_failure(basis: Basis) -> None:
    vietnamese, _ = words.verdict_words("fail", basis.value)
    assert vietnamese == ("Chưa đạt" if basis is Basis.LAW else "Dưới ngưỡng theo dõi")


def test_there_is_a_word_for_everything_that_can_be_told() -> None:
    assert set(words.STATES) == {state.value for state in State}
    assert set(words.OUTCOMES) == {outcome.value for outcome in Outcome}
    assert set(words.TARGETS) == {state.value for state in TargetState}
    assert set(words.BASES) == {basis.value for basis in Basis}


@pytest.mark.parametrize("never", ["sập", "vi phạm", "kết nối đầy đủ"])
def test_words_that_blame_are_never_used(never: str) -> None:
    said = str((words.STATES, words.OUTCOMES, words.CONNECTIONS, words.TARGETS, words.BASES)).lower()
    assert never not in said
