"""The rows of a data table under columns that are understood: whose they are, of when, and what they say."""

import re
from collections.abc import Sequence

from probes.figures.cells import cell_number, is_part_sum, is_sum, without_running
from probes.figures.columns import Column
from probes.figures.dates import bare_period, find_period
from probes.figures.figure import Figure, Period
from probes.figures.grid import Cell, Row
from probes.figures.labels import LabelBook, kind_of, unit_of
from probes.figures.numbers import Kind
from probes.figures.points import out_of
from probes.figures.words import plain


def row_figures(
    row: Row,
    columns: Sequence[Column],
    names: Sequence[int],
    *,
    times: Sequence[int],
    year: int | None,
    labels: LabelBook,
    place: str,
) -> list[Figure]:
    """The figures of one row; `names` are the columns that name its unit, `times` those that name its period.

    `year` is that of months which are named without one; `place` the table's own.
    """
    cells = _aligned(row, columns, labels)
    if cells is None:
        return []
    scope, ok = _scope(cells, names, labels)
    period = _row_period(cells, columns, times, year=year)
    if not (ok or times) or (times and period is None and not any(is_sum(cell.text, labels) for cell in cells if cell)):
        return []
    where = f"{place} {_row_step(row)}"
    figures = []
    told: set[tuple[str, Period | None]] = set()
    for index, (cell, column) in enumerate(zip(cells, columns, strict=True)):
        if cell is None or not column.known or _repeated(cells, index):
            continue
        place_of_cell = f"{where} > {cell.element.name}:nth-of-type({index + 1})"
        figure = _cell_figure(cell, column, where=place_of_cell, scope=scope, period=column.period or period)
        if figure is not None and (figure.key, column.period) not in told:
            told.add((figure.key, column.period))
            figures.append(figure)
    return figures


def _row_period(
    cells: Sequence[Cell | None], columns: Sequence[Column], times: Sequence[int], *, year: int | None
) -> Period | None:
    """The period that a row is of, where a column names it: under "Năm" the cell "2024"; two may name it together."""
    texts = [(columns[index].path[-1:], cell.line) for index in times if (cell := cells[index]) is not None]
    headed = [" ".join((*header, text)) for header, text in texts]
    for text in (*(text for _, text in texts), " ".join(headed), " ".join(reversed(headed)), *headed):
        if (period := named_period(text, year)) is not None:
            return period
    return None


def named_period(text: str, year: int | None) -> Period | None:
    """The period that a text names, a month without its year in that year."""
    if (found := find_period(text)) is not None:
        return found[0]
    return None if year is None else bare_period(text, year)


def _repeated(cells: Sequence[Cell | None], index: int) -> bool:
    """Whether the cell at that column is one that spans on from the column before: whose figure it is, is not said."""
    cell = cells[index]
    return cell is not None and cell.wide > 1


def _aligned(row: Row, columns: Sequence[Column], labels: LabelBook) -> Sequence[Cell | None] | None:
    """The row's cells by column; a sum row that is shorter is moved to the right, any other one is not read."""
    absent = sum(cell is None for cell in row.cells)
    if not absent:
        return row.cells
    first = next((cell for cell in row.cells if cell is not None), None)
    if first is not None and is_sum(first.text, labels) and _spans_names(row, first, columns):
        return row.cells
    leading = next((index for index, column in enumerate(columns) if column.known), 0)
    if first is not None and is_sum(first.text, labels) and 0 < absent < leading and row.given == len(columns) - absent:
        told: list[Cell | None] = [None] * absent
        return (*row.cells[:1], *told, *row.cells[1 : len(columns) - absent])
    return None


def _spans_names(row: Row, first: Cell, columns: Sequence[Column]) -> bool:
    """Whether the sum row's name spans all columns before the first figure: what is absent is then at its end."""
    leading = next((index for index, column in enumerate(columns) if column.known), 0)
    return first.wide == leading > 1 and all(cell is not None for cell in row.cells[: row.given + leading - 1])


def _scope(cells: Sequence[Cell | None], names: Sequence[int], labels: LabelBook) -> tuple[str | None, bool]:
    """The row's unit, `None` for the whole; and whether the row may be read at all."""
    told = [(index, cell.line) for index in names if (cell := cells[index]) is not None and cell.line]
    texts = list(dict.fromkeys(without_running(text) for _, text in told))
    leading = [cell.line for cell in cells[: max(names, default=0) + 1] if cell is not None]
    if any(is_sum(text, labels) for text in (*texts, *leading)):
        return None, True
    if any(is_part_sum(text, labels) or _WEEKDAY.match(plain(text)) for text in texts):
        return None, False
    if not names:
        return None, True
    return (" / ".join(texts) or None), bool(texts)


