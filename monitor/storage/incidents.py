"""Incidents, their events and the counting behind them, written and read within the caller's transaction."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from monitor.incidents.records import Event, Happening, Incident, Tally
from monitor.rules.contract import Basis, Outcome, Severity
from monitor.storage.engine import upsert
from monitor.storage.incident_tables import INCIDENT, INCIDENT_EVENT, TALLY
from monitor.storage.looks import chosen
from monitor.storage.rows import Row
from monitor.storage.tables import VERDICT
from monitor.storage.texts import clean, dump, load_object

_FIXED = ("id", "portal", "agency", "rule", "opened")  # of an incident, for ever
_ANSWER = ("acknowledged", "acknowledged_by", "note")  # given by people, at any time and from any process
_OF_A_TALLY = tuple(field.name for field in fields(Tally))
_CHANGING = tuple(column.name for column in INCIDENT.columns if column.name not in (*_FIXED, *_ANSWER))


def load_tallies(connection: Connection) -> dict[tuple[str, str], Tally]:
    """Every tally, by portal and rule."""
    return {(row["portal"], row["rule"]): _tally(row) for row in connection.execute(select(TALLY)).mappings()}


def put_tallies(connection: Connection, tallies: Mapping[tuple[str, str], Tally | None]) -> None:
    """Write tallies; those that are `None` have nothing left to remember."""
    rows = [_tally_row(tally) for tally in tallies.values() if tally is not None]
    gone = [key for key, tally in tallies.items() if tally is None]
    if rows:
        change = tuple(column.name for column in TALLY.columns if not column.primary_key)
        connection.execute(upsert(connection, TALLY, change=change), rows)
    for portal, rule in gone:
        connection.execute(delete(TALLY).where(TALLY.c.portal == portal, TALLY.c.rule == rule))


def put_incidents(connection: Connection, incidents: Iterable[Incident]) -> None:
    """Write incidents as they stand, new ones and known ones; events are added by `add_events`."""
    rows = [_incident_row(incident) for incident in incidents]
    if rows:
        connection.execute(upsert(connection, INCIDENT, change=_CHANGING), rows)


def add_events(connection: Connection, events: Iterable[Event]) -> None:
    """Add what happened."""
    rows = [_event_row(event) for event in events]
    if rows:
        connection.execute(insert(INCIDENT_EVENT), rows)


def ask_again(connection: Connection, incidents: Collection[str]) -> None:
    """The answers that were given to these no longer stand; they stay among the events."""
    if incidents:
        asked = update(INCIDENT).where(*chosen(INCIDENT.c.id, incidents))
        connection.execute(asked.values(acknowledged=None, acknowledged_by="", note=""))


def last_failed(connection: Connection, incident: Incident) -> tuple[datetime, datetime | None] | None:
    """The last round in which an incident's duty was seen to fail, and the first after it that said something else.

    `None` where no verdict of its present stretch is kept.
    """
    asked = (
        select(VERDICT.c.last_at, VERDICT.c.ended)
        .where(
            VERDICT.c.portal == incident.portal,
            VERDICT.c.rule == incident.rule,
            VERDICT.c.outcome == Outcome.FAIL.value,
            or_(VERDICT.c.ended.is_(None), VERDICT.c.ended > incident.since),
        )
        .order_by(VERDICT.c.since.desc())
        .limit(1)
    )
    found = connection.execute(asked).first()
    return (found[0], found[1]) if found is not None else None


def acknowledge(connection: Connection, incident: str, *, at: datetime, by: str, note: str) -> bool:
    """Somebody answers for an open incident; `False` where there is none of that id, or somebody did already."""
    answered = connection.execute(
        update(INCIDENT)
        .where(INCIDENT.c.id == incident, INCIDENT.c.resolved.is_(None), INCIDENT.c.acknowledged.is_(None))
        .values(acknowledged=at, acknowledged_by=clean(by), note=clean(note))
    )
    if answered.rowcount != 1:
        return False
    happened = Event(incident=incident, happening=Happening.ACKNOWLEDGED, at=at, reason=note, reason_en=note, by=by)
    add_events(connection, [happened])
    return True


def acknowledged_ids(connection: Connection) -> frozenset[str]:
    """The open incidents that somebody answers for."""
    asked = select(INCIDENT.c.id).where(INCIDENT.c.resolved.is_(None), INCIDENT.c.acknowledged.is_not(None))
    return frozenset(connection.scalars(asked))


def read_incidents(
    connection: Connection,
    *,
    ids: Collection[str] | None = None,
    portals: Collection[str] | None = None,
    open_only: bool = False,
    since: datetime | None = None,
    limit: int | None = None,
) -> tuple[Incident, ...]:
    """Incidents with their events, the newest first. `since` leaves out what was resolved before it."""
    conditions = [*chosen(INCIDENT.c.id, ids), *chosen(INCIDENT.c.portal, portals)]
    if open_only:
        conditions.append(INCIDENT.c.resolved.is_(None))
    if since is not None:
        conditions.append(INCIDENT.c.resolved.is_(None) | (INCIDENT.c.resolved >= since))
    asked = select(INCIDENT).where(*conditions).order_by(INCIDENT.c.opened.desc(), INCIDENT.c.id.desc()).limit(limit)
    rows = connection.execute(asked).mappings().all()
    events = _events(connection, [row["id"] for row in rows])
    return tuple(_incident(row, events.get(row["id"], ())) for row in rows)


def _events(connection: Connection, incidents: Collection[str]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    if not incidents:
        return found
    asked = select(INCIDENT_EVENT).where(*chosen(INCIDENT_EVENT.c.incident, incidents)).order_by(INCIDENT_EVENT.c.id)
    for row in connection.execute(asked).mappings():
        event = Event(
            incident=row["incident"],
            happening=Happening(row["happening"]),
            at=row["at"],
            reason=row["reason"],
            reason_en=row["reason_en"],
            by=row["by"],
        )
        found.setdefault(event.incident, []).append(event)
    return found


def _tally(row: Mapping[str, Any] | Any) -> Tally:
    return Tally(**{**row, "severity": Severity(row["severity"])})


def _tally_row(tally: Tally) -> Row:
    return {name: getattr(tally, name) for name in _OF_A_TALLY} | {
        "severity": int(tally.severity),
        "reason": clean(tally.reason),
        "muted": clean(tally.muted) if tally.muted is not None else None,
    }


def _incident(row: Mapping[str, Any] | Any, events: Iterable[Event]) -> Incident:
    return Incident(
        **{
            **row,
            "severity": Severity(row["severity"]),
            "basis": Basis(row["basis"]),
            "features": load_object(row["features"]),
            "events": tuple(events),
        }
    )


def _incident_row(incident: Incident) -> Row:
    values = {name: getattr(incident, name) for name in INCIDENT.columns.keys()}  # noqa: SIM118 - no mapping
    texts = {name: clean(value) for name, value in values.items() if isinstance(value, str)}
    return values | texts | {
        "severity": int(incident.severity),
        "basis": incident.basis.value,
        "features": dump(dict(incident.features)),
    }  # fmt: skip


def _event_row(event: Event) -> Row:
    return {
        "incident": event.incident,
        "happening": event.happening.value,
        "at": event.at,
        "reason": clean(event.reason),
        "reason_en": clean(event.reason_en),
        "by": clean(event.by),
    }
