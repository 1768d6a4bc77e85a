"""The score of an agency: a range with its coverage, from nothing but verdicts and the weights that are data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from monitor.rules.contract import Outcome, Severity, Verdict

DECIDED = (Outcome.PASS, Outcome.WARN, Outcome.FAIL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """`weights` of one verdict by severity, `credits` (0..1) by decided outcome; both stand in `scoring.toml`."""

    weights: Mapping[Severity, float]
    credits: Mapping[Outcome, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """0..100: `score` over what was decided, `low` if all that is undecided failed, `high` if it passed.

    `coverage` is decided over applicable weight, 0..1.
    `score` is `None` where nothing of weight was decided, the others where nothing of weight applies.
    """

    score: float | None
    low: float | None
    high: float | None
    coverage: float | None
    decided_weight: float
    applicable_weight: float


def score(verdicts: Iterable[Verdict], credits: Mapping[Outcome, float]) -> Score:
    """Add up the verdicts of one agency's portals; exempt and not applicable ones leave the denominator.

    Sums are exact, so the order of the verdicts cannot show in the last digit.
    """
    earned = decided = applicable = Fraction(0)
    for verdict in verdicts:
        if verdict.outcome in (Outcome.NOT_APPLICABLE, Outcome.EXEMPT):
            continue
        weight = Fraction(str(verdict.weight))
        applicable += weight
        if verdict.outcome in DECIDED:
            decided += weight
            earned += weight * Fraction(str(credits[verdict.outcome]))
    return Score(
        score=_percent(earned, decided),
        low=_percent(earned, applicable),
        high=_percent(earned + applicable - decided, applicable),
        coverage=float(decided / applicable) if applicable else None,
        decided_weight=float(decided),
        applicable_weight=float(applicable),
    )


def _percent(part: Fraction, whole: Fraction) -> float | None:
    return float(100 * part / whole) if whole else None
