"""A portal's observations page by page, without what they read: newest first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, or_, select

from monitor.storage.tables import OBSERVATION


@dataclass(frozen=True, slots=True, kw_only=True)
class LookLine:
    """One observation as a list tells it. `seconds` is the probe's wall time; the failure is all null where it saw."""

    id: str
    portal: str
    probe: str
    vantage: str
    at: datetime
    attempt: int
    seconds: float
    outcome: str
    failure_kind: str | None
    failure_party: str | None
    failure_detail: str | None


_COLUMNS = tuple(OBSERVATION.c[name] for name in LookLine.__dataclass_fields__)


def read_look_page(
    connection: Connection,
    portal: str,
    *,
    limit: int,
    before: tuple[datetime, str] | None = None,
    probe: str | None = None,
) -> tuple[LookLine, ...]:
    """At most `limit` observations of one portal, the newest first, older than the time and id `before`."""
    wanted = [OBSERVATION.c.portal == portal]
    if probe is not None:
        wanted.append(OBSERVATION.c.probe == probe)
    if before is not None:
        at, name = before
        same = and_(OBSERVATION.c.at == at, OBSERVATION.c.id < name)
        wanted += [OBSERVATION.c.at <= at, or_(OBSERVATION.c.at < at, same)]
    rows = connection.execute(
        select(*_COLUMNS).where(*wanted).order_by(OBSERVATION.c.at.desc(), OBSERVATION.c.id.desc()).limit(limit)
    )
    return tuple(LookLine(**row) for row in rows.mappings())
