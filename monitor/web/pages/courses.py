"""The histories of the figures of some portals, ready to be drawn."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from monitor.rollup.picture import PortalPicture
from monitor.storage.engine import reading
from monitor.storage.period_figures import read_courses
from monitor.storage.standing import KeptFigure
from monitor.storage.store import Store
from monitor.web.pages.drawing import Course, course

SINCE = timedelta(days=400)  # a year, with the same day of the year before in it


def courses_of(
    store: Store, items: Sequence[PortalPicture], *, at: datetime, most: int
) -> Mapping[str, tuple[Course, ...]]:
    """By portal, at most so many figures of its whole that changed within the last 400 days, in the page's order."""
    names = [item.portal.id for item in items if item.standing is not None and item.standing.figures]
    if not names:
        return {}
    with reading(store.engine) as connection:
        histories = read_courses(connection, names, since=at - SINCE)
    return {item.portal.id: tuple(_drawn(item, histories, at=at))[:most] for item in items if item.portal.id in names}


def _drawn(
    item: PortalPicture, histories: Mapping[tuple[str, str], tuple[KeptFigure, ...]], *, at: datetime
) -> Iterable[Course]:
    figures = item.standing.figures if item.standing else ()
    for key in dict.fromkeys(kept.figure.key for kept in figures if kept.figure.scope is None):
        for history in _apart(histories.get((item.portal.id, key), ())):
            found = course(history, end=at)
            if found is not None:
                yield found


def _apart(history: Iterable[KeptFigure]) -> Iterable[list[KeptFigure]]:
    """What stood in different places or by different definitions is drawn apart."""
    groups: dict[tuple[object, ...], list[KeptFigure]] = {}
    for kept in history:
        groups.setdefault((kept.figure.where, kept.figure.definition), []).append(kept)
    return groups.values()
