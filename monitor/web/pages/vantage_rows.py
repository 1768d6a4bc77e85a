"""Where a portal is seen from, in rows: vantage, network, state, since when, and why not. Pure."""

from dataclasses import dataclass
from datetime import datetime

from monitor.reports import words
from monitor.rollup.picture import PortalPicture
from monitor.rules.words import UNSEEN
from monitor.web.pages.shell import Speech
from monitor.web.pages.wording import UNOBSERVED
from probes.failures import State


@dataclass(frozen=True, slots=True, kw_only=True)
class VantageRow:
    """One vantage. `mark` names the colour of its state; `since` is aware UTC; `reason` is empty where it sees."""

    vantage: str
    network: str
    lead: bool
    mark: str
    state: str
    since: datetime
    reason: str


def vantage_rows(item: PortalPicture, t: Speech, *, at: datetime) -> tuple[VantageRow, ...]:
    """The vantages that look together, the lead first; one that was not heard of for two intervals is not observed,
    whatever it said before."""
    rows = []
    for look in item.standing.vantages if item.standing else ():
        observed = look.observed(at)
        reason = t.pick(UNSEEN[look.failure.kind]) if observed and look.failure else ""
        if observed and look.state is State.DOWN and not look.confirmed:
            reason += t(" (chưa được xác nhận)", " (not confirmed)")
        rows.append(
            VantageRow(
                vantage=look.vantage,
                network=look.network,
                lead=look.lead,
                mark=look.state.value if observed else State.UNKNOWN.value,
                state=t.pick(words.STATES[look.state.value] if observed else UNOBSERVED),
                since=look.since if observed else look.holds_until,
                reason=reason,
            )
        )
    return tuple(rows)
