"""The score of an agency: a range with its coverage, from nothing but verdicts and the weights that are data."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from monitor.rules.contract import Cause, Outcome, Severity, Verdict
from probes.contract import System

DECIDED = (Outcome.PASS, Outcome.WARN, Outcome.FAIL)
_HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A stretch of scores from `least` (points, included) up to the next band, with its names."""

    id: str
    least: float
    vi: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What a grave failure does to a score: it is never more than `cap` points. The names say why."""

    id: str
    cap: float
    vi: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """How verdicts add up; everything stands in `scoring.toml`.

    `weights` of one verdict by severity, `credits` (0..1) by decided outcome. `bands` from the lowest up; there is
    none below a coverage of `whole_coverage` over all, or of `system_coverage` of one system (0..1).
    """

    weights: Mapping[Severity, float]
    credits: Mapping[Outcome, float]
    whole_coverage: float = 0.0
    system_coverage: float = 0.0
    bands: tuple[Band, ...] = ()
    gates: Mapping[str, Gate] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One verdict, and whose it is."""

    portal: str
    system: System
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one verdict brings into the score: `weight` times `credit`; `credit` is `None` while undecided.

    A part of weight 0 is not there; what is exempt, does not apply or can never be decided here is not either.
    """

    portal: str
    system: System
    rule: str
    outcome: Outcome
    cause: Cause | None
    weight: float
    credit: float | None
    gate: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """0..100: `score` over what was decided, `low` if all that is undecided failed, `high` if it passed.

    `coverage` is decided over applicable weight, 0..1, over all and by system.
    `score` is `None` where nothing of weight was decided, the others where nothing of weight applies.
    `gates` are those that cap the score, `band` is `None` where too little was decided ("Chưa đủ căn cứ").
    """

    score: float | None
    low: float | None
    high: float | None
    coverage: float | None
    decided_weight: float
    applicable_weight: float
    systems: Mapping[System, float] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    gates: tuple[Gate, ...] = ()
    band: Band | None = None


@dataclass(slots=True)
class _Sums:
    """Exact sums of weights, so that the order of the parts cannot show in the last digit."""

    earned: Fraction = Fraction(0)
    decided: Fraction = Fraction(0)
    applicable: Fraction = Fraction(0)

    def add(self, weight: Fraction, credit: float | None, *, times: int) -> None:
        """So many parts of this weight, all credited alike."""
        together = weight * times
        self.applicable += together
        if credit is not None:
            self.decided += together
            self.earned += together * _exact(credit)


def score(judged: Iterable[Judged], scoring: Scoring) -> Score:
    """Add up the verdicts of one agency's portals."""
    return score_of(tuple(part for part in (_part(item, scoring) for item in judged) if part is not None), scoring)


def parts_of(portal: str, system: System, verdicts: Iterable[Verdict], scoring: Scoring) -> tuple[Part, ...]:
    """What one portal brings into the score of its agency."""
    judged = (Judged(portal=portal, system=system, verdict=verdict) for verdict in verdicts)
    return tuple(part for part in (_part(item, scoring) for item in judged) if part is not None)


def score_of(parts: tuple[Part, ...], scoring: Scoring) -> Score:
    """Add up the parts of one agency's portals."""
    sums, systems = _Sums(), dict[System, _Sums]()
    for (system, weight, credit), times in Counter((part.system, part.weight, part.credit) for part in parts).items():
        for mine in (sums, systems.setdefault(system, _Sums())):
            mine.add(_exact(weight), credit, times=times)
    holding = _gates(parts, scoring, decided=True)
    cap = _cap(holding)
    value = _least(_percent(sums.earned, sums.decided), cap)
    coverage = {system: mine.decided / mine.applicable for system, mine in sorted(systems.items())}
    enough = all(share >= _exact(scoring.system_coverage) for share in coverage.values())
    enough = enough and sums.decided >= _exact(scoring.whole_coverage) * sums.applicable
    low_cap = _cap(holding + _gates(parts, scoring, decided=False))
    high = _percent(sums.earned + sums.applicable - sums.decided, sums.applicable)
    return Score(
        score=_shown(value),
        low=_shown(_least(_percent(sums.earned, sums.applicable), low_cap)),
        high=_shown(_least(high, cap)),
        coverage=float(sums.decided / sums.applicable) if sums.applicable else None,
        decided_weight=float(sums.decided),
        applicable_weight=float(sums.applicable),
        systems={system: float(share) for system, share in coverage.items()},
        parts=parts,
        gates=holding,
        band=_band(value, scoring.bands) if enough else None,
    )


def _part(judged: Judged, scoring: Scoring) -> Part | None:
    """`None` for what leaves the denominator."""
    verdict = judged.verdict
    away = verdict.outcome in (Outcome.NOT_APPLICABLE, Outcome.EXEMPT) or verdict.cause is Cause.UNDECIDABLE_HERE
    if away or not verdict.weight:
        return None
    return Part(
        portal=judged.portal,
        system=judged.system,
        rule=verdict.rule,
        outcome=verdict.outcome,
        cause=verdict.cause,
        weight=verdict.weight,
        credit=scoring.credits[verdict.outcome] if verdict.outcome in DECIDED else None,
        gate=verdict.gate,
    )


def _gates(parts: tuple[Part, ...], scoring: Scoring, *, decided: bool) -> tuple[Gate, ...]:
    """The gates of what failed, or of what is undecided; each once."""
    named = {part.gate for part in parts if part.gate is not None and (part.credit is not None) is decided}
    return tuple(scoring.gates[name] for name in sorted(named & scoring.gates.keys()))


def _cap(gates: tuple[Gate, ...]) -> Fraction:
    return min((_exact(gate.cap) for gate in gates), default=_HUNDRED)


def _band(value: Fraction | None, bands: tuple[Band, ...]) -> Band | None:
    if value is None:
        return None
    return next((band for band in reversed(bands) if value >= _exact(band.least)), None)


@lru_cache(4096)
def _exact(value: float) -> Fraction:
    return Fraction(str(value))


def _percent(part: Fraction, whole: Fraction) -> Fraction | None:
    return 100 * part / whole if whole else None


def _least(value: Fraction | None, cap: Fraction) -> Fraction | None:
    return None if value is None else min(value, cap)


def _shown(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
