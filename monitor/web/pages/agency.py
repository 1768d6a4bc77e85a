"""The page of one agency: its systems with every verdict, the parts of its score, figures, incidents, exemptions."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from monitor.rollup.picture import Picture, PortalPicture
from monitor.rounds.cadence import LOCAL
from monitor.storage.standing import KeptFigure
from monitor.tokens.records import Scope
from monitor.web.pages.courses import courses_of
from monitor.web.pages.doubts import withheld
from monitor.web.pages.drawing import Cell, Course, calendar
from monitor.web.pages.rows import VerdictRow, figure_value, of_portals, verdict_rows, whole_first
from monitor.web.pages.score_history import score_history
from monitor.web.pages.shell import PageSources, Shell, Speech, speech_of

_DAYS = 30
_INCIDENTS_OF = timedelta(days=90)
_MOST_FIGURES, _MOST_COURSES = 30, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemPart:
    """What the page shows of one system."""

    item: PortalPicture
    verdicts: tuple[VerdictRow, ...]
    cells: tuple[Cell, ...]
    figures: tuple[KeptFigure, ...]
    figures_in_all: int
    courses: tuple[Course, ...]


def agency_router(shell: Shell) -> APIRouter:
    """`/agencies/{id}`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/agencies/{name}")
    def agency(request: Request, name: str) -> Response:
        private = shell.may(request, Scope.SENSITIVE)
        found = _agency(shell.sources, name, speech_of(request), private=private)
        return shell.missing(request) if found is None else shell.show(request, "agency.html", found)

    return router


def _agency(sources: PageSources, name: str, t: Speech, *, private: bool) -> dict[str, Any] | None:
    picture = sources.picture()
    found = next((item for item in picture.agencies if item.agency.id == name), None)
    if found is None:
        return None
    portals = tuple(item for item in picture.portals if item.agency.id == name)
    names = [item.portal.id for item in portals]
    agency = found.agency
    courses = courses_of(sources.store, portals, at=picture.at, most=_MOST_COURSES)
    return {
        "history": score_history(sources.store, name, last=picture.at.astimezone(LOCAL).date()),
        "incidents_from": (picture.at - _INCIDENTS_OF).astimezone(LOCAL).date().isoformat(),
        "agency": agency,
        "other_name": agency.name_vi if t.english else agency.name_en,
        "score": found.score,
        "earned": sum(part.weight * part.credit for part in found.score.parts if part.credit is not None),
        "connected": found.connected,
        "systems": [
            _system(sources, item, picture, courses=courses.get(item.portal.id, ()), private=private)
            for item in portals
        ],
        "figure_value": partial(figure_value, t=t),
        "incidents": of_portals(sources.store.incidents(names, since=picture.at - _INCIDENTS_OF), names),
        "exemptions": [
            item
            for item in picture.exemptions
            if item.scope.agency == name or any(item.scope.holds(one.portal) for one in portals)
        ],
    }


def _system(
    sources: PageSources, item: PortalPicture, picture: Picture, *, courses: tuple[Course, ...], private: bool
) -> SystemPart:
    figures = item.standing.figures if item.standing else ()
    spans = sources.store.history(item.portal.id, until=picture.at, days=_DAYS).spans
    return SystemPart(
        item=item,
        verdicts=verdict_rows(item, sources.rulebook(), withhold=not private and withheld(item, sources.store)),
        cells=calendar(spans, end=picture.at, days=_DAYS),
        figures=whole_first(figures, most=_MOST_FIGURES),
        figures_in_all=len(figures),
        courses=courses,
    )
