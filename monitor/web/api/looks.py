"""`/api/v1/portals/{id}/observations` and `/figures`: what was seen of one portal, look by look and value by value."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from pydantic import AwareDatetime, BaseModel, Field

from monitor.catalogue.selection import portal as portal_named
from monitor.reports.exports.cells import shown
from monitor.reports.exports.contract import Row, Source, key_of
from monitor.reports.exports.finding import find_tables
from monitor.reports.json_values import moment
from monitor.reports.tables.figures import figure_rows
from monitor.storage.engine import reading
from monitor.storage.look_pages import LookLine, read_look_page
from monitor.tokens.records import Scope
from monitor.web.api.answers import KEPT, json_answer
from monitor.web.api.details import Id
from monitor.web.api.errors import refusals
from monitor.web.api.paging import cursor_of, read_cursor
from monitor.web.api.row_cursor import not_ours, read_row_cursor
from monitor.web.api.row_models import MOST, Text, page_model
from monitor.web.api.showing import Showing
from monitor.web.api.tables import json_page
from monitor.web.tokens import Caller, Guard

Limit = Annotated[int, Query(ge=1, le=MOST, description="Rows of a page")]
Cursor = Annotated[Text | None, Query(description="`next` of the page before")]
Probe = Annotated[Text | None, Query(description="Only what this probe saw")]
Key = Annotated[Text | None, Query(description="Only figures of this key")]
History = Annotated[Literal["true", "false"], Query(description="Every value that the portal ever showed")]


class ObservationOut(BaseModel):
    """One probe's look; the failure is null where it saw."""

    id: str
    portal: str
    probe: str
    vantage: str
    at: AwareDatetime
    attempt: int = Field(description="1, or 2 for the confirming look")
    seconds: float = Field(description="Wall time of the probe")
    outcome: str = Field(description="`seen`, or the kind of the failure")
    failure_kind: str | None
    failure_party: str | None = Field(description="portal, network or monitor")
    failure_detail: str | None


class ObservationPage(BaseModel):
    """Some observations, the newest first; `next` is the cursor of the following page, null on the last one."""

    simulated: bool
    rows: list[ObservationOut]
    next: str | None


def look_router(showing: Showing, guard: Guard) -> APIRouter:
    """The routes over one portal's past."""
    router = APIRouter(prefix="/api/v1/portals/{id}", tags=["details"])
    anyone = Depends(guard.anyone)
    told = {**KEPT, **refusals(401, 404, 503)}
    figures = find_tables()["figures"]

    @router.get("/observations", response_model=ObservationPage, responses=told)
    def list_observations(
        request: Request,
        name: Id,
        caller: Annotated[Caller, anyone],
        probe: Probe = None,
        limit: Limit = 100,
        cursor: Cursor = None,
    ) -> Response:
        """Looks at one portal of any day, the newest first; what was read is in the archive of an incident."""
        before = _mark(cursor)
        with showing.source() as source, reading(source.store.engine) as connection:
            _insist(source, name)
            found = read_look_page(connection, name, limit=limit + 1, before=before, probe=probe)
        told = _observations(found, limit=limit, private=caller.may(Scope.SENSITIVE))
        return json_answer(request, caller, {"simulated": showing.configuration().settings.simulated, **told})

    @router.get("/figures", response_model=page_model(figures), responses=told)
    def list_portal_figures(
        request: Request,
        name: Id,
        caller: Annotated[Caller, anyone],
        key: Key = None,
        history: History = "false",
        limit: Limit = 100,
        cursor: Cursor = None,
    ) -> Response:
        """Figures of one portal as last read, or with `history=true` every value under each key that it shows."""
        after = read_row_cursor(cursor, figures) if cursor is not None else None
        with showing.source() as source:
            found = _figures(source, name, key=key, past=history == "true")
        rows = [row for row in found if after is None or key_of(figures, row) > after][: limit + 1]
        simulated, private = showing.configuration().settings.simulated, caller.may(Scope.SENSITIVE)
        return json_answer(request, caller, json_page(figures, rows, limit=limit, private=private, simulated=simulated))

    return router


def _observations(found: tuple[LookLine, ...], *, limit: int, private: bool) -> dict[str, Any]:
    lines = found[:limit]
    last = lines[-1] if len(found) > limit else None
    return {
        "rows": [_observation(item, private=private) for item in lines],
        "next": cursor_of((last.at, last.id)) if last is not None else None,
    }


def _observation(item: LookLine, *, private: bool) -> dict[str, Any]:
    told = {name: getattr(item, name) for name in ObservationOut.model_fields} | {"at": moment(item.at)}
    return told if private else dict(shown(told))


def _figures(source: Source, name: str, *, key: str | None, past: bool) -> list[Row]:
    """Numbered before they are chosen by key, so that a cursor means the same row whatever is asked beside it."""
    portal = portal_named(source.catalogue, name)
    if portal is None:
        raise HTTPException(404, "no portal of that id")
    standing = next((item.standing for item in source.picture.portals if item.portal.id == name), None)
    present = standing.figures if standing is not None else ()
    if not past:
        return [row for row in figure_rows(portal, present) if key in (None, row["key"])]
    keys = (key,) if key is not None else sorted({item.figure.key for item in present})
    return list(figure_rows(portal, (item for one in keys for item in source.store.figure_history(name, one))))


def _insist(source: Source, name: str) -> None:
    if portal_named(source.catalogue, name) is None:
        raise HTTPException(404, "no portal of that id")


def _mark(cursor: str | None) -> tuple[datetime, str] | None:
    if cursor is None:
        return None
    try:
        at, name = read_cursor(cursor)
        return at.astimezone(UTC), name
    except (ValueError, OverflowError) as error:
        raise not_ours(cursor) from error
