"""`/api/v1/{table}`: every table page by page, filtered, as JSON, CSV or spreadsheet."""

from collections.abc import Callable
from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel

from monitor.reports.exports.cells import row_json
from monitor.reports.exports.contract import Asked, Row, Table, chosen_rows, key_of
from monitor.reports.exports.finding import find_tables
from monitor.tokens.records import Scope
from monitor.web.api.answers import KEPT, json_answer
from monitor.web.api.errors import refusals
from monitor.web.api.files import CONTENTS, Press
from monitor.web.api.row_cursor import cursor_after, read_row_cursor
from monitor.web.api.row_models import page_model, query_model
from monitor.web.api.showing import Showing
from monitor.web.tokens import Caller, Guard

_PAGE = 100  # rows where nobody says how many


def table_router(showing: Showing, guard: Guard, press: Press) -> APIRouter:
    """A route for every table that is listed."""
    router = APIRouter(prefix="/api/v1")
    for table in (item for item in find_tables().values() if item.listed):
        router.add_api_route(
            f"/{table.name}",
            _endpoint(table, showing, guard, press),
            methods=["GET"],
            name=f"list_{table.name}",
            summary=table.en.partition(";")[0],
            description=f"{table.en}. ({table.vi})",
            tags=["tables"],
            response_model=page_model(table),
            responses={**KEPT, 200: {**KEPT[200], "content": CONTENTS}, **refusals(401, 503)},
        )
    return router


def asked_of(question: BaseModel, table: Table) -> Asked:
    """What somebody wants of a table; raises 422 for a cursor that is not ours."""
    given = question.model_dump()
    cursor = given.get("cursor")
    return Asked(
        equal={name: given[name] for name in table.filters if given[name] is not None},
        on=given.get("on"),
        since=given.get("changed_since"),
        start=given.get("from"),
        end=given.get("to"),
        after=read_row_cursor(cursor, table) if cursor is not None else None,
    )


def json_page(table: Table, rows: list[Row], *, limit: int, private: bool, simulated: bool) -> dict[str, Any]:
    """Some rows of those found, one more than wanted where there are more."""
    shown = rows[:limit]
    return {
        "simulated": simulated,
        "table": table.name,
        "rows": [row_json(table.columns, row, private=private) for row in shown],
        "next": cursor_after(key_of(table, shown[-1])) if len(rows) > limit else None,
    }


def _endpoint(table: Table, showing: Showing, guard: Guard, press: Press) -> Callable[..., Response]:
    def list_rows(request: Request, question: Any, caller: Annotated[Caller, Depends(guard.anyone)]) -> Response:
        asked = asked_of(question, table)
        simulated = showing.configuration().settings.simulated
        with showing.source() as source:
            found = chosen_rows(table, source, asked)
            if question.format != "json":
                rows = list(found if question.limit is None else islice(found, question.limit))
                return press.answer(request, caller, table, rows, kind=question.format, simulated=simulated)
            limit = question.limit or _PAGE
            rows = list(islice(found, limit + 1))
        private = caller.may(Scope.SENSITIVE)
        return json_answer(request, caller, json_page(table, rows, limit=limit, private=private, simulated=simulated))

    list_rows.__annotations__["question"] = Annotated[query_model(table, paged=True), Query()]
    return list_rows
