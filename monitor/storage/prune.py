"""Retention: old looks go, a few at a time; figures, verdicts and state spans stay for good."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Engine, Table, and_, delete, exists, not_, or_, select

from monitor.storage.engine import reading, upsert, writing
from monitor.storage.ledger import USED_AGAIN_AFTER
from monitor.storage.past import LOOKS_FROM
from monitor.storage.stretches import BLAMING
from monitor.storage.tables import EVIDENCE, FACTS_PART, LAST_LOOK, META, OBSERVATION, VERDICT
from monitor.storage.texts import load_names, load_object


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Days that observations are kept: all of them, and those that opened a failing or warning verdict.

    The latter stay at least as long as that verdict stands.
    A year and a month spans a whole reporting year with the time to answer its report.
    """

    looks: float = 30
    blaming: float = 396


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """How many rows went."""

    observations: int
    evidence: int
    parts: int


def prune(engine: Engine, *, now: datetime, retention: Retention, step: int = 500) -> Pruned:
    """Remove what is past its time, `step` rows in each transaction so that the writer never waits long."""
    looks_from, blaming_from = now - timedelta(days=retention.looks), now - timedelta(days=retention.blaming)
    _mark(engine, looks_from)
    observations = _remove_observations(engine, _past(looks_from, blaming_from), step=step)
    used = _still_used(engine, before=looks_from)
    unused_from = looks_from - USED_AGAIN_AFTER
    return Pruned(
        observations=observations,
        evidence=_remove_unused(engine, EVIDENCE, before=unused_from, used=used, step=step),
        parts=_remove_unused(engine, FACTS_PART, before=unused_from, used=used, step=step),
    )


def _mark(engine: Engine, looks_from: datetime) -> None:
    """Say from when on looks are complete: what is left of older ones alone would tell another story."""
    with writing(engine) as connection:
        known = connection.scalar(select(META.c.value).where(META.c.key == LOOKS_FROM))
        if known is None or datetime.fromisoformat(known) < looks_from:
            mark = {"key": LOOKS_FROM, "value": looks_from.isoformat()}
            connection.execute(upsert(connection, META, change=("value",)), mark)


def _past(looks_from: datetime, blaming_from: datetime) -> ColumnElement[bool]:
    """Old observations, without each probe's last ones and those that a standing verdict rests on."""
    pointed = exists().where(or_(LAST_LOOK.c.observation == OBSERVATION.c.id, LAST_LOOK.c.seen == OBSERVATION.c.id))
    stands = exists().where(
        VERDICT.c.portal == OBSERVATION.c.portal,
        VERDICT.c.ended.is_(None),
        VERDICT.c.outcome.in_(BLAMING),
        VERDICT.c.since <= OBSERVATION.c.at,
    )
    spared = and_(OBSERVATION.c.held, or_(OBSERVATION.c.at >= blaming_from, stands))
    return and_(OBSERVATION.c.at < looks_from, not_(pointed), not_(spared))


def _remove_observations(engine: Engine, past: ColumnElement[bool], *, step: int) -> int:
    removed, start = 0, datetime.min.replace(tzinfo=UTC)
    while True:
        with writing(engine) as connection:
            some = select(OBSERVATION.c.id, OBSERVATION.c.at).where(past, OBSERVATION.c.at >= start)
            rows = connection.execute(some.order_by(OBSERVATION.c.at).limit(step)).all()
            if not rows:
                return removed
            connection.execute(delete(OBSERVATION).where(OBSERVATION.c.id.in_([row.id for row in rows])))
        removed, start = removed + len(rows), rows[-1].at


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
