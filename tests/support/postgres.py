"""A throw-away PostgreSQL server on a socket of its own, where the machine has the programs for one."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, create_engine, text


def find_programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`, the newest version first; `None` where there is none."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions else None


@contextmanager
def running_server(programs: Path, *, durable: bool = False) -> Iterator[str]:
    """The start of a store address, to be completed by a database name and `?host=` of the socket's folder.

    `durable`: what it commits is on the disk, as where somebody relies on it.
    """
    folder = Path(tempfile.mkdtemp(prefix="emc-pg-"))
    user = _unprivileged()
    try:
        if user is not None:
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
        _run(
            programs / "initdb", "-D", folder / "data", "-U", "emc", "-A", "trust", "-E", "UTF8", "--no-sync", user=user
        )
        start_server(programs, folder, durable=durable)
        try:
            yield str(folder)
        finally:
            stop_server(programs, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def start_server(programs: Path, folder: str | Path, *, durable: bool = False) -> None:
    """Start the server of this folder, anew after `stop_server`."""
    fsync = "on -c shared_buffers=512MB -c max_wal_size=4GB" if durable else "off"
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync={fsync} -c max_connections=40"
    place = Path(folder)
    words = ("-D", place / "data", "-l", place / "log", "-o", options, "-w", "start")
    _run(programs / "pg_ctl", *words, user=_unprivileged())


def stop_server(programs: Path, folder: str | Path) -> None:
    """Stop it as a machine that loses its power does."""
    _run(programs / "pg_ctl", "-D", Path(folder) / "data", "-m", "immediate", "-w", "stop", user=_unprivileged())


def new_database(folder: str, *, template: str | None = None) -> str:
    """The store address of a database that was just made, empty or as another one is."""
    name = f"t{uuid4().hex}"
    with administering(folder) as connection:
        connection.execute(text(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else "")))
    return f"postgresql+psycopg://emc@/{name}?host={folder}"


def end_session_of_leader(folder: str, *, key: int) -> int:
    """Cut the connections that hold this advisory lock; how many there were."""
    asked = "SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND objid = :key"
    with administering(folder) as connection:
        return int(connection.scalar(text(asked), {"key": key}) or 0)


@contextmanager
def administering(folder: str) -> Iterator[Connection]:
    """A connection beside all stores."""
    engine = create_engine(f"postgresql+psycopg://emc@/postgres?host={folder}", isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _unprivileged() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _run(*words: str | Path, user: str | None) -> None:
    subprocess.run(
        [str(word) for word in words],
        check=True,
        user=user,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
