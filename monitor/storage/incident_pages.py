"""Incidents a page at a time, the newest first, by what somebody asked for."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from monitor.incidents.records import Incident
from monitor.rules.contract import Severity
from monitor.storage.incident_tables import INCIDENT
from monitor.storage.incidents import read_incidents

Mark = tuple[datetime, str]  # when the last incident of a page was opened (aware UTC), and its id


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which incidents; `None` is any. `since` leaves out what was resolved before it; `severity` is the least."""

    open_only: bool = False
    agency: str | None = None
    portal: str | None = None
    rule: str | None = None
    severity: Severity | None = None
    since: datetime | None = None


def read_page(connection: Connection, wanted: Wanted, *, limit: int, after: Mark | None = None) -> tuple[Incident, ...]:
    """At most `limit` incidents, those that come after a mark; one that changes meanwhile stays in its place."""
    conditions = _conditions(wanted)
    if after is not None:
        opened, name = after
        conditions.append(
            or_(INCIDENT.c.opened < opened, and_(INCIDENT.c.opened == opened, INCIDENT.c.id < name)),
        )
    asked = select(INCIDENT.c.id).where(*conditions).order_by(INCIDENT.c.opened.desc(), INCIDENT.c.id.desc())
    return read_incidents(connection, ids=connection.scalars(asked.limit(limit)).all())


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    columns = {"agency": wanted.agency, "portal": wanted.portal, "rule": wanted.rule}
    conditions: list[ColumnElement[bool]] = [
        INCIDENT.c[name] == value for name, value in columns.items() if value is not None
    ]
    if wanted.open_only:
        conditions.append(INCIDENT.c.resolved.is_(None))
    if wanted.severity is not None:
        conditions.append(INCIDENT.c.severity >= int(wanted.severity))
    if wanted.since is not None:
        conditions.append(or_(INCIDENT.c.resolved.is_(None), INCIDENT.c.resolved >= wanted.since))
    return conditions
