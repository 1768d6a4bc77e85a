"""Who sees a portal from where, as JSON: one object for each of several vantages, the one that leads first."""

from datetime import datetime
from typing import Any

from monitor.reports.json_values import moment
from monitor.rollup.picture import PortalPicture
from monitor.storage.spans import UNOBSERVED


def vantages_json(item: PortalPicture, *, at: datetime) -> list[dict[str, Any]]:
    """Empty where one place alone looks. `state` is `unobserved` where nothing was heard from a vantage for two
    intervals at `at` (aware UTC)."""
    return [
        {
            "vantage": look.vantage,
            "network": look.network or None,
            "lead": look.lead,
            "state": look.state.value if look.observed(at) else UNOBSERVED,
            "since": moment(look.since if look.observed(at) else look.holds_until),
            "at": moment(look.at),
            "confirmed": look.confirmed,
            "failure": {
                "kind": look.failure.kind.value,
                "party": look.failure.party.value,
                "detail": look.failure.detail,
            }
            if look.failure
            else None,
        }
        for look in (item.standing.vantages if item.standing else ())
    ]
