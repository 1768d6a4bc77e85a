"""One way to the database: short write transactions that never wait in a circle, snapshots for reading."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Executable,
    Table,
    Text,
    any_,
    create_engine,
    event,
    func,
    literal,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL

BUSY_TIMEOUT = 5.0  # seconds that an SQLite writer waits for another one, unless the address says `?timeout=`
_WRITERS = 0x454D43  # the advisory lock that PostgreSQL writers queue for: "EMC"
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",  # with WAL a crash of the program loses nothing, one of the machine the last commits
    "foreign_keys=ON",
)


def connect(url: URL) -> Engine:
    """An engine for either database; nothing is opened yet. Raises `ImportError` without the driver."""
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, connect_args=linger_not(url))
    engine = create_engine(url.update_query_dict({"timeout": str(BUSY_TIMEOUT)} | dict(url.query)))
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def linger_not(url: URL) -> dict[str, str | int]:
    """How either end of a connection to a server notices within about 12 seconds that the other one is gone.

    Else a machine that vanished would keep its locks for hours. What the address says itself stays.
    """
    server = "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 -c tcp_user_timeout=10000"
    ours: dict[str, str | int] = {
        "connect_timeout": 5,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "tcp_user_timeout": 10_000,
        "options": server,
    }
    return {name: value for name, value in ours.items() if name not in url.query}


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One write transaction; it takes the write lock at once, so that what it reads first cannot change under it."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITERS})
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One snapshot of a store that is there, undisturbed by writers.

    No month is exchanged under it: what is put in its place would be younger than the snapshot.
    """
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
            connection.exec_driver_sql("LOCK TABLE ONLY observation IN ACCESS SHARE MODE")  # before it begins
        yield connection


def among(connection: Connection, column: ColumnElement[str], names: Collection[str]) -> ColumnElement[bool]:
    """The condition that picks these names: one value for the server, so that the statement is the same for any number
    of them, and prepared once."""
    if connection.dialect.name == "postgresql":
        return column == any_(literal(list(names), postgresql.ARRAY(Text)))
    return column.in_(list(names))


def upsert(
    connection: Connection, table: Table, *, change: tuple[str, ...] = (), keep_if_null: tuple[str, ...] = ()
) -> Executable:
    """`INSERT … ON CONFLICT (primary key) DO UPDATE` of the named columns, or `DO NOTHING`; the same in both databases.

    `keep_if_null` names columns whose old value stays where the new one is null.
    """
    return _upsert(connection.dialect.name, table, change, keep_if_null)


@cache  # building a statement costs more than running it on a few rows
def _upsert(dialect: str, table: Table, change: tuple[str, ...], keep_if_null: tuple[str, ...]) -> Executable:
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = make(table)
    keys = list(table.primary_key.columns)
    if not change:
        return statement.on_conflict_do_nothing(index_elements=keys)
    values: dict[str, Any] = {name: statement.excluded[name] for name in change}
    values |= {name: func.coalesce(statement.excluded[name], table.c[name]) for name in keep_if_null}
    return statement.on_conflict_do_update(index_elements=keys, set_=values)


def _prepare_sqlite(raw: Any, _record: Any) -> None:
    raw.isolation_level = None  # transactions are begun below, not by the driver
    for pragma in _PRAGMAS:
        raw.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
