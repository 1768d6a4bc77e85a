"""Tables of PostgreSQL that are divided by calendar month (UTC): their months found, and made before they are needed.

A month past its time is let go of as a whole. There is no default partition: it would have to be searched whenever a
month is made, and nothing in it could be let go of but row by row. A moment whose month is missing has it made.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError, ProgrammingError

DIVIDED = {"observation": "at", "look_hour": "starts"}  # by table: the column that says the month
KEPT = "_kept"  # ends the name of a month of which only what is kept longer is left
_NAME = re.compile(r"_(\d{4})_(0[1-9]|1[0-2])(_kept)?")
_CHILDREN = text(
    "SELECT parent.relname AS parent, child.relname AS child, pg_get_expr(child.relpartbound, child.oid) AS bounds "
    "FROM pg_inherits JOIN pg_class parent ON parent.oid = inhparent JOIN pg_class child ON child.oid = inhrelid "
    "WHERE parent.relkind = 'p' AND NOT inhdetachpending AND parent.relnamespace = current_schema()::regnamespace "
    "ORDER BY 1, 2"
)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month of UTC."""

    year: int
    number: int

    @classmethod
    def of(cls, moment: datetime) -> Self:
        """The month of a moment (aware)."""
        utc = moment.astimezone(UTC)
        return cls(utc.year, utc.month)

    @property
    def starts(self) -> datetime:
        """Its first moment."""
        return datetime(self.year, self.number, 1, tzinfo=UTC)

    @property
    def next(self) -> "Month":
        """The month after."""
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def bounds(self) -> str:
        """As SQL has it, the end excluded."""
        return f"FROM ('{self.starts.isoformat()}') TO ('{self.next.starts.isoformat()}')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """One part of a divided table; `month` is `None` for a name that is none of ours, `kept` for what is left."""

    table: str
    name: str
    month: Month | None
    kept: bool
    bounds: str


def partitions(connection: Connection) -> tuple[Partition, ...]:
    """The parts of all divided tables, by table and name; none on SQLite."""
    if connection.dialect.name != "postgresql":
        return ()
    return tuple(_partition(*row) for row in connection.execute(_CHILDREN) if row.parent in DIVIDED)


def _partition(parent: str, name: str, bounds: str) -> Partition:
    found = _NAME.fullmatch(name, len(parent)) if name.startswith(parent) else None
    month = Month(int(found[1]), int(found[2])) if found else None
    return Partition(table=parent, name=name, month=month, kept=bool(found and found[3]), bounds=bounds)


def make_room(connection: Connection, moments: Iterable[datetime]) -> None:
    """See to it that every divided table has the months of these moments, and the one after the last of them.

    Asked anew in each transaction, because retention may have let go of a month since.
    """
    if connection.dialect.name != "postgresql":
        return
    needed = {Month.of(moment) for moment in moments}
    if not needed:
        return
    needed.add(max(needed).next)
    there = {(item.table, item.month) for item in partitions(connection)}
    for name in DIVIDED:
        make_months(connection, name, [month for month in sorted(needed) if (name, month) not in there])


def make_months(connection: Connection, table: str, months: Collection[Month]) -> None:
    """Make parts. Attaching one, unlike making it in its place, holds up neither readers nor writers.

    Where that is not allowed, or a table of that name is in the way, the store cannot be used: the rounds are not to
    blame, as other errors of this kind would have it.
    """
    try:
        for month in months:
            name = f"{table}_{month.year:04}_{month.number:02}"
            connection.execute(text(f"CREATE TABLE {name} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"))
            connection.execute(text(f"ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES {month.bounds}"))
    except ProgrammingError as error:
        raise OperationalError(error.statement, error.params, error.orig or error) from error
