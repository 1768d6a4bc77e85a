"""The score: a range with its coverage, and every part of it can be added up by hand."""

from itertools import permutations

import pytest

from monitor.rules.contract import Basis, Outcome, Severity, Verdict
from monitor.scoring import Score, score

CREDITS = {Outcome.PASS: 1.0, Outcome.WARN: 0.5, Outcome.FAIL: 0.0}
P, W, F, U, N, E = Outcome.PASS, Outcome.WARN, Outcome.FAIL, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE, Outcome.EXEMPT


def verdict(outcome: Outcome, weight: float) -> Verdict:
    return Verdict(
        rule="X-01",
        outcome=outcome,
        severity=Severity.MINOR,
        basis=Basis.PRODUCT,
        weight=weight,
        reason="",
        reason_en="",
        law=None,
        evidence={},
    )


def scored(*verdicts: tuple[Outcome, float]) -> Score:
    return score([verdict(*item) for item in verdicts], CREDITS)


@pytest.mark.parametrize(
    ("verdicts", "value", "low", "high", "coverage"),
    [
        ([(P, 5), (P, 3)], 100, 100, 100, 1),
        ([(P, 5), (F, 5)], 50, 50, 50, 1),
        ([(P, 3), (W, 1)], 87.5, 87.5, 87.5, 1),
        ([(P, 5), (U, 5)], 100, 50, 100, 0.5),
        ([(F, 5), (U, 5)], 0, 0, 50, 0.5),
        ([(P, 5), (U, 3), (F, 2)], 500 / 7, 50, 80, 0.7),
        ([(P, 5), (N, 5), (E, 5)], 100, 100, 100, 1),
        ([(U, 5)], None, 0, 100, 0),
        ([(N, 5)], None, None, None, None),
        ([(P, 0), (F, 0)], None, None, None, None),
        ([(P, 5), (F, 0)], 100, 100, 100, 1),
        ([], None, None, None, None),
    ],
)
def test_by_hand(
    verdicts: list[tuple[Outcome, float]],
    value: float | None,
    low: float | None,
    high: float | None,
    coverage: float | None,
) -> None:
    found = scored(*verdicts)
    assert (found.score, found.low, found.high, found.coverage) == (value, low, high, coverage)


def test_the_range_holds_the_score_and_the_order_does_not_matter() -> None:
    items = [(P, 0.1), (W, 0.2), (F, 0.3), (U, 0.7)]
    scores = {scored(*order) for order in permutations(items)}
    assert len(scores) == 1
    found = scores.pop()
    assert found.low is not None
    assert found.score is not None
    assert found.high is not None
    assert found.low <= found.score <= found.high


def test_the_weights_behind_the_coverage_are_shown() -> None:
    found = scored((P, 5), (U, 3), (N, 1))
    assert (found.decided_weight, found.applicable_weight) == (5, 8)
