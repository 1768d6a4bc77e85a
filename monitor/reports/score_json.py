"""The score of an agency as JSON, with the parts that anyone can add up."""

from collections import Counter
from typing import Any

from monitor.reports.words import NO_BAND
from monitor.scoring import Gate, Part, Score


def score_json(score: Score) -> dict[str, Any]:
    """Points 0..100, coverage 0..1, null where it cannot be said; without a band it says why there is none."""
    band = score.band
    return {
        "score": score.score,
        "score_low": score.low,
        "score_high": score.high,
        "coverage": score.coverage,
        "coverage_by_system": {system.value: share for system, share in score.systems.items()},
        "band": band.id if band else None,
        "band_name": band.vi if band else NO_BAND[0],
        "band_name_en": band.en if band else NO_BAND[1],
        "gates": [_gate(gate) for gate in score.gates],
        "undecided": dict(Counter(part.cause.value for part in score.parts if part.cause is not None)),
    }


def parts_json(score: Score) -> dict[str, Any]:
    """Every verdict that has weight: credit times weight, added up, over the weight that was decided.

    `credit` is null while undecided. What is exempt, does not apply or can never be decided here is no part.
    """
    return {
        "decided_weight": score.decided_weight,
        "applicable_weight": score.applicable_weight,
        "parts": [_part(part) for part in score.parts],
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "portal": part.portal,
        "system": part.system.value,
        "rule": part.rule,
        "outcome": part.outcome.value,
        "cause": part.cause.value if part.cause else None,
        "weight": part.weight,
        "credit": part.credit,
        "gate": part.gate if part.credit is not None else None,
    }


def _gate(gate: Gate) -> dict[str, Any]:
    return {"id": gate.id, "cap": gate.cap, "reason": gate.vi, "reason_en": gate.en}