# What stands under days of the week are opening hours.
_WEEKDAY = re.compile(r"(?:thứ|thu) (?:[2-7]|hai|ba|tư|tu|năm|nam|sáu|sau|bảy|bay)(?!\w)|(?:chủ nhật|chu nhat)(?!\w)")


def _cell_figure(cell: Cell, column: Column, *, where: str, scope: str | None, period: Period | None) -> Figure | None:
    key, label, raw = column.meaning.count, column.label, cell.text
    if key is not None and not column.score and not column.meaning.said_share and _PLAIN_COUNT.fullmatch(raw):
        count = int(raw.replace(".", ""))  # as most cells of tables are: a shorter way to the same figure
        return Figure(
            key=key, value=count, unit=unit_of(key), raw=raw, label=label, where=where, scope=scope, period=period
        )
    number = cell_number(raw) or (out_of(cell.line) if column.score else None)
    if number is None:
        return None
    key = column.score or column.meaning.key(number)
    if key is None:
        return None
    kind = kind_of(key)
    value = number.value(kind)
    if value is None or (kind is Kind.POINT and float(value) > 100):
        return None
    return Figure(
        key=key,
        value=value,
        unit=unit_of(key),
        raw=number.raw,
        label=label,
        where=where,
        qualifier=number.qualifier,
        scope=scope,
        period=period,
    )


_PLAIN_COUNT = re.compile(r"0|[1-9]\d{0,2}(?:\.\d{3}){1,4}|[1-9]\d{0,14}", re.ASCII)


def _row_step(row: Row) -> str:
    return f"{row.element.name}:nth-of-type({row.number})"


def without_divided(read: Sequence[tuple[Row, list[Figure]]], labels: LabelBook) -> tuple[list[Figure], list[str]]:
    """The figures of the rows, without those of units whose rows are divided further (by channel, by field).

    Of such rows only the one that says that it is their sum is the unit's; where none does, none is given.
    """
    read = [(row, figures) for row, figures in read if None not in row.cells or _adds_up(figures, read)]
    rows: dict[_Whose, list[tuple[Row, list[Figure]]]] = {}
    for row, figures in read:
        for whose in {(figure.scope, figure.period) for figure in figures}:
            rows.setdefault(whose, []).append((row, figures))
    divided = {whose: _sum_of(group, labels) for whose, group in rows.items() if _differ(group, whose)}
    kept = [
        figure
        for row, figures in read
        for figure in figures
        if (whose := (figure.scope, figure.period)) not in divided or divided[whose] is row
    ]
    told = [f"{scope or 'the sum row'} stands in more than one row" for scope, _ in divided]
    return kept, [text for text, found in zip(told, divided.values(), strict=True) if found is None]


def _adds_up(figures: Sequence[Figure], read: Sequence[tuple[Row, list[Figure]]]) -> bool:
    """Whether a sum row that lacks a cell is placed right: its counts are then the sums of their columns."""
    for figure in figures:
        column = [
            other.value
            for _, others in read
            for other in others
            if other.key == figure.key and other.scope is not None and other.period == figure.period
        ]
        if column and figure.unit in ("dossier", "service") and figure.value not in (sum(column), sum(column) / 2):
            return False
    return True


_Whose = tuple[str | None, Period | None]


def _differ(group: Sequence[tuple[Row, list[Figure]]], whose: _Whose) -> bool:
    """Whether two rows of one unit give one figure with two values."""
    values: dict[str, int | float] = {}
    for _, figures in group:
        for figure in figures:
            if (figure.scope, figure.period) == whose and values.setdefault(figure.key, figure.value) != figure.value:
                return True
    return False


def _sum_of(group: Sequence[tuple[Row, list[Figure]]], labels: LabelBook) -> Row | None:
    """The one row that says it is the sum; of several sum rows the last, where it is the sum of the others."""
    sums = [item for item in group if any(cell is not None and is_sum(cell.text, labels) for cell in item[0].cells)]
    if len(sums) == 1:
        return sums[0][0]
    if len(sums) < 3 or not sums[-1][1]:
        return None
    key, value = sums[-1][1][0].key, sums[-1][1][0].value
    others = [figure.value for _, figures in sums[:-1] for figure in figures if figure.key == key]
    return sums[-1][0] if sum(others) == value else None
