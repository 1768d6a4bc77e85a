"""What stood for portals at a past moment: states and verdicts, as far as somebody was looking then."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, or_, select

from monitor.storage.looks import chosen
from monitor.storage.standing import Stretch
from monitor.storage.tables import STATE_SPAN, VERDICT
from monitor.storage.values import to_span, to_stretch
from probes.failures import State


def read_states_at(connection: Connection, portals: Collection[str], *, at: datetime) -> Mapping[str, State]:
    """The state that held just before `at` (aware UTC); portals that nobody was looking at then are left out."""
    within = (STATE_SPAN.c.starts < at, STATE_SPAN.c.ends >= at)
    rows = connection.execute(select(STATE_SPAN).where(*chosen(STATE_SPAN.c.portal, portals), *within))
    return {row["portal"]: to_span(row).state for row in rows.mappings()}


def read_stretches_at(connection: Connection, portals: Collection[str], *, at: datetime) -> tuple[Stretch, ...]:
    """The verdicts that stood just before `at` (aware UTC), by portal and rule; their words are those last given."""
    within = (VERDICT.c.since < at, or_(VERDICT.c.ended.is_(None), VERDICT.c.ended >= at))
    rows = connection.execute(
        select(VERDICT).where(*chosen(VERDICT.c.portal, portals), *within).order_by(VERDICT.c.portal, VERDICT.c.rule)
    )
    return tuple(to_stretch(row) for row in rows.mappings())
