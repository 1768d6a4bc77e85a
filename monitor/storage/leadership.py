"""One leader per store: a lock file beside SQLite, an advisory lock on PostgreSQL; a dead process leads no more."""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL

from monitor.storage.errors import StoreError
from monitor.storage.location import file_of, make_folder, parse
from monitor.storage.server_lease import ServerLease
from monitor.storage.store import telling

_ADVICE = "stop it first, or give this run a data folder of its own"


class AlreadyLed(StoreError):  # noqa: N818 - states the fact
    """Another process leads this store."""


class Lease(Protocol):
    """Leadership as its holder has it."""

    @property
    def lost(self) -> threading.Event:
        """Set when another process leads, for good."""
        ...

    @property
    def holds(self) -> bool:
        """Whether we lead, as far as we know."""
        ...

    def begin(self, engine: Engine) -> None:
        """Write from now on as the one who leads; the store's tables are there."""
        ...

    def fence(self, connection: Connection) -> None:
        """Raise SQLAlchemy's errors within a write transaction that is no longer ours to make."""
        ...


class FileLease:
    """Leadership by a lock file: nobody can take it from a process that lives."""

    holds = True

    def __init__(self) -> None:
        """It holds already."""
        self.lost = threading.Event()

    def begin(self, engine: Engine) -> None:
        """Nobody could have begun since."""

    def fence(self, connection: Connection) -> None:
        """Always ours."""


def can_be_taken_over(url: str) -> bool:
    """Whether a store can have stand-bys: one on a server can, a file belongs to one machine and its service manager.

    Raises `StoreError` for an address that cannot be read.
    """
    return file_of(parse(url)) is None


@contextmanager
def lead(url: str) -> Iterator[Lease]:
    """Lead the store at `url` until the end of the block.

    Raises `AlreadyLed` when another process does, `StoreError` when the store cannot be reached.
    """
    parsed = parse(url)
    file = file_of(parsed)
    with _lead_server(parsed) if file is None else _lead_file(parsed, file) as lease:
        yield lease


@contextmanager
def _lead_file(url: URL, file: Path) -> Iterator[Lease]:
    make_folder(url)
    path = file.resolve().with_name(file.name + ".leader")
    with telling(url):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _lock(descriptor, file)
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        yield FileLease()
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
def _lead_server(url: URL) -> Iterator[Lease]:
    with telling(url):
        lease = ServerLease(url)
    try:
        with telling(url):
            acquired = lease.acquire()
        if not acquired:
            place = url.render_as_string(hide_password=True)
            raise AlreadyLed(f"another process leads the store {place}; {_ADVICE}")
        yield lease
    finally:
        lease.close()
