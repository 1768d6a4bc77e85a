"""Running numbers of rows, in a column of their own or before their labels."""

import re
from collections.abc import Sequence
from itertools import pairwise

from probes.figures.grid import Row
from probes.figures.labels import LabelBook
from probes.figures.words import squeeze

_DASH = re.compile(r"^\s*[-+•*–]\s*")
_RUNNING = re.compile(r"^(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5}|[a-zđ])\s*[.)/]\s+")


def running(text: str) -> str:
    """The running number that a label opens with, or nothing."""
    found = _RUNNING.match(text)
    return found[0] if found else ""


def number_of(row: Row, skipped: set[int]) -> str:
    """The running number in the column for it, or nothing."""
    return next((cell.line for index in skipped if (cell := row.cells[index]) is not None), "")


def clean(text: str) -> str:
    """A row's label without its running number and dash."""
    return _DASH.sub("", _RUNNING.sub("", squeeze(text)))


def number_column(rows: Sequence[Row], headers: Sequence[Row], labels: LabelBook) -> set[int]:
    """The column of running numbers, where there is one."""
    width = len(rows[0].cells) if rows else 0
    if width < 2:
        return set()
    if any(
        cell is not None and labels.in_table("number_columns", cell.text) for row in headers for cell in row.cells[:1]
    ):
        return {0}
    first = [cell.line.strip(".)") for row in rows if row not in headers and (cell := row.cells[0]) is not None]
    numbers = [int(text) for text in first if text.isdecimal() and len(text) < 4]
    worded = [text for text in first if text and not re.fullmatch(r"\d{1,3}(\.\d+)*|[IVXivx]+|[a-zđ]", text)]
    return {0} if numbers and not worded and numbers[0] == 1 and _rising(numbers) else set()


def _rising(numbers: Sequence[int]) -> bool:
    return all(later in (earlier + 1, 1) for earlier, later in pairwise(numbers))
