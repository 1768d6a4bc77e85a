"""One leader per store: a lock file beside SQLite, an advisory lock on PostgreSQL; a dead process leads no more."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import URL

from monitor.storage.engine import connect
from monitor.storage.errors import StoreError
from monitor.storage.location import file_of, make_folder, parse
from monitor.storage.store import telling

_LEADER = 0x454D434C  # the advisory lock that leaders hold: "EMCL"


_ADVICE = "stop it first, or give this run a data folder of its own"


class AlreadyLed(StoreError):  # noqa: N818 - states the fact
    """Another process leads this store."""


@contextmanager
def lead(url: str) -> Iterator[None]:
    """Lead the store at `url` until the end of the block.

    Raises `AlreadyLed` when another process does, `StoreError` when the store cannot be reached.
    """
    parsed = parse(url)
    file = file_of(parsed)
    with _lead_server(parsed) if file is None else _lead_file(parsed, file):
        yield


@contextmanager
def _lead_file(url: URL, file: Path) -> Iterator[None]:
    make_folder(url)
    path = file.resolve().with_name(file.name + ".leader")
    with telling(url):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _lock(descriptor, file)
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(descriptor)  # the file stays: removing it would let two processes lock two files of that name


def _lock(descriptor: int, file: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(descriptor, 20, 0).decode().strip()
        who = f"process {holder}" if holder else "another process"
        raise AlreadyLed(f"{who} leads the store {file}; {_ADVICE}") from error


@contextmanager
def _lead_server(url: URL) -> Iterator[None]:
    with telling(url):
        engine = connect(url).execution_options(isolation_level="AUTOCOMMIT")
    try:
        with telling(url):
            connection = engine.connect()
        with connection:
            if not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _LEADER}):
                place = url.render_as_string(hide_password=True)
                raise AlreadyLed(f"another process leads the store {place}; {_ADVICE}")
            yield
    finally:
        engine.dispose()
