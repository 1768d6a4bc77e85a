"""A consistent copy of an SQLite store while it is being written."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import URL

from monitor.storage.engine import BUSY_TIMEOUT
from monitor.storage.errors import StoreError
from monitor.storage.location import file_of, parse


def back_up(url: str, target: Path) -> int:
    """Copy the store to `target`, which must not exist yet; gives its size in bytes.

    The copy appears whole or not at all. Raises `StoreError` where that is not possible.
    """
    source = _source(parse(url))
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


def _source(url: URL) -> Path:
    file = file_of(url)
    if file is None:
        raise StoreError("the store is on PostgreSQL; use pg_dump for a consistent copy while running")
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
