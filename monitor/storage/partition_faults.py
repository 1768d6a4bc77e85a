"""Whether the parts of divided tables are those of their months, all attached, and none missing that held looks."""

import re
from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import Connection, func, select, text

from monitor.storage.look_tables import LOOK_DAY
from monitor.storage.months import DIVIDED, Month, Partition, partitions
from monitor.storage.past import LOOKS_FROM
from monitor.storage.tables import META

_BOUNDS = re.compile(r"FOR VALUES FROM \('([^']+)'\) TO \('([^']+)'\)")
_APART = text(
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ :pattern AND NOT EXISTS "
    "(SELECT FROM pg_inherits WHERE inhrelid = pg_class.oid AND NOT inhdetachpending) "
    "AND relnamespace = current_schema()::regnamespace ORDER BY 1"
)


def partition_faults(connection: Connection) -> Iterator[str]:
    """One line each; none on SQLite, which divides nothing."""
    if connection.dialect.name != "postgresql":
        return
    found = partitions(connection)
    for item in found:
        fault = _fault(item)
        if fault is not None:
            yield f"{item.table}: {fault}"
    for table in DIVIDED:
        for name in connection.scalars(_APART, {"pattern": rf"^{table}_\d{{4}}_\d{{2}}(_kept)?$"}):
            yield f"{table}: {name} is not attached, and what is in it is not read"
    yield from _missing(connection, {item.month for item in found if item.table == "observation" and item.month})


def _fault(item: Partition) -> str | None:
    if item.month is None:
        return f"{item.name} is none of our months ({item.bounds}); what is in it would never be let go of"
    bounds = _BOUNDS.fullmatch(item.bounds)
    whole = (item.month.starts, item.month.next.starts)
    if bounds is None or tuple(datetime.fromisoformat(word) for word in bounds.groups()) != whole:
        return f"{item.name} holds another stretch of time than its month ({item.bounds})"
    return None


def _missing(connection: Connection, months: Collection[Month]) -> Iterator[str]:
    """Months whose looks were counted by day, and are not yet past their time."""
    first, last = connection.execute(select(func.min(LOOK_DAY.c.day), func.max(LOOK_DAY.c.day))).one()
    if first is None:
        return
    marked = connection.scalar(select(META.c.value).where(META.c.key == LOOKS_FROM))
    month = Month(first.year, first.month)
    if marked is not None:
        month = max(month, Month.of(datetime.fromisoformat(marked)))
    while month <= Month(last.year, last.month):
        day = LOOK_DAY.c.day
        # the first day began in the month before: Hà Nội is seven hours ahead
        counted = select(day).where(day > month.starts.date(), day < month.next.starts.date()).limit(1)
        if month not in months and connection.scalar(counted) is not None:
            yield f"observation: the part of {month.year}-{month.number:02} is missing, where looks were counted"
        month = month.next
