"""A certificate that ended yesterday: browsers stop the visitor, and its dates are to be read all the same."""

from datetime import timedelta

from monitor.canaries.contract import Canary, outcome
from probes.facts import Reachability
from probes.observe import Observation


def _expired(item: Observation) -> str | None:
    if item.outcome != "tls_expired":
        return f"{item.outcome} in place of tls_expired"
    tls = item.facts.tls if isinstance(item.facts, Reachability) else None
    return None if tls is not None and tls.not_after is not None else "the end of its certificate was not read"


CANARY = Canary(
    name="expired",
    page="<html><body>{mark}</body></html>",
    expects={"reachability": _expired, "landing_page": outcome("tls_expired")},
    valid=timedelta(days=-1),
)
