"""A finding made into a verdict: with its terms, with the thresholds that it was held against, or freed from them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from monitor.exemptions.records import Exemption, Scope
from monitor.rules.contract import Cause, Finding, Outcome, Terms, Verdict
from monitor.rules.words import day
from probes.remembering import ByIdentity

_SHOWN: ByIdentity[Mapping[str, Any]] = ByIdentity(1024)


def verdict(rule: str, terms: Terms, finding: Finding) -> Verdict:
    """What the finding means under these terms.

    The evidence gets the numbers that it was held against (`thresholds`), and which of them are our own
    (`product_thresholds`); word lists stay in the rule book.
    """
    evidence = finding.evidence
    if finding.outcome is not Outcome.NOT_APPLICABLE and terms.thresholds:
        evidence = {**evidence, **_thresholds(terms)}
    return Verdict(
        rule=rule,
        outcome=finding.outcome,
        severity=terms.severity,
        basis=terms.basis,
        weight=terms.weight,
        reason=finding.reason,
        reason_en=finding.reason_en,
        law=str(terms.law) if terms.law else None,
        evidence=evidence,
        cause=finding.cause,
        gate=terms.gate if _may_gate(finding) else None,
    )


def _may_gate(finding: Finding) -> bool:
    """A grave failure does; what is undecided may turn out to be one, and lowers the low end of the score."""
    return finding.gates or (finding.outcome is Outcome.UNKNOWN and finding.cause is not Cause.UNDECIDABLE_HERE)


def _thresholds(terms: Terms) -> Mapping[str, Any]:
    known = _SHOWN.find(terms)
    if known is None:
        numbers = {name: value for name, value in terms.thresholds.items() if isinstance(value, int | float)}
        own = sorted(terms.product_thresholds & numbers.keys())
        known = _SHOWN.put(terms, {"thresholds": numbers, "product_thresholds": own} if numbers else {})
    return known


def exempt(found: Verdict, exemption: Exemption) -> Verdict:
    """The same duty, not asked for a time; what was found stays in the evidence. What does not apply needs none."""
    if found.outcome is Outcome.NOT_APPLICABLE:
        return found
    ground, approver, ends = exemption.ground, exemption.approver, exemption.ends
    return replace(
        found,
        outcome=Outcome.EXEMPT,
        reason=f"Được miễn: {ground} ({approver}), đến hết {day(ends)}",
        reason_en=f"Exempt: {ground} ({approver}), up to and including {ends.isoformat()}",
        evidence={"exemption": _as_evidence(exemption), "underneath": _underneath(found)},
        cause=None,
        gate=None,
    )


def _as_evidence(exemption: Exemption) -> Mapping[str, Any]:
    return {
        "scope": scope_json(exemption.scope),
        "ground": exemption.ground,
        "approver": exemption.approver,
        "from": exemption.starts.isoformat(),
        "to": exemption.ends.isoformat(),
    }


def scope_json(scope: Scope) -> dict[str, str]:
    """Who is meant, as it stands in the file."""
    system = scope.system.value if scope.system else None
    named = {"portal": scope.portal, "agency": scope.agency, "system": system}
    return {key: value for key, value in named.items() if value is not None}


def _underneath(found: Verdict) -> Mapping[str, Any]:
    return {
        "outcome": found.outcome.value,
        "cause": found.cause.value if found.cause else None,
        "reason": found.reason,
        "reason_en": found.reason_en,
        "evidence": dict(found.evidence),
    }
