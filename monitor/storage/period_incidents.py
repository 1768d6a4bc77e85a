"""How many incidents opened within a period, and how many were open at its end, for each portal."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, func, or_, select

from monitor.storage.incident_tables import INCIDENT
from monitor.storage.looks import chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentCounts:
    """By portal; portals without any are left out."""

    opened: Mapping[str, int]
    open_at_end: Mapping[str, int]


def read_incident_counts(
    connection: Connection, portals: Collection[str], *, start: datetime, end: datetime
) -> IncidentCounts:
    """Of these portals, from `start` on and before `end` (aware UTC)."""
    counted = select(INCIDENT.c.portal, func.count().label("number")).where(*chosen(INCIDENT.c.portal, portals))
    opened = counted.where(INCIDENT.c.opened >= start, INCIDENT.c.opened < end)
    still = counted.where(INCIDENT.c.opened < end, or_(INCIDENT.c.resolved.is_(None), INCIDENT.c.resolved >= end))
    return IncidentCounts(opened=_by_portal(connection, opened), open_at_end=_by_portal(connection, still))


def _by_portal(connection: Connection, counted: Select[tuple[str, int]]) -> Mapping[str, int]:
    return {row.portal: row.number for row in connection.execute(counted.group_by(INCIDENT.c.portal))}
