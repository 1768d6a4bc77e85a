"""Which of a row's values belong to its label: the one, or one for each period or unit that the header names."""

from collections.abc import Sequence
from dataclasses import dataclass

from probes.figures.cells import cell_number, is_sum
from probes.figures.columns import without_period
from probes.figures.dates import bare_period, find_period
from probes.figures.figure import Period
from probes.figures.grid import Cell, Row
from probes.figures.labels import LabelBook
from probes.figures.naming import names_unit
from probes.figures.numbers import Number
from probes.figures.table_rows import named_period
from probes.figures.words import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of a row, and the period and unit that the header over it names."""

    number: Number
    period: Period | None = None
    scope: str | None = None


def chosen(
    values: Sequence[Cell], header: Sequence[Row], row: Row, *, labels: LabelBook, year: int | None
) -> list[Value]:
    """The value of a statement, or one for each period or unit that a header names over it.

    A share beside a count is left out, two counts need a header that says which.
    """
    numbers = [(cell, number) for cell in values if (number := cell_number(cell.text)) is not None]
    if len(numbers) > 1 and header:
        divided = _by_period(numbers, header[0], row, labels=labels, year=year) or _by_unit(
            numbers, header[0], row, labels
        )
        if divided is not None:
            return divided
    counts = [(cell, number) for cell, number in numbers if not number.percent]
    if len(counts) > 1 and header:
        counts = [(cell, number) for cell, number in counts if _headed(cell, header[0], row, labels)]
    told = counts or (numbers if len(numbers) == len(values) else [])
    return [Value(number=told[0][1])] if len(told) == 1 else []


def _by_period(
    numbers: Sequence[tuple[Cell, Number]], header: Row, row: Row, *, labels: LabelBook, year: int | None
) -> list[Value] | None:
    dated = [
        Value(number=number, period=period)
        for cell, number in numbers
        if (period := _period_over(cell, header, row, labels=labels, year=year))
    ]
    if not dated:
        return None
    return dated if len({value.period for value in dated}) == len(dated) else []


def _by_unit(numbers: Sequence[tuple[Cell, Number]], header: Row, row: Row, labels: LabelBook) -> list[Value] | None:
    """The values of a row whose columns are units, two of them at least, and their sum."""
    units: list[Value] = []
    for cell, number in numbers:
        over = header_over(cell, header, row)
        text = over.line if over is not None else ""
        if names_unit(text, labels):
            units.append(Value(number=number, scope=text))
        elif is_sum(text, labels):
            units.append(Value(number=number))
        else:
            return None
    scopes = [value.scope for value in units]
    return units if len(set(scopes)) == len(scopes) > 1 and len(set(scopes) - {None}) > 1 else None


def _headed(cell: Cell, header: Row, row: Row, labels: LabelBook) -> bool:
    over = header_over(cell, header, row)
    return over is not None and labels.in_table("value_columns", over.text)


def header_over(cell: Cell, header: Row, row: Row) -> Cell | None:
    """The header cell that stands over a value."""
    index = next((i for i, other in enumerate(row.cells) if other is not None and other.element is cell.element), -1)
    return header.cells[index] if 0 <= index < len(header.cells) else None


def _period_over(cell: Cell, header: Row, row: Row, *, labels: LabelBook, year: int | None) -> Period | None:
    """The period that the header over a value names, and nothing beside it ("So với tháng 8/2025" is a change)."""
    over = header_over(cell, header, row)
    if over is None:
        return None
    rest = plain(without_period(over.text))
    if (find_period(over.text) is None or rest) and not (labels.in_table("value_columns", rest) and rest):
        return None if year is None else bare_period(over.text, year)
    return named_period(over.text, year)
