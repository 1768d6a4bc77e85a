"""An HTML table as a grid: every cell stands in each row and column that its spans cover."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from probes.figures.words import BREAK, INLINE, seen, squeeze
from probes.markup import Element

_MAX_ROWS, _MAX_COLUMNS, _MAX_PLACES = 3_000, 120, 40_000
_SILENT = frozenset(
    ("script", "style", "template", "select", "textarea", "svg", "noscript", "button", "del", "s", "strike", "sup")
)


_BREAKING = frozenset(("br", "p", "div", "li"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell; `text` keeps marks of inline edges and line breaks, `line` is the text in one line."""

    text: str
    line: str
    element: Element
    header: bool
    wide: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the grid; `cells` by column, `None` where the page gave no cell; `given` as many as it wrote."""

    cells: tuple[Cell | None, ...]
    told: tuple[Cell, ...]  # the cells that say something, each once
    element: Element
    given: int
    number: int  # its place among the rows of its part of the table, from 1


def rows_of(table: Element) -> list[Row]:
    """The rows of the table, its spans spread out; limits keep hostile spans cheap."""
    open_spans: dict[int, tuple[Cell, int]] = {}
    rows: list[Row] = []
    numbers: Counter[int] = Counter()
    places = 0
    for element in row_elements(table):
        numbers[id(element.parent)] += 1
        row, open_spans = _row(element, open_spans, number=numbers[id(element.parent)])
        rows.append(row)
        places += len(row.cells)
        if len(rows) >= _MAX_ROWS or places > _MAX_PLACES:
            break
    width = max((len(row.cells) for row in rows), default=0)
    return [_widened(row, width) for row in rows]


def row_elements(table: Element) -> Iterator[Element]:
    """The row elements of a table that holds no other one; what stands in cells is not searched."""
    waiting = list(reversed(table.contents))
    while waiting:
        child = waiting.pop()
        if isinstance(child, str) or child.sort in ("td", "th", "caption"):
            continue
        if child.sort == "tr":
            yield child
        else:
            waiting.extend(reversed(child.contents))


def caption_of(table: Element) -> str | None:
    """The text of the table's caption, as it stands, or `None`."""
    caption = next((child for child in table.children if child.name == "caption"), None)
    return None if caption is None else caption.text(" ")


def _row(
    element: Element, spans: dict[int, tuple[Cell, int]], *, number: int
) -> tuple[Row, dict[int, tuple[Cell, int]]]:
    cells: list[Cell | None] = []
    left = {column: (cell, rest - 1) for column, (cell, rest) in spans.items() if rest > 1}
    given = 0
    for tag in cells_of(element):
        if spans:
            _cover(cells, spans)
        cell = _cell(tag)
        given += 1
        for _ in range(cell.wide):
            if cell.high > 1:
                left[len(cells)] = (cell, cell.high)
            cells.append(cell)
        if len(cells) >= _MAX_COLUMNS:
            break
    _cover(cells, spans)
    told = tuple({id(cell): cell for cell in cells[:_MAX_COLUMNS] if cell is not None and cell.line}.values())
    kept = {column: (cell, rest) for column, (cell, rest) in left.items() if column < _MAX_COLUMNS}
    return Row(cells=tuple(cells[:_MAX_COLUMNS]), told=told, element=element, given=given, number=number), kept


def cells_of(row: Element) -> Iterator[Element]:
    """The cells that the page wrote into a row."""
    return (child for child in row.children if child.sort in ("td", "th"))


def _cover(cells: list[Cell | None], spans: dict[int, tuple[Cell, int]]) -> None:
    while len(cells) in spans and spans[len(cells)][1] > 1 and len(cells) < _MAX_COLUMNS:
        cells.append(spans[len(cells)][0])


def _cell(tag: Element) -> Cell:
    text = text_of(tag)
    wide = min(_span(tag, "colspan"), _MAX_COLUMNS) if tag.attrs else 1
    high = min(_span(tag, "rowspan"), _MAX_ROWS) if tag.attrs else 1
    return Cell(text=text, line=squeeze(text), element=tag, header=tag.sort == "th", wide=wide, high=high)


def text_of(tag: Element) -> str:
    """The text that people read in an element: no comments, no scripts, marks at inline edges and breaks."""
    only = tag.contents[0] if len(tag.contents) == 1 else None
    if isinstance(only, str):
        return seen(only).strip(" \t\r\n\u00a0")
    parts: list[str] = []
    waiting = tag.contents[::-1]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            parts.append(part)
            continue
        parts.append(BREAK if part.name in _BREAKING else INLINE)
        if part.name not in _SILENT:
            waiting.extend(reversed(part.contents))
    return seen("".join(parts)).strip(" \t\r\n\x1e\x1f\u00a0")


def _span(tag: Element, name: str) -> int:
    value = tag.attrs.get(name)
    if value is None:
        return 1
    value = value.strip()
    return max(1, int(value)) if value.isdecimal() and len(value) < 5 else 1


def _widened(row: Row, width: int) -> Row:
    missing = width - len(row.cells)
    if not missing:
        return row
    return replace(row, cells=(*row.cells, *(None,) * missing))
