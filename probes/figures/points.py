"""Points of the index of Decision 766 in rows of their own: only where three groups stand and points are said."""

from collections.abc import Iterable, Sequence

from probes.figures.cells import cell_number
from probes.figures.figure import Figure
from probes.figures.grid import Cell, Row
from probes.figures.labels import LabelBook, unit_of
from probes.figures.numbers import Kind, Number
from probes.figures.words import plain

_GROUPS = 3
_MOST = 100  # points: the whole index has as many


def is_board(labels_told: Iterable[str], labels: LabelBook) -> bool:
    """Whether at least three groups of the index stand among those labels."""
    return len({key for text in labels_told if (key := labels.score(text)) and key != "score_total"}) >= _GROUPS


def read_points(rows: Sequence[Row], header: Row | None, labels: LabelBook, *, place: str) -> list[Figure]:
    """The points that the rows name, from the one column whose header says points reached; none without such."""
    columns = [] if header is None else [index for index, cell in enumerate(header.cells) if _reached(cell, labels)]
    if len(columns) != 1:
        return []
    figures = []
    for row in rows:
        cell = row.cells[columns[0]]
        key = next((key for other in row.told if (key := labels.score(other.line))), None)
        number = cell_number(cell.text) if cell is not None and row is not header else None
        if key is not None and number is not None:
            figures += point(key, number, label=row_label(row, labels), where=f"{place} > tr:nth-of-type({row.number})")
    return figures


def row_label(row: Row, labels: LabelBook) -> str:
    """The words of the row that name its points."""
    return next(cell.line for cell in row.told if labels.score(cell.line))


def point(key: str, number: Number, *, label: str, where: str) -> list[Figure]:
    """The figure of those points, or none where the number is no points."""
    value = number.value(Kind.POINT)
    if value is None or value > _MOST:
        return []
    raw, qualifier = number.raw, number.qualifier
    return [
        Figure(key=key, value=value, unit=unit_of(key), raw=raw, label=label, where=where, qualifier=qualifier),
    ]


def _reached(cell: Cell | None, labels: LabelBook) -> bool:
    return cell is not None and labels.says("points", cell.line) and not _limit(cell.line)


def _limit(text: str) -> bool:
    return any(word in plain(text) for word in ("tối đa", "toi da", "chuẩn", "thang", "max", "mục tiêu"))
