"""Verdicts that say the same and count on: numbers that change by the clock are no news of a portal."""

from collections.abc import Mapping
from typing import Any

from monitor.rules.contract import Verdict


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
    if isinstance(one, Mapping):
        return isinstance(other, Mapping) and one.keys() == other.keys() and all(alike(one[k], other[k]) for k in one)
    if isinstance(one, list | tuple):
        return isinstance(other, list | tuple) and len(one) == len(other) and all(map(alike, one, other))
    if _counts(one):
        return _counts(other)
    return bool(one == other) and not _counts(other)


def _counts(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
