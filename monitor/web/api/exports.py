"""`/api/v1/export/{table}.{csv|xlsx|json}`: whole tables at lasting addresses."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse

from monitor.reports.exports.contract import Table, chosen_rows
from monitor.reports.exports.finding import find_tables
from monitor.tokens.records import Scope
from monitor.web.api.answers import KEPT, json_answer
from monitor.web.api.errors import refusals
from monitor.web.api.files import CSV, FORMATS, XLSX, Format, Press
from monitor.web.api.row_models import page_model, query_model
from monitor.web.api.showing import Showing
from monitor.web.api.tables import asked_of, json_page
from monitor.web.tokens import Caller, Guard

_BINARY = {"schema": {"type": "string", "format": "binary"}}
_CONTENT: dict[str, dict[str, Any]] = {
    "csv": {CSV.partition(";")[0]: {"schema": {"type": "string"}}},
    "xlsx": {XLSX: _BINARY},
}


def export_router(showing: Showing, guard: Guard, press: Press) -> APIRouter:
    """Three routes for every table that is there."""
    router = APIRouter(prefix="/api/v1/export")
    for table in find_tables().values():
        for kind in FORMATS:
            declared = KEPT[200] if kind == "json" else {**KEPT[200], "content": _CONTENT[kind]}
            router.add_api_route(
                f"/{table.name}.{kind}",
                _endpoint(table, showing, guard, press, kind),
                methods=["GET"],
                name=f"export_{table.name}_{kind}",
                summary=f"The whole table {table.name} as {kind.upper()}",
                description=f"{table.en}. ({table.vi})",
                tags=["exports"],
                response_model=page_model(table) if kind == "json" else None,
                response_class=JSONResponse if kind == "json" else Response,
                responses={**KEPT, 200: declared, **refusals(401, 503)},
            )
    return router


def _endpoint(table: Table, showing: Showing, guard: Guard, press: Press, kind: Format) -> Callable[..., Response]:
    def export_rows(request: Request, question: Any, caller: Annotated[Caller, Depends(guard.anyone)]) -> Response:
        simulated = showing.configuration().settings.simulated
        with showing.source() as source:
            rows = list(chosen_rows(table, source, asked_of(question, table)))
        if kind != "json":
            return press.answer(request, caller, table, rows, kind=kind, simulated=simulated)
        private = caller.may(Scope.SENSITIVE)
        told = json_page(table, rows, limit=len(rows), private=private, simulated=simulated)
        return json_answer(request, caller, told)

    export_rows.__annotations__["question"] = Annotated[query_model(table, paged=False), Query()]
    return export_rows
