"""The national page: headline figures, the map and the tables of agencies, targets, and what is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response

from monitor.catalogue.records import AgencyKind
from monitor.reports.system_league import by_system
from monitor.reports.words import LEVELS
from monitor.rollup.picture import AgencyPicture, Picture
from monitor.rounds.cadence import LOCAL
from monitor.web.pages.shell import PageSources, Shell
from monitor.web.pages.tiles import ARCHIPELAGOS, COLUMNS, HIGH, ROWS, WIDE, tiles
from monitor.web.pages.trend_lines import EMPTY
from monitor.web.pages.trends import DAYS, Trends
from monitor.web.pages.trouble import QuestionError
from probes.contract import System
from probes.failures import State
from probes.page_kinds.signs import fold

SYSTEMS = (System.PORTAL, System.PUBLIC_SERVICE, System.ONE_STOP)
_SHOWN_INCIDENTS = 10
_MOST_MARKS = 12  # portals of an agency that have a mark each; beyond it they are counted by state
_LONGEST = 100  # letters of a search


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which agencies the league tables hold: of a kind, with words in the name, by one system alone."""

    kind: AgencyKind | None = None
    system: System | None = None
    words: str = ""

    def fits(self, item: AgencyPicture) -> bool:
        """Whether an agency is among them."""
        if self.kind not in (None, item.agency.kind):
            return False
        name = fold(f"{item.agency.name_vi} {item.agency.name_en} {item.agency.id}")
        return all(word in name for word in fold(self.words).split())

    @property
    def query(self) -> dict[str, str]:
        """For the files of a league table, which know no search."""
        told = {"kind": self.kind, "system": self.system}
        return {name: value.value for name, value in told.items() if value is not None}


def national_router(shell: Shell) -> APIRouter:
    """`/`."""
    router = APIRouter(include_in_schema=False)
    trends = Trends(shell.sources.store)

    @router.get("/")
    def national(request: Request) -> Response:
        return shell.show(request, "national.html", _national(shell.sources, _chosen(request), trends))

    return router


def _chosen(request: Request) -> Chosen:
    """Raises `QuestionError` for a kind or a system that is none."""
    kind, system = request.query_params.get("kind") or None, request.query_params.get("system") or None
    if kind is not None and kind not in tuple(AgencyKind):
        raise _wrong("Loại (kind)", "kind", tuple(AgencyKind))
    if system is not None and system not in SYSTEMS:
        raise _wrong("Hệ thống (system)", "system", SYSTEMS)
    return Chosen(
        kind=AgencyKind(kind) if kind else None,
        system=System(system) if system else None,
        words=request.query_params.get("q", "")[:_LONGEST].strip(),
    )


def _wrong(vi: str, en: str, choices: Sequence[str]) -> QuestionError:
    listed = ", ".join(choices)
    return QuestionError(f"{vi} phải là một trong: {listed}.", f"{en} must be one of: {listed}.")


def _national(sources: PageSources, chosen: Chosen, trends: Trends) -> dict[str, Any]:
    picture = sources.picture()
    states, scoring = picture.states(), sources.rulebook().scoring
    incidents = sorted(sources.store.incidents(open_only=True), key=lambda item: (-item.severity, item.since))
    provinces = [item for item in picture.agencies if item.agency.kind.level == "provinces"]
    found = picture.agencies if chosen.system is None else by_system(picture, scoring, chosen.system)
    listed = [item for item in found if chosen.fits(item)]
    return {
        "states": {state.value: states.get(state, 0) for state in State},
        "connected": {level: picture.connected(level) for level in LEVELS},
        "levels": {level: _ranked(listed, level) for level in LEVELS},
        "chosen": chosen,
        "kinds": [kind for kind in AgencyKind if any(item.agency.kind is kind for item in picture.agencies)],
        "systems": SYSTEMS,
        "trends": trends.until(picture.at.astimezone(LOCAL).date()),
        "no_trend": EMPTY,
        "most_marks": _MOST_MARKS,
        "trend_days": DAYS,
        "bands": scoring.bands,
        "tiles": tiles(provinces),
        "archipelagos": ARCHIPELAGOS,
        "cell": (WIDE, HIGH),
        "size": (COLUMNS * WIDE, ROWS * HIGH),
        "incidents": incidents[:_SHOWN_INCIDENTS],
        "names": {item.agency.id: item.agency for item in picture.agencies},
        "incidents_in_all": len(incidents),
        "last_look": _last_look(picture),
    }


def _ranked(listed: Sequence[AgencyPicture], level: str) -> tuple[list[AgencyPicture], list[AgencyPicture]]:
    """Those with a band, by band and name within it (never by a tenth of a point); and those without, by name."""
    mine = [item for item in listed if item.agency.kind.level == level]
    told = [item for item in mine if item.score.band is not None]
    told.sort(key=lambda item: (-(item.score.band.least if item.score.band else 0.0), _by_name(item)))
    return told, sorted((item for item in mine if item.score.band is None), key=_by_name)


def _by_name(item: AgencyPicture) -> str:
    """In the order of the letters without their marks, as a reader looks for a name."""
    return fold(item.agency.name_vi)


def _last_look(picture: Picture) -> datetime | None:
    return max((item.standing.looked_at for item in picture.portals if item.standing), default=None)
