"""Figures in data tables: units in rows under header paths, or labels in rows beside their values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from probes.figures.cells import is_sum, without_running
from probes.figures.columns import Column, columns_of, is_header, is_numbering, is_numeric, is_title, is_value
from probes.figures.dates import find_as_of, find_period
from probes.figures.figure import Figure, Period
from probes.figures.grid import Row, caption_of, rows_of
from probes.figures.labels import LabelBook
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


def read_table(table: Element, labels: LabelBook, law_day: date, *, year: int | None = None) -> TableReading:
    """The figures of a table with column headers; a table without is left to the reading of the flow.

    `year` is the one that holds where the table stands: months that are named without a year are of it.
    """
    reading = TableReading()
    rows = [row for row in rows_of(table) if row.told]
    period, as_of, foreign = _titles(rows, table, labels)
    if foreign:
        reading.understood = True
        return reading
    year = period.start.year if period is not None and period.start is not None else year
    place = selector(table)
    for header, body in _sections(rows, labels, law_day):
        columns = columns_of(header, labels, law_day, year=year)
        if not _tells(columns, labels) or not _has_units(columns, body):
            continue
        reading.understood = True
        reading.doubts += [column.meaning.ambiguous for column in columns if column.meaning.ambiguous]
        names = _name_columns(columns, body, labels)
        if _names_labels(names, body, labels, law_day):
            return TableReading()
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


def _names_labels(names: Sequence[int], body: Sequence[Row], labels: LabelBook, law_day: date) -> bool:
    """Whether the rows are named by figures ("Đã tiếp nhận") and not by units: the columns then only divide them."""
    texts = [cell.line for row in body[:_ROWS] for index in names[:1] if (cell := row.cells[index]) is not None]
    return any(
        meaning.known and not meaning.total
        for text in texts
        if (meaning := labels.mean(without_running(text), law_day=law_day))
    )


def _tells(columns: Sequence[Column], labels: LabelBook) -> bool:
    """Whether the headers name figures: one clear header, or two common words beside each other."""
    known = [column for column in columns if column.known]
    if len(known) > 1 or any(column.score or not column.meaning.weak for column in known):
        return True
    services = any((column.meaning.count or "").startswith("services_") for column in known)
    return services and any(labels.core(text).service for column in columns for text in column.path)


def _dated(figure: Figure, period: Period | None, as_of: date | None) -> Figure:
    return figure.of_time(figure.period or period, figure.as_of or as_of)


def _titles(rows: Sequence[Row], table: Element, labels: LabelBook) -> tuple[Period | None, date | None, bool]:
    """Period and day that the table's own title or caption names, and whether it counts something else."""
    caption = caption_of(table)
    texts = [squeeze(caption)] if caption is not None else []
    texts += [row.told[0].line for row in rows[:4] if is_title(row)]
    found = next((found for text in texts if (found := find_period(text))), None)
    as_of = next((day for text in texts if (day := find_as_of(text))), None)
    return (found[0] if found else None), as_of, any(labels.says("foreign", text) for text in texts)


def _sections(rows: Sequence[Row], labels: LabelBook, law_day: date) -> list[tuple[list[Row], list[Row]]]:
    """Header rows with the rows under them; a second header inside a table opens a new section."""
    sections: list[tuple[list[Row], list[Row]]] = []
    header: list[Row] = []
    body: list[Row] = []
    for row in rows:
        if is_title(row) and not body:
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
    return headed or names[:1]


_ROMAN = re.compile(r"[IVXLC]+|[A-Z]", re.IGNORECASE)


def _is_name(text: str, labels: LabelBook) -> bool:
    tidy = plain(text)
    return labels.in_table("name_columns", text) or tidy.startswith(
        ("tên", "đơn vị", "cơ quan", "ten", "don vi", "co quan")
    )
