"""A verdict of a round as incidents count it."""

from monitor.incidents.records import Seen
from monitor.records import Round
from monitor.rules.contract import Outcome, Verdict
from probes.failures import State
from probes.observe import Observation

_REACHABLE = "REACH-01"


def seen_of(taken: Round, verdict: Verdict, *, counted: bool, muted: str | None, tells: bool) -> Seen:
    """An exemption mutes; `muted` is what else does. A portal that some vantages see is no longer down."""
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
        refuted=verdict.rule == _REACHABLE and taken.state is State.PARTLY,
    )


def speaking(taken: Round) -> tuple[Observation, ...]:
    """What the portal's features are read from: of a portal that is down only what those saw who cannot reach it,
    because who sees it may come to another address and certificate."""
    if taken.quorum is None or taken.state is not State.DOWN:
        return taken.observations
    unseeing = {look.vantage for look in taken.quorum.looks if look.votes and not look.sees}
    return tuple(item for item in taken.observations if item.vantage in unseeing)
