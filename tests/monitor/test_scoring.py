"""The score: a range with its coverage, and every part of it can be added up by hand."""

from itertools import permutations

import pytest

from monitor.rules.contract import Basis, Cause, Outcome, Severity, Verdict
from monitor.scoring import Band, Gate, Judged, Score, Scoring, score
from probes.contract import System

CREDITS = {Outcome.PASS: 1.0, Outcome.WARN: 0.5, Outcome.FAIL: 0.0}
SCORING = Scoring(
    weights={},
    credits=CREDITS,
    whole_coverage=0.8,
    system_coverage=0.5,
    bands=(
        Band(id="poor", least=0, vi="Cần cải thiện nhiều", en="poor"),
        Band(id="fair", least=80, vi="Khá", en="fair"),
        Band(id="good", least=90, vi="Tốt", en="good"),
    ),
    gates={
        "down": Gate(id="down", cap=64, vi="", en=""),
        "foreign": Gate(id="foreign", cap=49, vi="", en=""),
    },
)
P, W, F, U, N, E = Outcome.PASS, Outcome.WARN, Outcome.FAIL, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE, Outcome.EXEMPT


def verdict(outcome: Outcome, weight: float, *, cause: Cause | None = None, gate: str | None = None) -> Verdict:
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
        cause=cause,
        gate=gate,
    )


def of(found: Verdict, system: System = System.PORTAL, portal: str = "x-vinh-mau-portal") -> Judged:
    return Judged(portal=portal, system=system, verdict=found)


def scored(*verdicts: tuple[Outcome, float]) -> Score:
    return score([of(verdict(*item)) for item in verdicts], SCORING)


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
    scores = [scored(*order) for order in permutations(items)]
    assert len({(item.score, item.low, item.high, item.coverage) for item in scores}) == 1
    found = scores[0]
    assert found.low is not None
    assert found.score is not None
    assert found.high is not None
    assert found.low <= found.score <= found.high


def test_the_weights_behind_the_coverage_are_shown() -> None:
    found = scored((P, 5), (U, 3), (N, 1))
    assert (found.decided_weight, found.applicable_weight) == (5, 8)


def test_anyone_can_add_the_parts_up() -> None:
    found = scored((P, 5), (W, 3), (F, 1), (U, 2), (N, 9), (E, 9), (P, 0))
    assert [(part.rule, part.portal, part.weight, part.credit) for part in found.parts] == [
        ("X-01", "x-vinh-mau-portal", 5, 1.0),
        ("X-01", "x-vinh-mau-portal", 3, 0.5),
        ("X-01", "x-vinh-mau-portal", 1, 0.0),
        ("X-01", "x-vinh-mau-portal", 2, None),
    ]
    earned = sum(part.weight * part.credit for part in found.parts if part.credit is not None)
    decided = sum(part.weight for part in found.parts if part.credit is not None)
    assert found.score == pytest.approx(100 * earned / decided)


def test_what_can_never_be_decided_here_leaves_the_applicable_weight() -> None:
    beyond = of(verdict(U, 5, cause=Cause.UNDECIDABLE_HERE))
    found = score([of(verdict(P, 5)), beyond], SCORING)
    assert (found.low, found.high, found.coverage, found.applicable_weight) == (100, 100, 1, 5)
    unseen = score([of(verdict(P, 5)), of(verdict(U, 5, cause=Cause.NOT_SEEN))], SCORING)
    assert (unseen.low, unseen.high, unseen.coverage, unseen.applicable_weight) == (50, 100, 0.5, 10)


@pytest.mark.parametrize(
    ("verdicts", "band"),
    [
        ([(P, 9), (F, 1)], "good"),
        ([(P, 899), (F, 101)], "fair"),
        ([(P, 8), (F, 2)], "fair"),
        ([(P, 79), (F, 21)], "poor"),
        ([(F, 5)], "poor"),
        ([(P, 8), (U, 2)], "good"),
        ([(P, 799), (U, 201)], None),
        ([(U, 5)], None),
        ([(N, 5)], None),
        ([], None),
    ],
)
def test_a_band_begins_at_its_least_score_and_asks_that_enough_was_decided(
    verdicts: list[tuple[Outcome, float]], band: str | None
) -> None:
    found = scored(*verdicts).band
    assert (found.id if found else None) == band


@pytest.mark.parametrize(("undecided", "band"), [(5.0, "good"), (5.1, None)])
def test_a_system_of_which_less_than_half_was_decided_leaves_the_agency_without_a_band(
    undecided: float, band: str | None
) -> None:
    portal, service = System.PORTAL, System.PUBLIC_SERVICE
    parts = [of(verdict(P, 90), portal), of(verdict(P, 5), service), of(verdict(U, undecided), service)]
    found = score(parts, SCORING)
    assert found.coverage is not None
    assert found.coverage > 0.8
    assert found.systems == {portal: 1.0, service: pytest.approx(5 / (5 + undecided))}
    assert (found.band.id if found.band else None) == band


def test_a_gate_caps_the_score_and_both_ends_of_its_range() -> None:
    found = score([of(verdict(P, 99)), of(verdict(F, 1, gate="down"))], SCORING)
    assert (found.score, found.low, found.high) == (64, 64, 64)
    assert [gate.id for gate in found.gates] == ["down"]
    assert found.band is not None
    assert found.band.id == "poor"


def test_of_several_gates_the_lowest_cap_counts_and_each_is_named_once() -> None:
    parts = [of(verdict(P, 99)), *(of(verdict(F, 1, gate=gate)) for gate in ("down", "down", "foreign"))]
    found = score(parts, SCORING)
    assert (found.score, [gate.id for gate in found.gates]) == (49, ["down", "foreign"])


def test_a_gate_never_lifts_a_score() -> None:
    found = score([of(verdict(P, 1)), of(verdict(F, 9, gate="down"))], SCORING)
    assert (found.score, found.low, found.high) == (10, 10, 10)


def test_what_might_gate_if_it_failed_lowers_only_the_low_end() -> None:
    found = score([of(verdict(P, 95)), of(verdict(U, 5, gate="down"))], SCORING)
    assert (found.score, found.low, found.high, found.gates) == (100, 64, 100, ())


def test_an_exempt_failure_gates_nothing() -> None:
    found = score([of(verdict(P, 5)), of(verdict(E, 5))], SCORING)
    assert (found.score, found.gates) == (100, ())
