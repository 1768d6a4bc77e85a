"""Tables that a page draws with boxes: rows of equally many cells under a row of words."""

from collections.abc import Iterator
from itertools import islice

from probes.figures.columns import is_numeric
from probes.figures.grid import text_of
from probes.figures.words import squeeze
from probes.markup import Element

_FEWEST, _MOST = 3, 40  # cells of one row; two are a label and its value, which the flow reads
_LONGEST = 60  # characters of a column's header
_ROWS, _CELLS, _BOXES = ("div", "li", "ul", "a"), ("div", "span", "p", "b", "strong", "a"), ("div", "ul", "section")


def rule(box: Element) -> bool:
    """Make a table of the box where it is drawn as one; says whether it was.

    The first row names every column without any number, the others name a unit and hold numbers beside it.
    """
    if box.name not in _BOXES or box.sort != box.name or not _alike(list(islice(_rows(box), 2))):
        return False
    rows = list(_rows(box))
    if not _alike(rows) or not _is_ruled([[squeeze(text_of(cell)) for cell in row.children] for row in rows]):
        return False
    box.sort = "table"
    for row in rows:
        row.sort = "tr"
        for cell in row.children:
            cell.sort = "td"
    return True


def _rows(box: Element) -> Iterator[Element]:
    """The rows right inside, or inside the two boxes of a header and a body."""
    for child in box.children:
        inner = next(child.children, None)
        if inner is not None and inner.name in _ROWS and next(inner.children, None) is not None:
            yield from child.children
        else:
            yield child


def _alike(rows: list[Element]) -> bool:
    """Whether all are rows of equally many cells, and at least two."""
    counts = {_width(row) for row in rows}
    return len(rows) > 1 and len(counts) == 1 and _FEWEST <= counts.pop() <= _MOST


def _width(row: Element) -> int:
    """How many cells the box holds as a row; 0 for one that holds anything else."""
    if row.name not in _ROWS:
        return 0
    cells = 0
    for part in row.contents:
        if isinstance(part, str):
            if part.strip():
                return 0
        elif part.name not in _CELLS:
            return 0
        else:
            cells += 1
    return cells


def _is_ruled(texts: list[list[str]]) -> bool:
    header, body = texts[0], texts[1:]
    if not all(header) or any(len(text) > _LONGEST or any(map(str.isdigit, text)) for text in header):
        return False
    return all(_names(row) and any(map(is_numeric, row[1:])) for row in body)


def _names(row: list[str]) -> bool:
    """Whether one of the first two cells names a unit."""
    return any(any(map(str.isalpha, text)) and not is_numeric(text) for text in row[:2])
