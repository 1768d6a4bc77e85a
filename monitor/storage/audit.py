"""Who did what with a token or on the command line; rows are only added."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from monitor.storage.incident_tables import AUDIT
from monitor.storage.texts import clean

_LONGEST = 500  # characters of any one text: whoever is refused does not fill the disk


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """One row. `who` is `token NAME`, `user NAME` or `unknown`; `at` is aware UTC; `address` is empty on the command
    line."""

    at: datetime
    who: str
    action: str
    subject: str
    detail: str = ""
    address: str = ""


def add_audit(connection: Connection, entry: Audit) -> None:
    """Add a row."""
    row = {name: clean(item)[:_LONGEST] if isinstance(item, str) else item for name, item in asdict(entry).items()}
    connection.execute(insert(AUDIT), [row])


def read_audit(connection: Connection, *, limit: int = 100) -> tuple[Audit, ...]:
    """The last rows, newest first."""
    rows = connection.execute(select(AUDIT).order_by(AUDIT.c.id.desc()).limit(limit)).mappings()
    return tuple(Audit(**{name: item for name, item in row.items() if name != "id"}) for row in rows)
