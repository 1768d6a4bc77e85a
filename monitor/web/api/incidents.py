"""`/api/v1/incidents`: what is open, what happened, answering for it, and the archive of evidence."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import AwareDatetime

from monitor.rules.contract import Severity
from monitor.storage.incident_pages import Wanted
from monitor.tokens.records import Scope
from monitor.web.api.errors import refusals
from monitor.web.api.incident_answers import Asked, IncidentAnswers, Office
from monitor.web.api.models import AcknowledgeIn, IncidentOut, IncidentPage, SeverityName
from monitor.web.tokens import Caller, Guard

_BINARY = {"schema": {"type": "string", "format": "binary"}}
_ZIP: dict[int | str, dict[str, Any]] = {200: {"description": "The archive", "content": {"application/zip": _BINARY}}}
_Id = Annotated[str, Path(alias="id", pattern=r"^[A-Za-z0-9-]{1,64}$")]


def _asked(
    only_open: Annotated[bool, Query(alias="open", description="Only those that are not resolved")] = False,
    agency: Annotated[str | None, Query(max_length=100)] = None,
    portal: Annotated[str | None, Query(max_length=100)] = None,
    rule: Annotated[str | None, Query(max_length=100)] = None,
    severity: Annotated[SeverityName | None, Query(description="At least")] = None,
    since: Annotated[AwareDatetime | None, Query(description="Not those that were resolved before")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=200, description="`next` of the page before")] = None,
) -> Asked:
    least = Severity[severity.upper()] if severity else None
    wanted = Wanted(open_only=only_open, agency=agency, portal=portal, rule=rule, severity=least, since=since)
    return Asked(wanted=wanted, limit=limit, cursor=cursor)


def incident_router(office: Office, guard: Guard) -> APIRouter:
    """The routes over a store; `guard` says who may."""
    router = APIRouter(prefix="/api/v1/incidents", tags=["incidents"])
    answers = IncidentAnswers(office)
    anyone = Depends(guard.anyone)

    @router.get("", response_model=IncidentPage, responses=refusals(401, 503))
    def list_incidents(asked: Annotated[Asked, Depends(_asked)], caller: Annotated[Caller, anyone]) -> Response:
        """Incidents, the newest first. Notes and names of people only with a token of the scope `read`."""
        return answers.page(asked, caller)

    @router.get("/{id}", response_model=IncidentOut, responses=refusals(401, 404, 503))
    def show_incident(name: _Id, caller: Annotated[Caller, anyone]) -> Response:
        """One incident with everything that happened to it."""
        return answers.show(name, caller)

    @router.post("/{id}/acknowledge", response_model=IncidentOut, responses=refusals(401, 403, 404, 409, 413, 503))
    def acknowledge_incident(
        name: _Id, said: AcknowledgeIn, caller: Annotated[Caller, Depends(guard.holder(Scope.ACKNOWLEDGE))]
    ) -> Response:
        """Answer for an open incident: nobody is reminded of it any more. Only the first who does counts."""
        return answers.acknowledge(name, said.note, caller)

    @router.get("/{id}/evidence", response_class=Response, responses={**_ZIP, **refusals(401, 403, 404, 503)})
    def download_evidence(
        name: _Id,
        request: Request,
        caller: Annotated[Caller, Depends(guard.holder(Scope.EVIDENCE))],
        content: Annotated[Literal["safe", "all"], Query(description="`all` needs the scope `sensitive` too")] = "safe",
    ) -> Response:
        """Everything behind an incident in one ZIP archive; the same bytes as of `incidents evidence`."""
        if content == "all":
            guard.insist(request, caller, Scope.SENSITIVE)
        guard.dear(caller)
        return answers.evidence(name, caller, with_content=content == "all")

    return router
