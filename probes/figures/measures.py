"""The unit of measure that a table gives in a cell of its own, beside the label that it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass

from probes.figures.grid import Cell, Row
from probes.figures.labels import LabelBook, unit_of
from probes.figures.numbers import missing
from probes.figures.words import plain

PERCENT = "%"


def measure_columns(header: Sequence[Row], labels: LabelBook) -> set[int]:
    """The columns that the header calls those of the unit of measure."""
    cells = [(index, cell) for row in header for index, cell in enumerate(row.cells) if cell is not None]
    return {index for index, cell in cells if labels.in_table("measure_columns", cell.line)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The cells of a row without those of its measure; `known` is `False` where it counts in something else."""

    cells: list[Cell]
    measure: str | None = None
    known: bool = True

    def fits(self, key: str) -> bool:
        """Whether a figure of that key may be counted so."""
        return self.measure not in ("dossier", "service") or unit_of(key) in (self.measure, "ratio", "point")


def measured(cells: list[Cell], row: Row, columns: set[int], labels: LabelBook) -> Measured:
    """The row's cells without its unit of measure, which stands in one of the columns or is clear by its words."""
    told = [cell for cell in cells if _measure(cell, labels) is not None]
    in_columns = [cell for index in columns if (cell := row.cells[index]) is not None and not missing(cell.line)]
    if any(cell not in told for cell in in_columns):
        return Measured(cells=[], known=False)
    told = in_columns or told
    rest = [cell for cell in cells if cell not in told]
    if not told or not any(any(char.isalpha() for char in cell.line) for cell in rest):
        return Measured(cells=cells)
    measures = {_measure(cell, labels) for cell in told}
    return Measured(cells=rest, measure=measures.pop() if len(measures) == 1 else None, known=len(measures) < 2)


def _measure(cell: Cell, labels: LabelBook) -> str | None:
    """`dossier`, `service` or `%` where the cell says only this; `None` for anything else."""
    text = plain(cell.line).strip("()")
    if cell.line.strip(" ()") == PERCENT or text in ("phần trăm", "tỷ lệ %", "phan tram"):
        return PERCENT
    return labels.is_unit(cell.line)
