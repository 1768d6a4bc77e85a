"""Where the store lies: the rule for its address, and the file behind an SQLite address."""

from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from monitor.storage.errors import StoreError, explain

FILE_NAME = "emc-monitor.sqlite3"


def store_url(url: str | None, data_dir: Path) -> str:
    """The address that was set, else that of an SQLite file in the data folder."""
    return url or f"sqlite:///{data_dir / FILE_NAME}"


def parse(url: str) -> URL:
    """The address as a value; raises `StoreError` for one that is neither SQLite nor PostgreSQL."""
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except ArgumentError as error:
        raise StoreError("the store's address cannot be read; expected sqlite:///FILE") from error
    if backend not in ("sqlite", "postgresql"):
        raise StoreError(f"the store cannot be {backend}; expected sqlite:///FILE or postgresql+psycopg://…")
    if backend == "sqlite" and file_of(parsed) is None:
        raise StoreError("the store has no file; expected sqlite:///FILE")
    return parsed


def file_of(url: URL) -> Path | None:
    """The SQLite file, or `None` for a server."""
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    name = str(url.database)
    return Path(urlsplit(name).path if name.startswith("file:") else name)


def must_exist(url: URL) -> None:
    """Raise `StoreError` when the SQLite file is not there: who only reads must not make one."""
    file = file_of(url)
    if file is not None and not file.exists():
        raise StoreError(f"there is no store at {file}")


def make_folder(url: URL) -> None:
    """Create the folder of an SQLite file; raises `StoreError` where that is not possible."""
    file = file_of(url)
    if file is None:
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise explain(url, error) from error
