"""Cells as JSON and as text; what could harm if shown is withheld from whoever may not see it."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from math import isfinite
from typing import Any

from monitor.reports.evidence.withholding import WITHHELD, speaks_of_harm
from monitor.reports.exports.contract import Column, Kind, Row
from monitor.reports.json_values import day, moment

_speaks_of_harm = lru_cache(maxsize=20_000)(speaks_of_harm)  # the same reasons stand in many rows


def row_json(columns: tuple[Column, ...], row: Row, *, private: bool) -> dict[str, Any]:
    """A row as JSON values in the order of the columns; `private` shows what could harm, too."""
    return {item.name: _cell(item, row[item.name], private=private) for item in columns}


def _cell(column: Column, value: Any, *, private: bool) -> Any:
    if column.kind is Kind.MOMENT:
        return moment(value)
    if column.kind is Kind.DAY:
        return day(value)
    return shown(value) if column.hostile and not private else plain(value)


def plain(value: Any) -> Any:
    """Any value as JSON: times in UTC with `Z`, tuples as lists, what is no number as missing."""
    if isinstance(value, float) and not isfinite(value):
        return None
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value


def shown(value: Any) -> Any:
    """The same without texts that look like leaked queries or name persons."""
    if isinstance(value, str):
        return WITHHELD if _speaks_of_harm(value) else value
    if isinstance(value, Mapping):
        return {shown(str(name)): shown(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [shown(item) for item in value]
    return plain(value)


def compact(value: Any) -> str:
    """A JSON value as the text of one cell."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
