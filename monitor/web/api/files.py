"""Tables as files: CSV and spreadsheets, made one at a time, and not again for whoever has them."""

import threading
from collections.abc import Callable
from typing import Any, Literal

from fastapi import Request, Response

from monitor.reports.exports.cells import row_json
from monitor.reports.exports.contract import Row, Table
from monitor.reports.exports.csv_file import csv_file
from monitor.reports.exports.xlsx_file import xlsx_file
from monitor.tokens.records import Scope
from monitor.web.api.answers import kept_answer, known_already, tagged
from monitor.web.api.errors import too_often
from monitor.web.limits import Buckets, key_of
from monitor.web.tokens import Caller

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BINARY = {"schema": {"type": "string", "format": "binary"}}
CONTENTS: dict[str, Any] = {"text/csv": {"schema": {"type": "string"}}, XLSX: _BINARY}
Format = Literal["json", "csv", "xlsx"]
FORMATS: tuple[Format, ...] = ("json", "csv", "xlsx")


class Press:
    """Makes files. Threads may share it; a spreadsheet costs seconds of processor, so there is only one at a time."""

    def __init__(self, *, monotonic: Callable[[], float]) -> None:
        """Each address may have 10 spreadsheets, and then one every 10 seconds."""
        self._packing = threading.Lock()
        self._spreadsheets = Buckets(rate=1 / 10, burst=10, monotonic=monotonic)

    def answer(
        self, request: Request, caller: Caller, table: Table, rows: list[Row], *, kind: Format, simulated: bool
    ) -> Response:
        """All these rows in one file, or 304; raises 429 for whoever wants too many spreadsheets."""
        private = caller.may(Scope.SENSITIVE)
        told = [row_json(table.columns, row, private=private) for row in rows]
        text = csv_file(table.columns, told, simulated=simulated)
        name = f"{table.name}{'-simulated' if simulated else ''}.{kind}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        if kind == "csv":
            return kept_answer(request, caller, text, media=CSV, headers=headers)
        known = known_already(request, caller, text, media=XLSX)
        if known is not None:
            return known
        wait = self._spreadsheets.take(key_of(caller.address))
        if wait is not None:
            raise too_often(wait)
        with self._packing:
            packed = xlsx_file(table, told, simulated=simulated)
        # a spreadsheet holds the time of its making: what tells it apart is what stands in it
        return Response(packed, media_type=XLSX, headers={**tagged(caller, text, media=XLSX), **headers})
