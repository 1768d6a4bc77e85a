"""A verdict of a round as incidents count it."""

from monitor.incidents.records import Seen
from monitor.records import Round
from monitor.rules.contract import Outcome, Verdict


def seen_of(taken: Round, verdict: Verdict, *, counted: bool, muted: str | None, tells: bool) -> Seen:
    """An exemption mutes; `muted` is what else does."""
    return Seen(
        portal=taken.portal,
        agency=taken.agency,
        rule=verdict.rule,
        outcome=verdict.outcome,
        severity=verdict.severity,
        basis=verdict.basis,
        reason=verdict.reason,
        reason_en=verdict.reason_en,
        law=verdict.law,
        at=taken.since,
        holds_until=taken.holds_until,
        counted=counted,
        tells=tells,
        muted=verdict.reason if verdict.outcome is Outcome.EXEMPT else muted,
    )
