"""Which portals ever had a round, and in which states they were lately."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Engine, select

from monitor.rules.contract import Span
from monitor.storage.engine import reading
from monitor.storage.tables import LAST_ROUND, STATE_SPAN
from monitor.storage.values import to_span


def looked_at(engine: Engine) -> tuple[str, ...]:
    """Their ids, in order."""
    with reading(engine) as connection:
        return tuple(connection.scalars(select(LAST_ROUND.c.portal).order_by(LAST_ROUND.c.portal)))


def read_spans(
    engine: Engine, portals: Collection[str], *, since: datetime
) -> dict[str, tuple[tuple[Span, ...], datetime | None]]:
    """The spans of each of these portals that end after `since`, in order, and when its last round
    began (`None` before the first)."""
    names = sorted(portals)
    chosen = select(STATE_SPAN).where(STATE_SPAN.c.portal.in_(names), STATE_SPAN.c.ends > since)
    found: dict[str, list[Span]] = {name: [] for name in names}
    with reading(engine) as connection:
        looked = dict(
            connection.execute(
                select(LAST_ROUND.c.portal, LAST_ROUND.c.since).where(LAST_ROUND.c.portal.in_(names))
            ).all()
        )
        for row in connection.execute(chosen.order_by(STATE_SPAN.c.portal, STATE_SPAN.c.starts)).mappings():
            found[row["portal"]].append(to_span(row))
    return {name: (tuple(spans), looked.get(name)) for name, spans in found.items()}
