"""What the operator reads when the store cannot be used: one sentence each, translated by one table."""

from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError


class StoreError(Exception):
    """The store cannot be used; the message is one sentence for the operator."""


_SENTENCES = (
    ("unable to open database file", "cannot be opened; is the folder there and writable?"),
    ("readonly database", "is read-only; give its folder and file to the user that runs the monitor"),
    ("database or disk is full", "cannot grow because the disk is full; make room and start again"),
    ("disk i/o error", "cannot be read or written (disk I/O error); is the disk full, or failing?"),
    ("database is locked", "is locked by another program; stop it, or wait until it is done"),
    ("file is not a database", "is not an SQLite database; name another file or restore a backup"),
    ("malformed", "is damaged; restore a backup (a copy made by `emc-monitor db backup`)"),
    (
        "lock timeout",
        "is being read by somebody for long (pg_dump, a report): a month cannot be exchanged; run it again",
    ),
    ("password authentication failed", "refuses the user name or password"),
    ("could not translate host name", "is on a host whose name does not resolve"),
    ("connection refused", "refuses the connection; is PostgreSQL running there?"),
    ("does not exist", "does not exist on that server; create it first"),
    ("no module named", "needs the extra `postgres`: pip install 'emc-monitor[postgres]'"),
)


def explain(url: URL, error: SQLAlchemyError | OSError | ImportError) -> StoreError:
    """The sentence for a failed use of the store; the address is shown without its password."""
    place = url.database if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
    said = str(getattr(error, "orig", None) or error)
    known = next((words for sign, words in _SENTENCES if sign in said.lower()), None)
    first_line = said.strip().splitlines()[0] if said.strip() else type(error).__name__
    return StoreError(f"the store {place} {known or f'cannot be used: {first_line}'}")
