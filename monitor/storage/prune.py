"""Retention: old looks go, a few at a time; figures, verdicts, state spans and incidents stay for good.

What an incident rests on outlives it by the time in which an agency may dispute it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Engine, Table, and_, delete, exists, func, not_, or_, select

from monitor.storage.engine import reading, upsert, writing
from monitor.storage.incident_tables import INCIDENT
from monitor.storage.ledger import USED_AGAIN_AFTER
from monitor.storage.past import LOOKS_FROM
from monitor.storage.reference_checks import REFERENCE_CHECK
from monitor.storage.stretches import BLAMING
from monitor.storage.tables import EVIDENCE, FACTS_PART, LAST_LOOK, META, OBSERVATION, VERDICT
from monitor.storage.texts import load_names, load_object

ROUND_LASTS = 10  # minutes at most, with the pause before its confirming look


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Days that observations are kept: all of them, and those that opened a failing or warning verdict.

    The latter stay at least as long as that verdict stands. Those that an incident rests on stay while it is open and
    as many days after its end: the rounds that opened and closed it, and every failure between.
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
    past = and_(_past(looks_from, blaming_from), not_(_of_an_incident(engine, blaming_from)))
    observations = _remove_observations(engine, past, step=step)
    _remove_checks(engine, before=looks_from, step=step)
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


def _of_an_incident(engine: Engine, ended_from: datetime) -> ColumnElement[bool]:
    """What an incident rests on that is open, or was resolved since."""
    at, opened, resolved = OBSERVATION.c.at, INCIDENT.c.opened, INCIDENT.c.resolved
    opening = at <= _moved(engine, opened, minutes=ROUND_LASTS)
    closing = and_(at >= INCIDENT.c.ended, at <= _moved(engine, resolved, minutes=ROUND_LASTS))
    failing = and_(OBSERVATION.c.failure_kind.is_not(None), or_(resolved.is_(None), at <= resolved))
    return exists().where(
        INCIDENT.c.portal == OBSERVATION.c.portal,
        INCIDENT.c.since <= at,
        or_(resolved.is_(None), resolved >= ended_from),
        or_(opening, closing, failing),
    )


def _moved(engine: Engine, moment: ColumnElement[datetime], *, minutes: int) -> ColumnElement[Any]:
    """A stored moment so many minutes later; SQLite keeps moments as text and has its own way of counting."""
    if engine.dialect.name == "sqlite":
        return func.datetime(moment, f"{minutes:+d} minutes")
    return moment + timedelta(minutes=minutes)


def _remove_checks(engine: Engine, *, before: datetime, step: int) -> None:
    """The references' answers stay as long as a failed look that they vouch for."""
    at = REFERENCE_CHECK.c.at
    vouches = exists().where(
        OBSERVATION.c.at <= at,
        OBSERVATION.c.at >= _moved(engine, at, minutes=-ROUND_LASTS),
        OBSERVATION.c.failure_kind.is_not(None),
    )
    while True:
        with writing(engine) as connection:
            some = select(at).where(at < before, not_(vouches)).order_by(at).limit(step)
            moments = connection.scalars(some).all()
            if not moments:
                return
            connection.execute(delete(REFERENCE_CHECK).where(at.in_(moments)))


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
