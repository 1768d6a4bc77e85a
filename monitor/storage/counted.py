"""Verdicts that say the same and count on: numbers that change by the clock are no news of a portal."""

from typing import Any

from monitor.rules.contract import Verdict

_NUMBERS = frozenset({int, float})
_ROWS = frozenset({list, tuple})


def counts_on(one: Verdict, other: Verdict) -> bool:
    """Whether two verdicts are the same but for numbers in their evidence."""
    return (
        one.outcome is other.outcome
        and one.reason == other.reason
        and one.reason_en == other.reason_en
        and one.rule == other.rule
        and one.severity is other.severity
        and one.basis is other.basis
        and one.weight == other.weight
        and one.law == other.law
        and one.cause is other.cause
        and one.gate == other.gate
        and alike(one.evidence, other.evidence)
    )


def alike(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same but for numbers."""
    kind = type(one)
    if kind in _NUMBERS:
        return type(other) in _NUMBERS
    if kind is dict:
        return type(other) is dict and one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if kind in _ROWS:
        return type(other) in _ROWS and len(one) == len(other) and all(map(alike, one, other))
    return bool(one == other) and type(other) not in _NUMBERS
