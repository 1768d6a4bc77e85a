"""The pages of incidents: those that are open and those of late, and one with everything that happened to it."""

from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request, Response

from monitor.incidents.records import Happening
from monitor.reports.incident_json import state_of
from monitor.rollup.picture import Picture
from monitor.rounds.cadence import LOCAL
from monitor.tokens.records import Scope
from monitor.web.pages.shell import PageSources, Shell

_RESOLVED_WITHIN = timedelta(days=30)
_MOST = 500


def incidents_router(shell: Shell) -> APIRouter:
    """`/incidents` and `/incidents/{id}`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/incidents")
    def incidents(request: Request) -> Response:
        return shell.show(request, "incidents.html", _all(shell.sources))

    @router.get("/incidents/{name}")
    def incident(request: Request, name: str) -> Response:
        found = _one(shell.sources, name, reads=shell.may(request, Scope.READ))
        return shell.missing(request) if found is None else shell.show(request, "incident.html", found)

    return router


def _all(sources: PageSources) -> dict[str, Any]:
    picture = sources.picture()
    found = sources.store.incidents(since=picture.at - _RESOLVED_WITHIN)
    still, past = ([item for item in found if item.open is wanted] for wanted in (True, False))
    still.sort(key=lambda item: (-item.severity, item.since))
    return {
        "open": still,
        "resolved": past[:_MOST],
        "resolved_in_all": len(past),
        "agencies": {item.agency.id: item.agency for item in picture.agencies},
        "days": _RESOLVED_WITHIN.days,
        "resolved_from": (picture.at - _RESOLVED_WITHIN).astimezone(LOCAL).date().isoformat(),
    }


def _one(sources: PageSources, name: str, *, reads: bool) -> dict[str, Any] | None:
    """What everybody may see of it; notes and names of people where `reads`."""
    incident = next(iter(sources.store.incidents_named([name])), None)
    if incident is None:
        return None
    booked = sources.rulebook().booked(incident.rule)
    return {
        "incident": incident,
        "state": state_of(incident),
        "text": booked.text if booked else None,
        "known": _known(sources.picture(), incident.portal, incident.agency),
        "reads": reads,
        "personal": Happening.ACKNOWLEDGED,
    }


def _known(picture: Picture, portal: str, agency: str) -> dict[str, Any]:
    """The catalogue's entries, `None` where they are no longer in it."""
    return {
        "portal": next((item for item in picture.portals if item.portal.id == portal), None),
        "agency": next((item.agency for item in picture.agencies if item.agency.id == agency), None),
    }
