"""A batch of rounds kept in one transaction: all of it or nothing, and keeping it twice changes nothing."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain

from sqlalchemy import Connection, Executable, Table, bindparam, insert, update

from monitor.storage.in_bulk import Change, add_new, put_all
from monitor.storage.ledger import USED_AGAIN_AFTER, Ledger
from monitor.storage.look_counting import count
from monitor.storage.months import make_room
from monitor.storage.reference_checks import keep_checks
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
from monitor.storage.vantage_looks import keep_vantage_looks


def write(connection: Connection, batch: Sequence[Prepared], ledger: Ledger) -> tuple[Prepared, ...]:
    """Write the batch; rounds that are not newer than a portal's last one leave only their observations.

    Gives the rounds that moved something, in the order of their beginnings.
    """
    ordered = sorted(batch, key=lambda item: item.round.since)
    presents = ledger.presents(connection, ordered)
    moved = tuple(item for item in ordered if not item.round.late and presents[item.round.portal].advance(item))
    standing = [presents[portal] for portal in sorted({item.round.portal for item in moved})]
    _write_looks(connection, ordered, ledger)
    keep_checks(connection, (item.round for item in ordered))
    keep_vantage_looks(connection, (item.round for item in moved))
    _put(connection, STATE_SPAN, chain.from_iterable(item.spans.values() for item in standing))
    _put(connection, VERDICT, chain.from_iterable(item.stretches.changed() for item in standing), order="ended")
    _put(connection, MEMORY, chain.from_iterable(item.memories.values() for item in standing))
    _put(connection, LAST_ROUND, (item.last for item in standing if item.last is not None))
    _point(connection, chain.from_iterable(item.looks.values() for item in standing))
    _run(connection, insert(FIGURE), chain.from_iterable(item.published.new() for item in standing))
    _see_again(connection, chain.from_iterable(item.published.moved() for item in standing))
    return moved


def _write_looks(connection: Connection, batch: Sequence[Prepared], ledger: Ledger) -> None:
    used: dict[Table, dict[str, datetime]] = {EVIDENCE: {}, FACTS_PART: {}}
    for item in batch:
        used[EVIDENCE].update(item.pages)
        used[FACTS_PART].update((row["sha256"], row["last_used"]) for row in item.parts)
    evidence = {row["sha256"]: row for item in batch for row in item.evidence}
    parts = {row["sha256"]: row for item in batch for row in item.parts}
    told = ledger.use(FACTS_PART, used[FACTS_PART])
    put_all(connection, FACTS_PART, (row for digest, row in parts.items() if digest in told))
    _use_again(connection, FACTS_PART, told)
    put_all(connection, EVIDENCE, evidence.values())  # pages are named more often than kept
    _use_again(connection, EVIDENCE, ledger.use(EVIDENCE, used[EVIDENCE]))
    _write_observations(connection, batch)


def _write_observations(connection: Connection, batch: Sequence[Prepared]) -> None:
    """What is new is written and counted."""
    rows = [row for item in batch for row in item.observations]
    make_room(connection, (row["at"] for row in rows))
    new = add_new(connection, OBSERVATION, rows)
    looks = {row["id"]: row for item in batch for row in item.looks if row["id"] in new}
    count(connection, looks.values())


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
    put_all(connection, LAST_LOOK, rows, change=Change(replace=("observation",), unless_null=("seen",)))


def _put(connection: Connection, table: Table, rows: Iterable[Row], *, order: str | None = None) -> None:
    change = tuple(column.name for column in table.columns if not column.primary_key)
    put_all(connection, table, rows, change=Change(replace=change), order=order)


def _run(connection: Connection, statement: Executable, rows: Iterable[Row]) -> None:
    values = list(rows)
    if values:
        connection.execute(statement, values)
