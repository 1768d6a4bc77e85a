"""Whether portals carried the EMC tag at a past moment, as the verdict on it said then.

Looks go after 30 days and verdicts stay, so that of a moment a year ago only the verdict can tell. A warning says that
something of the tag was there and stood too long to tell what of it when: that is not known.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, or_, select

from monitor.rules.contract import Outcome
from monitor.storage.looks import chosen
from monitor.storage.tables import LAST_ROUND, VERDICT
from monitor.storage.texts import load_object

_RULE = "EMC-01"


def read_tags_at(connection: Connection, portals: Collection[str], *, at: datetime) -> Mapping[str, bool]:
    """By portal, just before `at` (aware UTC): seen, or seen without; portals of which it is not known are left out."""
    asked = select(VERDICT.c.portal, VERDICT.c.outcome, VERDICT.c.evidence).where(
        *chosen(VERDICT.c.portal, portals),
        VERDICT.c.rule == _RULE,
        VERDICT.c.since < at,
        or_(VERDICT.c.ended.is_(None), VERDICT.c.ended >= at),
    )
    found: dict[str, bool] = {}
    for portal, outcome, evidence in connection.execute(asked):
        if outcome == Outcome.PASS:
            found[portal] = True
        elif outcome == Outcome.FAIL and load_object(evidence).get("seen") is False:
            found[portal] = False
    return found


def read_judged(connection: Connection, portals: Collection[str]) -> frozenset[str]:
    """Those of them whose last round was judged: what was only proposed is not counted afterwards either."""
    return frozenset(
        connection.scalars(
            select(LAST_ROUND.c.portal).where(*chosen(LAST_ROUND.c.portal, portals), LAST_ROUND.c.judged.is_(True))
        )
    )
