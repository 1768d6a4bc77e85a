"""A batch of rounds kept in one transaction: all of it or nothing, and keeping it twice changes nothing."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import chain

from sqlalchemy import Connection, Executable, Table, bindparam, insert, update

from monitor.storage.engine import upsert
from monitor.storage.present import load_present
from monitor.storage.rows import Prepared, Row
from monitor.storage.tables import (
    EVIDENCE,
    FACTS_PART,
    FIGURE,
    LAST_LOOK,
    LAST_ROUND,
    MEMORY,
    OBSERVATION,
    STATE_SPAN,
    VERDICT,
)
from monitor.storage.texts import load_names, load_object

USED_AGAIN_AFTER = timedelta(days=1)  # how stale `last_used` may be; pruning allows for it


def write(connection: Connection, batch: Sequence[Prepared]) -> None:
    """Write the batch; rounds that are not newer than a portal's last one leave only their observations."""
    ordered = sorted(batch, key=lambda item: item.round.since)
    presents = load_present(connection, {item.round.portal for item in ordered})
    moved = {item.round.portal for item in ordered if presents[item.round.portal].advance(item)}
    standing = [presents[portal] for portal in sorted(moved)]
    _write_looks(connection, ordered)
    _put(connection, STATE_SPAN, chain.from_iterable(item.spans.values() for item in standing))
    _put(connection, VERDICT, chain.from_iterable(item.stretches.changed() for item in standing))
    _put(connection, MEMORY, chain.from_iterable(item.memories.values() for item in standing))
    _put(connection, LAST_ROUND, (item.last for item in standing if item.last is not None))
    _point(connection, chain.from_iterable(item.looks.values() for item in standing))
    _run(connection, insert(FIGURE), chain.from_iterable(item.published.new() for item in standing))
    _see_again(connection, chain.from_iterable(item.published.moved() for item in standing))


def _write_looks(connection: Connection, batch: Sequence[Prepared]) -> None:
    evidence = {row["sha256"]: row for item in batch for row in item.evidence}
    parts = {row["sha256"]: row for item in batch for row in item.parts}
    _add(connection, EVIDENCE, evidence.values())
    _add(connection, FACTS_PART, parts.values())
    used: dict[Table, dict[str, datetime]] = {EVIDENCE: {}, FACTS_PART: {}}
    for row in chain.from_iterable(item.observations for item in batch):
        used[EVIDENCE].update((digest, row["at"]) for digest in load_names(row["evidence"]))
        used[FACTS_PART].update((digest, row["at"]) for digest in load_object(row["parts"]).values())
    for table, times in used.items():
        _use_again(connection, table, times)
    _add(connection, OBSERVATION, chain.from_iterable(item.observations for item in batch))


def _use_again(connection: Connection, table: Table, times: dict[str, datetime]) -> None:
    statement = (
        update(table)
        .where(table.c.sha256 == bindparam("digest"), table.c.last_used < bindparam("stale"))
        .values(last_used=bindparam("at"))
    )
    rows = ({"digest": digest, "at": at, "stale": at - USED_AGAIN_AFTER} for digest, at in sorted(times.items()))
    _run(connection, statement, rows)


def _see_again(connection: Connection, rows: Iterable[Row]) -> None:
    statement = update(FIGURE).where(FIGURE.c.id == bindparam("row")).values(last_seen=bindparam("at"))
    _run(connection, statement, ({"row": row["id"], "at": row["last_seen"]} for row in rows))


def _point(connection: Connection, rows: Iterable[Row]) -> None:
    """Where no facts were brought, the earlier ones stay the last seen."""
    _run(connection, upsert(connection, LAST_LOOK, change=("observation",), keep_if_null=("seen",)), rows)


def _put(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    change = tuple(column.name for column in table.columns if not column.primary_key)
    _run(connection, upsert(connection, table, change=change), rows)


def _add(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    _run(connection, upsert(connection, table), rows)


def _run(connection: Connection, statement: Executable, rows: Iterable[Row]) -> None:
    values = list(rows)
    if values:
        connection.execute(statement, values)
