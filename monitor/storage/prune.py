"""Retention: old looks go, a few or a month at a time; figures, verdicts, state spans and incidents stay for good.

What an incident rests on outlives it by the time in which an agency may dispute it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Engine, Table, delete, exists, func, not_, select

from monitor.storage.engine import reading, upsert, writing
from monitor.storage.ledger import USED_AGAIN_AFTER
from monitor.storage.look_tables import LOOK_HOUR
from monitor.storage.months import Month
from monitor.storage.past import LOOKS_FROM
from monitor.storage.reference_checks import REFERENCE_CHECK
from monitor.storage.spared import ROUND_LASTS, Bounds, moved, past
from monitor.storage.tables import EVIDENCE, FACTS_PART, META, OBSERVATION
from monitor.storage.texts import load_names, load_object
from monitor.storage.thinning import drop_empty_months, drop_months, thin_months


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Days that observations are kept: all of them, and those that opened a failing or warning verdict.

    The latter stay at least as long as that verdict stands. Those that an incident rests on stay while it is open and
    as many days after its end: the rounds that opened and closed it, and every failure between.
    A year and a month spans a whole reporting year with the time to answer its report.
    `hours`: looks counted by hour; by day they are kept for good.
    On PostgreSQL looks and hours go by whole months: when the last of one is past its time.
    """

    looks: float = 30
    blaming: float = 396
    hours: float = 396


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """How many rows went."""

    observations: int
    evidence: int
    parts: int
    hours: int = 0


def prune(engine: Engine, *, now: datetime, retention: Retention, step: int = 500) -> Pruned:
    """Remove what is past its time, `step` rows in each transaction so that the writer never waits long."""
    by_month = engine.dialect.name == "postgresql"
    looks_from = now - timedelta(days=retention.looks)
    bounds = Bounds(
        looks_from=Month.of(looks_from).starts if by_month else looks_from,
        blaming_from=now - timedelta(days=retention.blaming),
    )
    hours_from = now - timedelta(days=retention.hours)
    _mark(engine, bounds.looks_from)
    observations = _remove_observations(engine, bounds, step=step)
    _remove_checks(engine, before=bounds.looks_from, step=step)
    used = _still_used(engine, before=bounds.looks_from)
    unused_from = bounds.looks_from - USED_AGAIN_AFTER
    return Pruned(
        observations=observations,
        evidence=_remove_unused(engine, EVIDENCE, before=unused_from, used=used, step=step),
        parts=_remove_unused(engine, FACTS_PART, before=unused_from, used=used, step=step),
        hours=drop_months(engine, LOOK_HOUR.name, before=hours_from)
        if by_month
        else _remove_hours(engine, before=hours_from),
    )


def _mark(engine: Engine, looks_from: datetime) -> None:
    """Say from when on looks are complete: what is left of older ones alone would tell another story."""
    with writing(engine) as connection:
        known = connection.scalar(select(META.c.value).where(META.c.key == LOOKS_FROM))
        if known is None or datetime.fromisoformat(known) < looks_from:
            mark = {"key": LOOKS_FROM, "value": looks_from.isoformat()}
            connection.execute(upsert(connection, META, change=("value",)), mark)


def _remove_checks(engine: Engine, *, before: datetime, step: int) -> None:
    """The references' answers stay as long as a failed look that they vouch for."""
    at = REFERENCE_CHECK.c.at
    vouches = exists().where(
        OBSERVATION.c.at <= at,
        OBSERVATION.c.at >= moved(at, minutes=-ROUND_LASTS, sqlite=engine.dialect.name == "sqlite"),
        OBSERVATION.c.failure_kind.is_not(None),
    )
    while True:
        with writing(engine) as connection:
            some = select(at).where(at < before, not_(vouches)).order_by(at).limit(step)
            moments = connection.scalars(some).all()
            if not moments:
                return
            connection.execute(delete(REFERENCE_CHECK).where(at.in_(moments)))


def _remove_observations(engine: Engine, bounds: Bounds, *, step: int) -> int:
    """Whole months where the store is divided by them, then one by one what is no longer spared."""
    sqlite = engine.dialect.name == "sqlite"
    removed = 0 if sqlite else thin_months(engine, bounds)
    removed += _remove_past(engine, past(bounds, sqlite=sqlite), step=step)
    if not sqlite:
        drop_empty_months(engine, before=bounds.blaming_from)
    return removed


def _remove_past(engine: Engine, condition: ColumnElement[bool], *, step: int) -> int:
    removed, start = 0, datetime.min.replace(tzinfo=UTC)
    while True:
        with writing(engine) as connection:
            some = select(OBSERVATION.c.id, OBSERVATION.c.at).where(condition, OBSERVATION.c.at >= start)
            rows = connection.execute(some.order_by(OBSERVATION.c.at).limit(step)).all()
            if not rows:
                return removed
            connection.execute(delete(OBSERVATION).where(OBSERVATION.c.id.in_([row.id for row in rows])))
        removed, start = removed + len(rows), rows[-1].at


def _remove_hours(engine: Engine, *, before: datetime) -> int:
    """One hour of all portals in each transaction."""
    removed, starts = 0, LOOK_HOUR.c.starts
    while True:
        with writing(engine) as connection:
            first = connection.scalar(select(func.min(starts)).where(starts < before))
            if first is None:
                return removed
            removed += connection.execute(delete(LOOK_HOUR).where(starts == first)).rowcount


def _still_used(engine: Engine, *, before: datetime) -> frozenset[str]:
    """Hashes that the old observations which stay name; what younger ones use has a young `last_used`."""
    with reading(engine) as connection:
        old = select(OBSERVATION.c.evidence, OBSERVATION.c.parts).where(OBSERVATION.c.at < before)
        return frozenset(
            digest
            for row in connection.execute(old)
            for digest in (*load_names(row.evidence), *load_object(row.parts).values())
        )


def _remove_unused(engine: Engine, table: Table, *, before: datetime, used: frozenset[str], step: int) -> int:
    unused = table.c.last_used < before
    with reading(engine) as connection:
        names = [name for name in connection.scalars(select(table.c.sha256).where(unused)) if name not in used]
    removed = 0
    for first in range(0, len(names), step):
        with writing(engine) as connection:
            some = table.c.sha256.in_(names[first : first + step])
            removed += connection.execute(delete(table).where(some, unused)).rowcount
    return removed
