"""Many rows put into a table at once: by COPY on PostgreSQL, by one statement that is run for each on SQLite."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Connection, Table, TypeDecorator, func, insert, select, table
from sqlalchemy import column as named
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

from monitor.storage.rows import Row

_SENT_AS: Mapping[type, str] = {  # COPY in binary form names the type of every field
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

    `order` names the column by which they are taken, nulls last; else in any order.
    """
    values = list(rows)
    if not values:
        return
    if connection.dialect.name != "postgresql":
        connection.execute(_each(into, change), values)
        return
    copy_in(connection, into, values)
    connection.execute(_together(into, change, order))


def copy_in(connection: Connection, into: Table, rows: Sequence[Row]) -> None:
    """Bring rows into the passing table beside a table of PostgreSQL; what was there of this transaction goes."""
    passing, names = passing_of(into), tuple(column.name for column in into.columns)
    words = f"COPY {passing.name} ({', '.join(names)}) FROM STDIN (FORMAT BINARY)"
    connection.exec_driver_sql(
        f"CREATE TEMP TABLE IF NOT EXISTS {passing.name} (LIKE {into.name}) ON COMMIT DELETE ROWS"
    )
    raw: Any = connection.connection.driver_connection
    with _told_as_ours(connection, words), raw.cursor() as cursor, cursor.copy(words) as copy:
        copy.set_types(_types(into))
        for row in rows:
            copy.write_row([row[name] for name in names])


@cache
def passing_of(into: Table) -> Any:
    """The table of one connection that rows pass through on their way; it is empty after each transaction."""
    return table(f"passing_{into.name}", *(named(column.name, column.type) for column in into.columns))


@cache
def _types(into: Table) -> tuple[str, ...]:
    return tuple(_sent_as(column.type) for column in into.columns)


def _sent_as(kind: TypeEngine[Any]) -> str:
    plain = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    return "int8" if isinstance(plain, BigInteger) else _SENT_AS[plain.python_type]


@cache
def _each(into: Table, change: Change) -> Any:
    return _conflicting(sqlite.insert(into), into, change)


@cache
def _together(into: Table, change: Change, order: str | None) -> Any:
    passing = passing_of(into)
    some = select(*passing.c)
    if order is not None:
        some = some.order_by(passing.c[order])
    names = [column.name for column in into.columns]
    return _conflicting(postgresql.insert(into).from_select(names, some), into, change)


def _conflicting(statement: Any, into: Table, change: Change) -> Any:
    new, old = statement.excluded, into.c
    least, most = ("min", "max") if isinstance(statement, sqlite.Insert) else ("least", "greatest")
    values: dict[str, Any] = {name: new[name] for name in change.replace}
    values |= {name: func.coalesce(new[name], old[name]) for name in change.unless_null}
    values |= {name: func.coalesce(old[name] + new[name], old[name], new[name]) for name in change.add}
    for pick, columns in ((least, change.least), (most, change.most)):
        values |= {
            name: getattr(func, pick)(func.coalesce(old[name], new[name]), func.coalesce(new[name], old[name]))
            for name in columns
        }
    if not values:
        return statement.on_conflict_do_nothing()
    return statement.on_conflict_do_update(index_elements=list(into.primary_key.columns), set_=values)


def add_new(connection: Connection, into: Table, rows: Collection[Row]) -> frozenset[str]:
    """Insert those of the rows whose `id` is not there yet; gives the ids of those that were new."""
    if not rows:
        return frozenset()
    if connection.dialect.name == "postgresql":
        copy_in(connection, into, list(rows))
        added = _together(into, NOTHING, None).returning(into.c.id)
        return frozenset(connection.scalars(added))
    fresh = {row["id"]: row for row in rows}
    for known in connection.scalars(select(into.c.id).where(into.c.id.in_(list(fresh)))).all():
        del fresh[known]
    if fresh:
        connection.execute(insert(into), list(fresh.values()))
    return frozenset(fresh)


@contextmanager
def _told_as_ours(connection: Connection, words: str) -> Iterator[None]:
    """The driver's own errors as SQLAlchemy's, as everywhere else."""
    driver: Any = connection.dialect.loaded_dbapi
    try:
        yield
    except driver.Error as error:
        raise DBAPIError.instance(words, None, error, driver.Error, dialect=connection.dialect) from error
