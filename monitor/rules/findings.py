"""Short makers of findings, each with the word that people read first."""

from dataclasses import replace
from typing import Any

from monitor.rules.contract import Basis, Cause, Finding, Outcome


def passes(reason: str, reason_en: str, **evidence: Any) -> Finding:
    """The duty is met."""
    return _finding(Outcome.PASS, ("Đạt", "Met"), (reason, reason_en), evidence)


def warns(reason: str, reason_en: str, **evidence: Any) -> Finding:
    """Worth a person's look."""
    return _finding(Outcome.WARN, ("Cần lưu ý", "Note"), (reason, reason_en), evidence)


def fails(basis: Basis, reason: str, reason_en: str, **evidence: Any) -> Finding:
    """The duty is not met, and that was seen; only where a law is the basis is it called noncompliance."""
    law = ("Chưa tuân thủ", "Not compliant")
    word = law if basis is Basis.LAW else ("Dưới ngưỡng theo dõi", "Below the watched threshold")
    return _finding(Outcome.FAIL, word, (reason, reason_en), evidence)


def undecided(reason: str, reason_en: str, **evidence: Any) -> Finding:
    """Could not be decided from outside; what was read does not settle it, unless `because` says another cause."""
    finding = _finding(Outcome.UNKNOWN, ("Chưa xác định", "Undetermined"), (reason, reason_en), evidence)
    return because(Cause.AMBIGUOUS, finding)


def because(cause: Cause, finding: Finding) -> Finding:
    """The same undecided finding, with its cause."""
    return replace(finding, cause=cause)


def grave(finding: Finding) -> Finding:
    """The same failure, so grave that it caps the score where its terms name a gate."""
    return replace(finding, gates=True)


def outside(reason: str, reason_en: str, **evidence: Any) -> Finding:
    """The duty does not apply to what was seen."""
    return _finding(Outcome.NOT_APPLICABLE, ("Không áp dụng", "Not applicable"), (reason, reason_en), evidence)


def _finding(outcome: Outcome, word: tuple[str, str], reason: tuple[str, str], evidence: dict[str, Any]) -> Finding:
    return Finding(
        outcome=outcome, reason=f"{word[0]}: {reason[0]}", reason_en=f"{word[1]}: {reason[1]}", evidence=evidence
    )
