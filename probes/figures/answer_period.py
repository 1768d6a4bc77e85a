"""The period of a JSON answer: said by the row, by what the row stands in, or by the question in the address."""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from probes.figures.adapters import Adapter
from probes.figures.figure import Period

_YEARS = ("year", "nam", "p_nam")
_MONTHS = ("month", "thang", "p_thang")
_QUARTERS = ("quarter", "quy", "p_quy")
_STARTS = ("fromDate", "tuNgay", "startDate", "from_date", "tu_ngay")
_ENDS = ("toDate", "denNgay", "endDate", "to_date", "den_ngay")
_OTHER = ("p_6thang", "week", "tuan")  # spans that are not read: with one of them asked for, the period is unknown
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T.*)?")
_VIETNAMESE = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")


def question_of(url: str) -> Mapping[str, str]:
    """The members of the question in an address, the first of each name."""
    try:
        pairs = parse_qsl(urlsplit(url).query, max_num_fields=60)
    except ValueError:
        return {}
    return dict(reversed(pairs))


def row_period(adapter: Adapter, row: Mapping[str, Any]) -> Period | None:
    """The period that the row names by the members that the adapter knows."""
    year = _whole(row.get(adapter.year)) if adapter.year else None
    if year is None:
        return None
    month = _whole(row.get(adapter.month)) if adapter.month else None
    return _span(year, None if month is None else month + adapter.month_offset)


def outer_period(path: str, objects: Mapping[str, Mapping[str, Any]], question: Mapping[str, str]) -> Period | None:
    """The period that the nearest object around the row names, else the question."""
    for place in _around(path):
        outer = objects.get(place)
        if outer is not None and (period := _named(outer)) is not None:
            return period
    return _named(question)


def _around(path: str) -> Iterator[str]:
    while cut := max(path.rfind("."), path.rfind("[")):
        if cut < 0:
            return
        path = path[:cut]
        yield path


def _named(members: Mapping[str, Any]) -> Period | None:
    start, end = _day(_first(members, _STARTS)), _day(_first(members, _ENDS))
    if start is not None and end is not None:
        return Period(start=start, end=end) if start <= end else None
    year = _whole(_first(members, _YEARS))
    if year is None or any(_whole(members.get(name)) for name in _OTHER):
        return None
    month, quarter = _whole(_first(members, _MONTHS)), _whole(_first(members, _QUARTERS))
    if quarter:
        first, last = _span(year, 3 * quarter - 2), _span(year, 3 * quarter)
        return Period(start=first.start, end=last.end) if first and last else None
    return _span(year, month)


def _span(year: int, month: int | None) -> Period | None:
    """The month, or the year where the month is 0 or not said."""
    if not 2000 <= year <= 2100:
        return None
    if not month:
        return Period(start=date(year, 1, 1), end=date(year, 12, 31))
    if not 1 <= month <= 12:
        return None
    return Period(start=date(year, month, 1), end=date(year, month, monthrange(year, month)[1]))


def _first(members: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((members[name] for name in names if members.get(name) not in (None, "")), None)


def _whole(value: Any) -> int | None:
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 6:
        return int(value)
    return value if type(value) is int else None


def _day(value: Any) -> date | None:
    text = value.strip() if isinstance(value, str) else ""
    if found := _ISO.fullmatch(text):
        parts = (found[1], found[2], found[3])
    elif found := _VIETNAMESE.fullmatch(text):
        parts = (found[3], found[2], found[1])
    else:
        return None
    try:
        day = date(*map(int, parts))
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None
