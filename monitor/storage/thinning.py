"""Months past their time on PostgreSQL: let go of as a whole, after what is to stay was put in their place.

A month is replaced by a small one that holds what retention spares of it, in one transaction: no reader finds less.
What is to stay is found and written while others read; only the exchange needs the table alone, for milliseconds.
"""

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Select, Table, func, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import OperationalError

from monitor.storage.engine import reading, writing
from monitor.storage.months import KEPT, Month, Partition, partitions
from monitor.storage.spared import Bounds, spared
from monitor.storage.tables import OBSERVATION

_ALONE_WITHIN = "3s"  # for the exchange; longer than the second after which the server ends its own housekeeping there
_ATTEMPTS, _PAUSE = 5, 2.0  # and seconds between: whoever reads for long is not held up, nor anybody behind him


def thin_months(engine: Engine, bounds: Bounds) -> int:
    """Leave of every month that ended before `looks_from` only what is spared; gives the observations that went.

    They are counted before, so that those of them that come meanwhile are not.
    """
    gone = 0
    for month, item in _ended(engine, "observation", before=bounds.looks_from):
        if not item.kept:
            gone += _count(engine, item.name) - alone(engine, partial(_thin, month, bounds))
    return gone


def drop_months(engine: Engine, table: str, *, before: datetime) -> int:
    """Let go of the months that ended before a moment, with all that is in them; gives the rows that went."""
    gone = 0
    for _, item in _ended(engine, table, before=before):
        gone += _count(engine, item.name) + alone(engine, partial(_drop, item))
    return gone


def drop_empty_months(engine: Engine, *, before: datetime) -> None:
    """Of the small months that ended before a moment, drop those of which nothing is left."""
    for _, item in _ended(engine, "observation", before=before):
        if item.kept:
            alone(engine, partial(_drop_if_empty, item))


def _ended(engine: Engine, table: str, *, before: datetime) -> list[tuple[Month, Partition]]:
    with reading(engine) as connection:
        ours = [(item.month, item) for item in partitions(connection) if item.table == table and item.month]
    return [(month, item) for month, item in ours if month.next.starts <= before]


def alone(
    engine: Engine, act: Callable[[Connection], int], *, within: str = _ALONE_WITHIN, pause: float = _PAUSE
) -> int:
    """Do something that needs a table alone for a moment, again where somebody reads for long; gives what it gives.

    Raises the database's own error when it was in vain five times.
    """
    for left in reversed(range(_ATTEMPTS)):
        try:
            with writing(engine) as connection:
                connection.execute(text(f"SET LOCAL lock_timeout = '{within}'"))
                return act(connection)
        except OperationalError as error:
            if left == 0 or "lock timeout" not in str(error.orig):
                raise
            time.sleep(pause)
    raise AssertionError("the last attempt ends or raises")


def _count(engine: Engine, name: str) -> int:
    with reading(engine) as connection:
        return int(connection.scalar(select(func.count()).select_from(text(name))) or 0)


def _thin(month: Month, bounds: Bounds, connection: Connection) -> int:
    """Put what stays of a month in its place; gives how many rows that are."""
    whole = f"observation_{month.year:04}_{month.number:02}"
    small = whole + KEPT
    month_of_it = f"at >= '{month.starts.isoformat()}' AND at < '{month.next.starts.isoformat()}'"
    _run(
        connection,
        f"CREATE TABLE {small} (LIKE observation INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)",
        f"ALTER TABLE {small} ADD CONSTRAINT {small}_month CHECK ({month_of_it})",  # so that nobody need look for it
    )
    into = OBSERVATION.to_metadata(MetaData(), name=small)
    kept = sum(
        connection.execute(_copied(into, some), execution_options={"preserve_rowcount": True}).rowcount
        for some in spared(bounds, start=month.starts, end=month.next.starts)
    )
    _run(
        connection,
        f"ALTER TABLE observation DETACH PARTITION {whole}",
        f"ALTER TABLE observation ATTACH PARTITION {small} FOR VALUES {month.bounds}",
        f"ALTER TABLE {small} DROP CONSTRAINT {small}_month",
        f"DROP TABLE {whole}",
    )
    return kept


def _copied(into: Table, some: Select[Any]) -> Any:
    names = [column.name for column in into.columns]
    return postgresql.insert(into).from_select(names, some).on_conflict_do_nothing()


def _drop(item: Partition, connection: Connection) -> int:
    _run(connection, f"ALTER TABLE {item.table} DETACH PARTITION {item.name}", f"DROP TABLE {item.name}")
    return 0


def _drop_if_empty(item: Partition, connection: Connection) -> int:
    if connection.scalar(text(f"SELECT NOT EXISTS (SELECT FROM {item.name})")):
        _drop(item, connection)
    return 0


def _run(connection: Connection, *statements: str) -> None:
    for words in statements:
        connection.exec_driver_sql(words)
