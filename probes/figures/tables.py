"""Figures in data tables: units in rows under header paths, or labels in rows beside their values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from probes.figures.cells import is_sum, without_running
from probes.figures.columns import (
    Column,
    columns_of,
    is_header,
    is_numbering,
    is_numeric,
    is_section,
    is_title,
    is_value,
)
from probes.figures.dates import find_as_of, find_period
from probes.figures.figure import Figure, Period
from probes.figures.foreign import of_another
from probes.figures.grid import Row, caption_of, rows_of
from probes.figures.labels import LabelBook, Meaning, unit_of
from probes.figures.points import with_total
from probes.figures.selector import selector
from probes.figures.table_rows import named_period, row_figures, without_divided
from probes.figures.words import plain, squeeze
from probes.markup import Element

_ROWS = 100  # rows whose names are looked at to learn what rows are named by


@dataclass(slots=True)
class TableReading:
    """What one table gave: figures, the doubts met, and whether column headers were understood at all."""

    figures: list[Figure] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    understood: bool = False
    titles: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)


def read_table(
    table: Element,
    labels: LabelBook,
    law_day: date,
    *,
    over: Sequence[str] = (),
    year: int | None = None,
    header: Element | None = None,
) -> TableReading:
    """The figures of a table with column headers; a table without is left to the reading of the flow.

    `over`: the words over the table; `year`: that of months which are named without one; `header`: the table that
    holds the column headers of this one.
    """
    reading = TableReading()
    rows = [row for row in (*(rows_of(header) if header is not None else ()), *rows_of(table)) if row.told]
    titles = reading.titles = _titles(rows, table)
    period, as_of = _times(titles)
    if any(of_another(text, labels) for text in titles):
        reading.understood = True
        return reading
    year = period.start.year if period is not None and period.start is not None else year
    place = selector(table)
    for heads, body in _sections(rows, labels, law_day):
        columns = with_total(columns_of(heads, labels, law_day, year=year), [*over, *titles])
        if not _tells(columns, [*over, *titles], labels) or not _has_units(columns, body):
            continue
        reading.understood = True
        reading.heads += [text for column in columns for text in column.path]
        reading.doubts += [column.meaning.ambiguous for column in columns if column.meaning.ambiguous]
        names = _name_columns(columns, body, labels)
        if _names_labels(names, body, columns, labels=labels, law_day=law_day):
            return TableReading(titles=titles)
        times = _period_columns(columns, body, labels, year)
        names = [index for index in names if index not in times]
        if not names and not times and len(body) > 1:
            continue
        read = [
            (row, row_figures(row, columns, names, times=times, year=year, labels=labels, place=place)) for row in body
        ]
        figures, doubts = without_divided(read, labels)
        reading.figures += figures
        reading.doubts += doubts
    if period is not None or as_of is not None:
        reading.figures = [_dated(figure, period, as_of) for figure in reading.figures]
    return reading


def _period_columns(columns: Sequence[Column], body: Sequence[Row], labels: LabelBook, year: int | None) -> list[int]:
    """The columns that name the period of a row, by their header or because all that stands in them are periods."""
    found = []
    for index, column in enumerate(columns):
        if column.known:
            continue
        texts = [cell.line for row in body if (cell := row.cells[index]) is not None and cell.line]
        told = [text for text in texts if not is_sum(text, labels)]
        headed = bool(column.path) and labels.in_table("period_columns", column.path[-1])
        if headed or (told and all(named_period(text, year or 2000) for text in told)):
            found.append(index)
    return found


def _names_labels(
    names: Sequence[int], body: Sequence[Row], columns: Sequence[Column], *, labels: LabelBook, law_day: date
) -> bool:
    """Whether the rows are named by figures ("Đã tiếp nhận") and not by units: the columns then only divide them.

    Rows of kinds of services ("DVC toàn trình", "Mức độ 4" on any day) under columns of dossiers alone are units.
    """
    of_dossiers = all(unit_of(key) == "dossier" for column in columns if (key := column.meaning.count))
    texts = [cell.line for row in body[:_ROWS] for index in names[:1] if (cell := row.cells[index]) is not None]
    return any(
        meaning.known and not meaning.total and not (of_dossiers and _is_kind_of_service(meaning))
        for text in texts
        if (meaning := labels.mean(without_running(text), law_day=law_day))
    )


def _is_kind_of_service(meaning: Meaning) -> bool:
    return (meaning.count or "").startswith("services_") or (meaning.ambiguous is not None and not meaning.count)


def _tells(columns: Sequence[Column], said: Sequence[str], labels: LabelBook) -> bool:
    """Whether the headers name figures: one clear header, or common words where dossiers or services are spoken of.

    Two levels of services beside each other are clear too.
    """
    known = [column for column in columns if column.known]
    if any(column.score or not column.meaning.weak for column in known):
        return True
    services = [column for column in known if (column.meaning.count or "").startswith("services_")]
    if len(services) > 1 or not known:
        return bool(known)
    spoken = [labels.core(text) for text in (*said, *(text for column in columns for text in column.path))]
    if services:
        return any(core.service for core in spoken)
    handled = any(labels.says("handled", text) for text in said)
    return len(known) > 1 and (handled or any(core.dossier for core in spoken))


def _dated(figure: Figure, period: Period | None, as_of: date | None) -> Figure:
    return figure.of_time(figure.period or period, figure.as_of or as_of)


def _titles(rows: Sequence[Row], table: Element) -> list[str]:
    """The table's own caption and titles."""
    caption = caption_of(table)
    texts = [squeeze(caption)] if caption is not None else []
    return texts + [row.told[0].line for row in rows[:4] if is_title(row)]


