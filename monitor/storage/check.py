"""Whether the store is sound: the database's own check, the schema, every hash, every span."""

import zlib
from collections.abc import Iterator
from hashlib import sha256

from sqlalchemy import Connection, Table, select, text

from monitor.storage import schema
from monitor.storage.engine import reading
from monitor.storage.looks import in_steps
from monitor.storage.partition_faults import partition_faults
from monitor.storage.tables import EVIDENCE, FACTS_PART, LAST_LOOK, LAST_ROUND, OBSERVATION, STATE_SPAN
from monitor.storage.upkeep import existing


def check(url: str) -> tuple[str, ...]:
    """The faults found, one line each; none for a sound store. Changes nothing.

    Raises `StoreError` when the store is not there or cannot be opened.
    """
    with existing(url) as engine:
        with engine.connect() as connection:
            broken = _sqlite_faults(connection) if connection.dialect.name == "sqlite" else ()
            behind = _schema_fault(connection)
            found = (*broken, *((behind,) if behind is not None else ()))
        if behind is not None:
            return found
        with reading(engine) as connection:
            return (*found, *_faults(connection))


def _faults(connection: Connection) -> Iterator[str]:
    yield from partition_faults(connection)
    yield from _pointer_faults(connection)
    yield from _hash_faults(connection, EVIDENCE)
    yield from _hash_faults(connection, FACTS_PART)
    yield from _span_faults(connection)


def _sqlite_faults(connection: Connection) -> Iterator[str]:
    for row in connection.execute(text("PRAGMA integrity_check")):
        if row[0] != "ok":
            yield f"integrity: {row[0]}"
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield f"foreign key: row {row[1]} of {row[0]} points to a row of {row[2]} that is not there"


def _schema_fault(connection: Connection) -> str | None:
    present, newest = schema.present(connection), schema.newest()
    return None if present == newest else f"schema: {present or 'none'}, this program expects {newest}"


def _hash_faults(connection: Connection, table: Table) -> Iterator[str]:
    rows = connection.execution_options(yield_per=50).execute(select(table.c.sha256, table.c.body))
    for name, body in rows:
        if _hash(body) != name:
            yield f"{table.name}: {name} does not hold the bytes of that hash"


def _hash(body: bytes) -> str | None:
    try:
        return sha256(zlib.decompress(body)).hexdigest()
    except zlib.error:
        return None


def _pointer_faults(connection: Connection) -> Iterator[str]:
    """The last looks have to be there: nothing but this check and retention sees to it."""
    rows = connection.execute(select(LAST_LOOK)).all()
    wanted = {name: row.portal for row in rows for name in (row.observation, row.seen) if name is not None}
    for some in in_steps(wanted):
        there = set(connection.scalars(select(OBSERVATION.c.id).where(OBSERVATION.c.id.in_(some))))
        for name in some:
            if name not in there:
                yield f"last_look: the observation {name} of {wanted[name]} is not there"


def _span_faults(connection: Connection) -> Iterator[str]:
    spans = connection.execute(
        select(STATE_SPAN.c.portal, STATE_SPAN.c.starts, STATE_SPAN.c.ends).order_by(
            STATE_SPAN.c.portal, STATE_SPAN.c.starts
        )
    )
    portal, end = None, None
    for row in spans:
        if row.ends < row.starts:
            yield f"state_span: {row.portal} ends at {row.ends} before it starts at {row.starts}"
        if row.portal == portal and end is not None and row.starts < end:
            yield f"state_span: {row.portal} starts at {row.starts} while the one before lasts until {end}"
        portal, end = row.portal, row.ends
    present = (STATE_SPAN.c.portal == LAST_ROUND.c.portal) & (STATE_SPAN.c.starts == LAST_ROUND.c.state_since)
    lost = select(LAST_ROUND.c.portal).outerjoin(STATE_SPAN, present).where(STATE_SPAN.c.portal.is_(None))
    for name in connection.scalars(lost):
        yield f"last_round: the present state of {name} has no span"
