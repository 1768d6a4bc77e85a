"""The figures of portals' wholes as they stood at a past moment."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from monitor.storage.looks import chosen
from monitor.storage.standing import KeptFigure
from monitor.storage.tables import FIGURE
from monitor.storage.values import to_kept_figure

STALE = timedelta(days=7)  # what was last read longer ago stood there no more, as far as anybody knows
_ONE_READING = timedelta(hours=36)  # figures are read once a day: what was seen so close together stood together


def read_figures_at(
    connection: Connection, portals: Collection[str], *, at: datetime
) -> Mapping[str, tuple[KeptFigure, ...]]:
    """By portal, as last read before `at` (aware UTC), at most seven days before; figures of units are left out."""
    asked = select(FIGURE).where(
        *chosen(FIGURE.c.portal, portals),
        FIGURE.c.scope.is_(None),
        FIGURE.c.last_seen >= at - STALE,
        FIGURE.c.first_seen < at,
    )
    groups: dict[tuple[str, str], list[KeptFigure]] = {}
    for row in connection.execute(asked.order_by(FIGURE.c.id)).mappings():
        kept = to_kept_figure(row)
        groups.setdefault((kept.portal, kept.figure.key), []).append(kept)
    stood: dict[str, list[KeptFigure]] = {}
    for (portal, _key), group in groups.items():
        stood.setdefault(portal, []).extend(_last_reading(group, at=at))
    return {portal: tuple(found) for portal, found in stood.items()}


def _last_reading(group: Iterable[KeptFigure], *, at: datetime) -> list[KeptFigure]:
    """Of one key: without values that others took the place of, and periods that were shown no more."""
    newest: dict[tuple[object, ...], KeptFigure] = {}
    places: dict[tuple[object, ...], int] = {}
    for kept in sorted(group, key=lambda item: (item.first_seen, item.last_seen)):
        figure = kept.figure
        identity = (figure.period, figure.definition, figure.where)
        newest[identity] = kept
        places[identity] = places.get(identity, 0) + 1
    last = max(min(kept.last_seen, at) for kept in newest.values())
    return [kept for kept in newest.values() if last - min(kept.last_seen, at) <= _ONE_READING]


def read_courses(
    connection: Connection, portals: Collection[str], *, since: datetime
) -> Mapping[tuple[str, str], tuple[KeptFigure, ...]]:
    """By portal and key, the figures of the whole that stood since a moment (aware UTC), oldest first."""
    asked = select(FIGURE).where(
        *chosen(FIGURE.c.portal, portals), FIGURE.c.scope.is_(None), FIGURE.c.last_seen >= since
    )
    found: dict[tuple[str, str], list[KeptFigure]] = {}
    for row in connection.execute(asked.order_by(FIGURE.c.first_seen, FIGURE.c.id)).mappings():
        kept = to_kept_figure(row)
        found.setdefault((kept.portal, kept.figure.key), []).append(kept)
    return {name: tuple(history) for name, history in found.items()}
