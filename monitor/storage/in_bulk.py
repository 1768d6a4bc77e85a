"""Many rows put into a table at once: whole columns in one statement or COPY on PostgreSQL, row by row on SQLite.

Both in binary form; tables to pass through would cost more in each commit than they save.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Date, Dialect, Table, TypeDecorator, func, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlmodel.sql.sqltypes import UTCDateTime

from monitor.storage.engine import among
from monitor.storage.rows import Row

_SENT_AS: Mapping[type, str] = {
    str: "text",
    int: "int4",
    float: "float8",
    bool: "bool",
    bytes: "bytea",
    datetime: "timestamptz",
    date: "date",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What becomes of a row that is there already: the named columns are changed, the others stay.

    `replace`: the new value; `unless_null`: the same where there is one; `add`, `least`, `most`: both values together,
    null being none.
    """

    replace: tuple[str, ...] = ()
    unless_null: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    least: tuple[str, ...] = ()
    most: tuple[str, ...] = ()


NOTHING = Change()


def put_all(
    connection: Connection, into: Table, rows: Iterable[Row], *, change: Change = NOTHING, order: str | None = None
) -> None:
    """Insert rows, or change those that are there; no two of them may have one key where something changes.

    `order` names the column by which they are taken, nulls last; else as they come.
    """
    values = list(rows)
    if not values:
        return
    if connection.dialect.name != "postgresql":
        _one_by_one(connection, _each(into, change), values)
        return
    columns = tuple(_column(column, values) for column in into.columns)
    known = tuple(any(value is not None for value in column) for column in columns)
    connection.exec_driver_sql(_together(into, change, order, known), columns)


def add_new(connection: Connection, into: Table, rows: Iterable[Row]) -> frozenset[str]:
    """Insert those of the rows whose `id` is not there yet; gives the ids of those that were new.

    Nobody else writes meanwhile. The column `at` tells where on PostgreSQL to look for the others.
    """
    fresh = {row["id"]: row for row in rows}
    if not fresh:
        return frozenset()
    server = connection.dialect.name == "postgresql"
    moments = [row["at"] for row in fresh.values()]
    within = (into.c.at >= min(moments), into.c.at <= max(moments)) if server else ()
    for name in connection.scalars(select(into.c.id).where(among(connection, into.c.id, fresh), *within)).all():
        del fresh[name]
    if fresh and server:
        _copy(connection, into, list(fresh.values()))
    elif fresh:
        _one_by_one(connection, _each(into, None), list(fresh.values()))
    return frozenset(fresh)


def _one_by_one(connection: Connection, prepared: "_Prepared", rows: Sequence[Row]) -> None:
    """Each value is made what the driver takes by its column's type, without SQLAlchemy's way of asking for each: the
    greater part of what a commit costs."""
    ways = prepared.ways
    connection.exec_driver_sql(
        prepared.words,
        [tuple([row[name] if way is None else way(row[name]) for name, way in ways]) for row in rows],
    )


def _column(column: Column[Any], rows: Sequence[Row]) -> list[Any]:
    values = [row[column.name] for row in rows]
    if _sent_as(column) == "float8":  # a whole number among them would be sent as another type
        return [None if value is None else float(value) for value in values]
    return values


def _sent_as(column: Column[Any]) -> str:
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    return "int8" if isinstance(kind, BigInteger) else _SENT_AS[kind.python_type]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A statement for SQLite, and how each of its values is made out of a row, in their order."""

    words: str
    ways: tuple[tuple[str, Callable[[Any], Any] | None], ...]


@cache
def _each(into: Table, change: Change | None) -> _Prepared:
    """`change` is `None` where every row is new."""
    dialect = sqlite.dialect(paramstyle="qmark")
    plain = sqlite.insert(into)
    names = [column.name for column in into.columns]
    statement = plain if change is None else _conflicting(plain, into, change)
    made = statement.compile(dialect=dialect, column_keys=names)
    order = made.positiontup or ()
    ways = {column.name: _way(column, dialect) for column in into.columns}
    return _Prepared(str(made), tuple((name, ways[name]) for name in order))


_TIMES: dict[type, Callable[[Any], Any]] = {}


def _way(column: Column[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """How the driver gets a value of this column. One moment stands in many columns, and is written out once."""
    made = column.type.dialect_impl(dialect).bind_processor(dialect)
    kind = type(column.type)
    if made is None or kind not in (UTCDateTime, Date):
        return made
    return _TIMES.setdefault(kind, lru_cache(4096)(made))


@cache
def _together(into: Table, change: Change, order: str | None, known: tuple[bool, ...]) -> str:
    """One statement for all rows, column by column; one without any value has no type to be sent in binary form."""
    names = [column.name for column in into.columns]
    some = select(text("*")).select_from(text("fresh"))
    if order is not None:
        some = some.order_by(text(f'"{order}"'))
    statement = _conflicting(postgresql.insert(into).from_select(names, some), into, change)
    arrays = ", ".join(
        f"{'%b' if sure else '%t'}::{_sent_as(column)}[]" for column, sure in zip(into.columns, known, strict=True)
    )
    listed = ", ".join(f'"{name}"' for name in names)
    words = str(statement.compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]  # so in SQLAlchemy
    return words.replace("FROM fresh", f"FROM unnest({arrays}) AS fresh ({listed})", 1)


def _conflicting(statement: Any, into: Table, change: Change) -> Any:
    new, old = statement.excluded, into.c
    least, most = (func.min, func.max) if isinstance(statement, sqlite.Insert) else (func.least, func.greatest)
    values: dict[str, Any] = {name: new[name] for name in change.replace}
    values |= {name: func.coalesce(new[name], old[name]) for name in change.unless_null}
    values |= {name: func.coalesce(old[name] + new[name], old[name], new[name]) for name in change.add}
    for pick, columns in ((least, change.least), (most, change.most)):
        values |= {
            name: pick(func.coalesce(old[name], new[name]), func.coalesce(new[name], old[name])) for name in columns
        }
    if not values:
        return statement.on_conflict_do_nothing()
    return statement.on_conflict_do_update(index_elements=list(into.primary_key.columns), set_=values)


def _copy(connection: Connection, into: Table, rows: Sequence[Row]) -> None:
    names = tuple(column.name for column in into.columns)
    listed = ", ".join(f'"{name}"' for name in names)
    words = f"COPY {into.name} ({listed}) FROM STDIN (FORMAT BINARY)"
    raw: Any = connection.connection.driver_connection
    with _told_as_ours(connection, words), raw.cursor() as cursor, cursor.copy(words) as copy:
        copy.set_types([_sent_as(column) for column in into.columns])
        for row in rows:
            copy.write_row([row[name] for name in names])


@contextmanager
def _told_as_ours(connection: Connection, words: str) -> Iterator[None]:
    """The driver's own errors as SQLAlchemy's, as everywhere else."""
    driver: Any = connection.dialect.loaded_dbapi
    try:
        yield
    except driver.Error as error:
        raise DBAPIError.instance(words, None, error, driver.Error, dialect=connection.dialect) from error
