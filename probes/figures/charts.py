"""Charts that scripts draw from figures written in them, as tables: each value with the label that it is drawn by."""

import re
from collections.abc import Iterator, Sequence

from probes.figures.literals import Value, literal_at
from probes.markup import Element

_DRAWN = re.compile(
    r"new\s+Chart\s*\(|Highcharts\s*\.\s*[cC]hart\s*\(|\.highcharts\s*\(|\.setOption\s*\(|arrayToDataTable\s*\("
    r"|\b(?:option|options|config)\s*=\s*(?=\{)"
)
_NAMES = ("new Chart", "highcharts", "Highcharts", "setOption", "arrayToDataTable")
_MOST, _LONGEST = 8, 200_000  # charts of one script, characters of a script that is looked into
_WHOLE = (99, 101)  # slices that add up to a hundred are shares without their sign

_Row = tuple[str, ...]


def chart_tables(script: Element) -> Iterator[Element]:
    """The tables behind the charts of that script; none where a chart has its figures from elsewhere."""
    text = script.text()
    if len(text) > _LONGEST or not any(name in text for name in _NAMES):
        return
    for number, found in enumerate(_DRAWN.finditer(text)):
        opens = re.compile(r"[\[{]").search(text, found.end(), found.end() + 200)
        if number >= _MOST or opens is None:
            continue
        value = literal_at(text, opens.start())
        rows = _rows(value)
        if rows:
            yield _table(rows, _title(value), script.parent)


def _rows(value: Value) -> list[_Row]:
    if isinstance(value, list):
        return _of_lists(value)
    if not isinstance(value, dict):
        return []
    data = value.get("data")
    if isinstance(data, dict) and isinstance(data.get("datasets"), list):
        return _of_series(data.get("labels"), data["datasets"], name="label")
    axis = value.get("xAxis")
    axis = axis[0] if isinstance(axis, list) and axis else axis
    names = (axis.get("categories") or axis.get("data")) if isinstance(axis, dict) else None
    return _of_series(names, value.get("series"), name="name")


def _of_series(names: Value, series: Value, *, name: str) -> list[_Row]:
    """A row for each name with the value of each series; a single series without names is a pie."""
    drawn = [one for one in (series if isinstance(series, list) else [series]) if isinstance(one, dict)]
    values = [one["data"] for one in drawn if isinstance(one.get("data"), list)]
    if len(values) != len(drawn) or not drawn:
        return []
    told = [text if isinstance(text, str) else "" for text in names] if isinstance(names, list) else []
    if not told:
        return _pie(_slices(values[0])) if len(drawn) == 1 else []
    if any(len(one) != len(told) for one in values if isinstance(one, list)):
        return []
    columns = [[_cell(value) for value in one] for one in values if isinstance(one, list)]
    if len(columns) == 1 and not _titles_many(told):
        return _pie(list(zip(told, columns[0], strict=True)))
    heads = [str(one.get(name) or "") for one in drawn]
    return [("Tên", *heads), *(tuple(row) for row in zip(told, *columns, strict=True))]


def _titles_many(names: Sequence[str]) -> bool:
    """Whether the names are of periods or units, so that the series say what is counted."""
    return all(
        re.match(r"(?:tháng|quý|năm|t)?\s*\d|quý|sở|ubnd|xã|phường|huyện|ban|phòng", name.casefold()) for name in names
    )


def _slices(values: Value) -> list[_Row]:
    """The slices of a pie: {name: "Đúng hạn", y: 12} or ["Đúng hạn", 12]."""
    told: list[_Row] = []
    for value in values if isinstance(values, list) else []:
        if isinstance(value, dict) and isinstance(value.get("name"), str):
            told.append((str(value["name"]), _cell(value.get("y", value.get("value")))))
        elif isinstance(value, list) and len(value) == 2 and isinstance(value[0], str):
            told.append((value[0], _cell(value[1])))
        else:
            return []
    return told


def _pie(slices: Sequence[_Row]) -> list[_Row]:
    numbers = [int(value) for _, value in slices if value]
    shares = len(numbers) > 1 and _WHOLE[0] <= sum(numbers) <= _WHOLE[1]
    return [] if shares or len(numbers) < 2 else list(slices)


def _of_lists(value: list[Value]) -> list[_Row]:
    """A table as lists of cells, its first one the header: ['Tháng','Tiếp nhận'], ['Tháng 1', 12]."""
    rows = [row for row in value if isinstance(row, list)]
    if len(rows) != len(value) or len(rows) < 2 or not all(isinstance(cell, str) for cell in rows[0]):
        return []
    if any(len(row) != len(rows[0]) for row in rows):
        return []
    return [tuple(cell if isinstance(cell, str) else _cell(cell) for cell in row) for row in rows]


def _cell(value: Value) -> str:
    """A whole number as text; with a point it may be a share or a count in thousands, so that nothing is said."""
    return str(value) if isinstance(value, int) else ""


def _title(value: Value) -> str:
    told = value.get("title") if isinstance(value, dict) else None
    told = told.get("text") if isinstance(told, dict) else told
    return told if isinstance(told, str) else ""


def _table(rows: Sequence[_Row], title: str, parent: Element | None) -> Element:
    table = Element("script", {}, parent)
    table.sort = "table"
    for name, texts in (("caption", [(title,)] if title else []), ("tr", rows)):
        for texts_of in texts:
            row = Element(name, {}, table)
            table.contents.append(row)
            row.contents.extend([title] if name == "caption" else [_td(text, row) for text in texts_of])
    return table


def _td(text: str, row: Element) -> Element:
    cell = Element("td", {}, row)
    cell.contents.append(text)
    return cell
