"""`/api/v1/agencies/{id}` and `/api/v1/portals/{id}`: one of them with everything that stands."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Request, Response
from pydantic import BaseModel, Field, create_model

from monitor.reports.exports.cells import plain, row_json, shown
from monitor.reports.exports.contract import Asked, Source, Table, chosen_rows
from monitor.reports.exports.finding import find_tables
from monitor.reports.score_json import parts_json
from monitor.reports.standing_json import standing_json
from monitor.reports.tables.portals import portal_row
from monitor.reports.vantages_json import vantages_json
from monitor.tokens.records import Scope
from monitor.web.api.answers import KEPT, json_answer
from monitor.web.api.errors import refusals
from monitor.web.api.look_models import LookOut, PartOut, VantageOut
from monitor.web.api.row_models import row_model
from monitor.web.api.showing import Showing
from monitor.web.tokens import Caller, Guard

Id = Annotated[str, Path(alias="id", pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$", description="As in the catalogue")]


def detail_router(showing: Showing, guard: Guard) -> APIRouter:
    """The routes over what stands now."""
    router = APIRouter(prefix="/api/v1", tags=["details"])
    anyone = Depends(guard.anyone)
    agencies, portals = find_tables()["agencies"], find_tables()["portals"]
    told = {**KEPT, **refusals(401, 404, 503)}

    @router.get("/agencies/{id}", response_model=_agency_model(agencies, portals), responses=told)
    def show_agency(request: Request, name: Id, caller: Annotated[Caller, anyone]) -> Response:
        """One agency in force: score with the parts that anyone can add up, coverage, band, and its systems."""
        with showing.source() as source:
            return json_answer(request, caller, _agency(source, name, private=caller.may(Scope.SENSITIVE)))

    @router.get("/portals/{id}", response_model=_portal_model(portals), responses=told)
    def show_portal(request: Request, name: Id, caller: Annotated[Caller, anyone]) -> Response:
        """One portal in force with its last look as `look --json` prints it.

        What could harm if shown (injected texts, leaked queries, names of persons) only with the scope `sensitive`.
        """
        with showing.source() as source:
            return json_answer(request, caller, _portal(source, name, private=caller.may(Scope.SENSITIVE)))

    return router


def _agency(source: Source, name: str, *, private: bool) -> dict[str, Any]:
    found = next((item for item in source.picture.agencies if item.agency.id == name), None)
    if found is None:
        raise HTTPException(404, "no agency of that id in force")
    agencies, portals = find_tables()["agencies"], find_tables()["portals"]
    row = next(chosen_rows(agencies, source, Asked(equal={"id": name})))
    systems = [portal_row(item) for item in source.picture.portals if item.agency.id == name]
    return {
        "simulated": bool(source.picture.scenario),
        **row_json(agencies.columns, row, private=private),
        **parts_json(found.score),
        "systems": [row_json(portals.columns, item, private=private) for item in systems],
    }


def _portal(source: Source, name: str, *, private: bool) -> dict[str, Any]:
    found = next((item for item in source.picture.portals if item.portal.id == name), None)
    if found is None:
        raise HTTPException(404, "no portal of that id in force")
    simulated = bool(source.picture.scenario)
    row = row_json(find_tables()["portals"].columns, portal_row(found), private=private)
    look = standing_json(found, simulated=simulated, private=private)
    vantages = [dict((plain if private else shown)(item)) for item in vantages_json(found, at=source.picture.at)]
    return {"simulated": simulated, **row, "last_look": look, "vantages": vantages}


def _agency_model(agencies: Table, portals: Table) -> type[BaseModel]:
    fields: dict[str, Any] = {
        "simulated": (bool, Field(description="The estate is invented")),
        "decided_weight": (float, Field(description="Weight of what was decided")),
        "applicable_weight": (float, Field(description="Weight of all that applies")),
        "parts": (list[PartOut], Field(description="Credit times weight, added up, over the weight that was decided")),
        "systems": (list[Any], Field(description="Its portals, judged or only proposed")),
    }
    fields["systems"] = (list[row_model(portals)], fields["systems"][1])  # type: ignore[misc] # made from the columns
    return create_model("AgencyOut", __base__=row_model(agencies), __doc__="One agency as it stands now.", **fields)


def _portal_model(portals: Table) -> type[BaseModel]:
    fields: dict[str, Any] = {
        "simulated": (bool, Field(description="The estate is invented")),
        "last_look": (LookOut | None, Field(description="Null before the first look")),
        "vantages": (list[VantageOut], Field(description="Where several places look; the one that leads first")),
    }
    return create_model("PortalOut", __base__=row_model(portals), __doc__="One portal as it stands now.", **fields)
