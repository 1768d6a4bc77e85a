"""Short makers of findings, so that a duty reads as its cases."""

from typing import Any

from monitor.rules.contract import Finding, Outcome


def passes(reason: str, reason_en: str, **evidence: Any) -> Finding:
    """The duty is met."""
    return Finding(outcome=Outcome.PASS, reason=reason, reason_en=reason_en, evidence=evidence)


def warns(reason: str, reason_en: str, **evidence: Any) -> Finding:
    """Worth a person's look."""
    return Finding(outcome=Outcome.WARN, reason=reason, reason_en=reason_en, evidence=evidence)


def fails(reason: str, reason_en: str, **evidence: Any) -> Finding:
    """The duty is not met, and that was seen."""
    return Finding(outcome=Outcome.FAIL, reason=reason, reason_en=reason_en, evidence=evidence)


def undecided(reason: str, reason_en: str, **evidence: Any) -> Finding:
    """Could not be decided from outside."""
    return Finding(
        outcome=Outcome.UNKNOWN,
        reason=f"Chưa xác định: {reason}",
        reason_en=f"Undetermined: {reason_en}",
        evidence=evidence,
    )


def outside(reason: str, reason_en: str, **evidence: Any) -> Finding:
    """The duty does not apply to what was seen."""
    return Finding(
        outcome=Outcome.NOT_APPLICABLE,
        reason=f"Không áp dụng: {reason}",
        reason_en=f"Not applicable: {reason_en}",
        evidence=evidence,
    )