def _times(titles: Sequence[str]) -> tuple[Period | None, date | None]:
    """Period and day that the titles name."""
    found = next((found for text in titles if (found := find_period(text))), None)
    as_of = next((day for text in titles if (day := find_as_of(text))), None)
    return (found[0] if found else None), as_of


def _sections(rows: Sequence[Row], labels: LabelBook, law_day: date) -> list[tuple[list[Row], list[Row]]]:
    """Header rows with the rows under them; a second header inside a table opens a new section."""
    sections: list[tuple[list[Row], list[Row]]] = []
    header: list[Row] = []
    body: list[Row] = []
    for row in rows:
        if (is_title(row) and not body) or (header and is_section(row, header[-1])):
            continue
        if _opens(row, body, labels, law_day):
            if body:
                sections.append((header, body))
                header, body = [], []
            header.append(row)
        elif header and not is_numbering(row):
            body.append(row)
    if header and body:
        sections.append((header, body))
    return sections


def _opens(row: Row, body: list[Row], labels: LabelBook, law_day: date) -> bool:
    if not is_header(row):
        return False
    if not body:
        return True
    texts = [cell.line for cell in row.told]
    return sum(labels.mean(text, law_day=law_day).known for text in texts) >= 2


def _has_units(columns: Sequence[Column], body: Sequence[Row]) -> bool:
    """Whether known columns hold numbers at all."""
    known = [index for index, column in enumerate(columns) if column.known]
    return any(is_numeric(cell.text) for row in body for index in known if (cell := row.cells[index]) is not None)


def _name_columns(columns: Sequence[Column], body: Sequence[Row], labels: LabelBook) -> list[int]:
    """The columns that name the unit of a row: text, not numbers, not known figures, not the running number."""
    names = []
    for index, column in enumerate(columns):
        own = column.path[-1] if column.path else ""
        if column.known or labels.in_table("number_columns", own) or labels.in_table("period_columns", own):
            continue
        texts = [cell.line for row in body if (cell := row.cells[index]) is not None and cell.line]
        worded = sum(
            1 for text in texts if not is_value(text) and len(without_running(text)) > 1 and not _ROMAN.fullmatch(text)
        )
        if worded and worded * 2 >= len(texts):
            names.append(index)
    headed = [index for index in names if columns[index].path and _is_name(columns[index].path[-1], labels)]
    proper = [index for index in headed if not labels.in_table("attribute_columns", columns[index].path[-1])]
    return proper or headed or names[:1]


_ROMAN = re.compile(r"[IVXLC]+|[A-Z]", re.IGNORECASE)


def _is_name(text: str, labels: LabelBook) -> bool:
    tidy = plain(text)
    return labels.in_table("name_columns", text) or tidy.startswith(
        ("tên", "đơn vị", "cơ quan", "ten", "don vi", "co quan")
    )
