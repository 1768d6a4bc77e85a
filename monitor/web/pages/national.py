"""The national page: headline figures, the map and the tables of agencies, targets, and what is open."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response

from monitor.reports.words import LEVELS
from monitor.rollup.picture import AgencyPicture, Picture
from monitor.web.pages.shell import PageSources, Shell
from monitor.web.pages.tiles import ARCHIPELAGOS, COLUMNS, HIGH, ROWS, WIDE, tiles
from probes.failures import State
from probes.page_kinds.signs import fold

_SHOWN_INCIDENTS = 10


def national_router(shell: Shell) -> APIRouter:
    """`/`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def national(request: Request) -> Response:
        return shell.show(request, "national.html", _national(shell.sources))

    return router


def _national(sources: PageSources) -> dict[str, Any]:
    picture = sources.picture()
    states = picture.states()
    incidents = sorted(sources.store.incidents(open_only=True), key=lambda item: (-item.severity, item.since))
    provinces = [item for item in picture.agencies if item.agency.kind.level == "provinces"]
    return {
        "states": {state.value: states.get(state, 0) for state in State},
        "connected": {level: picture.connected(level) for level in LEVELS},
        "levels": {level: _ranked(picture, level) for level in LEVELS},
        "bands": sources.rulebook().scoring.bands,
        "tiles": tiles(provinces),
        "archipelagos": ARCHIPELAGOS,
        "cell": (WIDE, HIGH),
        "size": (COLUMNS * WIDE, ROWS * HIGH),
        "incidents": incidents[:_SHOWN_INCIDENTS],
        "names": {item.agency.id: item.agency for item in picture.agencies},
        "incidents_in_all": len(incidents),
        "last_look": _last_look(picture),
    }


def _ranked(picture: Picture, level: str) -> tuple[list[AgencyPicture], list[AgencyPicture]]:
    """Those with a band, by band and name within it (never by a tenth of a point); and those without, by name."""
    mine = [item for item in picture.agencies if item.agency.kind.level == level]
    told = [item for item in mine if item.score.band is not None]
    told.sort(key=lambda item: (-(item.score.band.least if item.score.band else 0.0), _by_name(item)))
    return told, sorted((item for item in mine if item.score.band is None), key=_by_name)


def _by_name(item: AgencyPicture) -> str:
    """In the order of the letters without their marks, as a reader looks for a name."""
    return fold(item.agency.name_vi)


def _last_look(picture: Picture) -> datetime | None:
    return max((item.standing.looked_at for item in picture.portals if item.standing), default=None)
