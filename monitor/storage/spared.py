"""What retention spares of looks past their time: the last ones, those that verdicts stand on, those of incidents.

It is said twice: as a condition on one observation, and as the questions that find all that is spared of a stretch of
time without reading the rest of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select

from monitor.storage.incident_tables import INCIDENT
from monitor.storage.stretches import BLAMING
from monitor.storage.tables import LAST_LOOK, OBSERVATION, VERDICT

ROUND_LASTS = 10  # minutes at most, with the pause before its confirming look
_STANDS = exists().where(
    VERDICT.c.portal == OBSERVATION.c.portal,
    VERDICT.c.ended.is_(None),
    VERDICT.c.outcome.in_(BLAMING),
    VERDICT.c.since <= OBSERVATION.c.at,
)
_POINTED = exists().where(
    LAST_LOOK.c.portal == OBSERVATION.c.portal,
    LAST_LOOK.c.probe == OBSERVATION.c.probe,
    or_(LAST_LOOK.c.observation == OBSERVATION.c.id, LAST_LOOK.c.seen == OBSERVATION.c.id),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """From when on (aware UTC) all looks are kept, and those that opened a failing or warning verdict, or that an
    incident rests on which was resolved since."""

    looks_from: datetime
    blaming_from: datetime


def past(bounds: Bounds, *, sqlite: bool) -> ColumnElement[bool]:
    """An observation that may go."""
    of_an_incident = exists().where(_concerns(bounds), or_(*_parts(sqlite=sqlite)))
    old = OBSERVATION.c.at < bounds.looks_from
    return and_(old, not_(_POINTED), not_(_held(bounds)), not_(of_an_incident))


def spared(bounds: Bounds, *, start: datetime, end: datetime) -> Iterator[Select[Any]]:
    """What stays of the observations from `start` on, before `end`; some may be found by more than one question.

    For PostgreSQL: each begins with what spares, and reaches the observations by an index.
    """
    all_of_it, at = select(*OBSERVATION.c), OBSERVATION.c.at
    within = (at >= start, at < end)
    for name in (LAST_LOOK.c.observation, LAST_LOOK.c.seen):
        yield all_of_it.join(LAST_LOOK, name == OBSERVATION.c.id).where(*within)
    yield all_of_it.where(*within, _held(bounds))
    for part in _parts(sqlite=False):
        yield all_of_it.join(INCIDENT, _concerns(bounds)).where(*within, part)


def _held(bounds: Bounds) -> ColumnElement[bool]:
    at = OBSERVATION.c.at
    return and_(OBSERVATION.c.held, or_(at >= bounds.blaming_from, _STANDS))


def _concerns(bounds: Bounds) -> ColumnElement[bool]:
    """An incident that is open, or that somebody may still dispute, and a look since it began."""
    resolved = INCIDENT.c.resolved
    return and_(
        INCIDENT.c.portal == OBSERVATION.c.portal,
        INCIDENT.c.since <= OBSERVATION.c.at,
        or_(resolved.is_(None), resolved >= bounds.blaming_from),
    )


def _parts(*, sqlite: bool) -> Iterator[ColumnElement[bool]]:
    """The rounds that opened it, those that closed it, and every failure between."""
    at, resolved = OBSERVATION.c.at, INCIDENT.c.resolved
    yield at <= moved(INCIDENT.c.opened, minutes=ROUND_LASTS, sqlite=sqlite)
    yield and_(at >= INCIDENT.c.ended, at <= moved(resolved, minutes=ROUND_LASTS, sqlite=sqlite))
    yield and_(OBSERVATION.c.failure_kind.is_not(None), or_(resolved.is_(None), at <= resolved))


def moved(moment: ColumnElement[Any], *, minutes: int, sqlite: bool) -> ColumnElement[Any]:
    """A stored moment so many minutes later; SQLite keeps moments as text and has its own way of counting."""
    if sqlite:
        return func.datetime(moment, f"{minutes:+d} minutes")
    return moment + timedelta(minutes=minutes)
