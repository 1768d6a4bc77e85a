"""A consistent copy of an SQLite store while it is being written, and what makes one of a store on PostgreSQL."""

import os
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import URL

from monitor.storage.engine import BUSY_TIMEOUT
from monitor.storage.errors import StoreError
from monitor.storage.location import file_of, parse


class MadeByServer(StoreError):  # noqa: N818 - states the fact
    """A copy of this store is made by the server's own tools; the message names the command."""


def back_up(url: str, target: Path) -> int:
    """Copy the store to `target`, which must not exist yet; gives its size in bytes.

    The copy appears whole or not at all. Raises `StoreError` where that is not possible, `MadeByServer` for a store on
    PostgreSQL.
    """
    source = _source(parse(url), target)
    if target.exists():
        raise StoreError(f"{target} exists already; name a file that does not")
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        _copy(source, partial)
        os.link(partial, target)  # unlike a rename it never replaces a file that appeared meanwhile
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"no backup was written to {target}: {error}") from error
    finally:
        partial.unlink(missing_ok=True)
    return target.stat().st_size


def dump_command(url: URL, target: Path) -> str:
    """What makes a consistent copy of a store on PostgreSQL while it is running; without its password."""
    places = {"host": url.host or url.query.get("host"), "port": url.port or url.query.get("port")}
    named = {**places, "username": url.username or url.query.get("user"), "dbname": url.database}
    words = [f"--{name}={value}" for name, value in named.items() if isinstance(value, str | int)]
    return shlex.join(["pg_dump", "--format=custom", f"--file={target}", *words])


def _source(url: URL, target: Path) -> Path:
    file = file_of(url)
    if file is None:
        raise MadeByServer(
            f"the store is on PostgreSQL: a consistent copy while it runs is made by `{dump_command(url, target)}`"
            " (the password comes from ~/.pgpass or PGPASSWORD) and restored by pg_restore"
        )
    if not file.exists():
        raise StoreError(f"there is no store at {file}")
    return file


def _copy(source: Path, partial: Path) -> None:
    """All pages in one step: it reads one snapshot, which does not hold up writers in WAL mode."""
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True, timeout=BUSY_TIMEOUT)) as live,
        closing(sqlite3.connect(partial)) as copy,
    ):
        live.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")
    with partial.open("rb+") as written:
        os.fsync(written.fileno())
