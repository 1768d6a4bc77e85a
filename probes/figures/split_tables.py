"""Tables in two parts: a header that stays in place, and the body that scrolls below it as a table of its own."""

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from probes.figures.around import common
from probes.figures.blocks import Table
from probes.figures.columns import is_header, is_title
from probes.figures.grid import Row, row_elements, rows_of
from probes.markup import Element

_LINES, _APART = 4, 4  # rows of a header, and levels that both parts may stand apart


def with_headers(tables: Sequence[tuple[int, Table]]) -> Iterator[tuple[int, Table, Element | None]]:
    """Each table with its place, and the table right before it where that one is its header."""
    if tables:
        yield (*tables[0], None)
    for (order, above), (place, table) in pairwise(tables):
        apart = len(table.path) - common(above.path, table.path)
        near = place == order + 1 and above.hidden is table.hidden and apart <= _APART
        yield place, table, above.element if near and _heads(above.element, table.element) else None


def _heads(above: Element, table: Element) -> bool:
    """Whether one table holds nothing but headers, as many as the other has columns without any of its own."""
    if len(list(islice(row_elements(above), _LINES + 1))) > _LINES:
        return False
    headers, body = _told(above), _told(table)
    if not headers or not body or not all(is_header(row) or is_title(row) for row in headers):
        return False
    return not is_header(body[0]) and not is_title(body[0]) and len(body[0].cells) == len(headers[0].cells)


def _told(table: Element) -> list[Row]:
    return [row for row in rows_of(table) if row.told]
