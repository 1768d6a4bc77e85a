"""A CSV file of the catalogue, read strictly: exact header, full rows, each with the line that it begins on."""

import csv
import json
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import TypeVar

from monitor.setting_values import read_day
from monitor.text_files import read_text
from probes.mistakes import DataError, Mistake

C = TypeVar("C", bound=StrEnum)
V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One record: cells by column, in NFC and without spaces around, and what was found wrong so far."""

    file: str
    line: int
    cells: dict[str, str]
    mistakes: list[Mistake]

    def blame(self, column: str, expected: str) -> None:
        """Keep a mistake in a cell; what may hold a password is not shown."""
        value = self.cells[column]
        wrong = "a value with @, not shown" if "@" in value else json.dumps(value, ensure_ascii=False)
        self.mistakes.append(
            Mistake(file=self.file, where=f"line {self.line}, {column}", wrong=wrong, expected=expected)
        )

    def read(self, column: str, reader: Callable[[str], V], expected: str) -> V | None:
        """What `reader` makes of a cell; a `ValueError` of it becomes a mistake and `None`."""
        try:
            return reader(self.cells[column])
        except ValueError:
            self.blame(column, expected)
            return None

    def choice(self, column: str, kinds: type[C]) -> C | None:
        """One word out of a closed list."""
        return self.read(column, kinds, "one of: " + ", ".join(kinds))

    def day(self, column: str) -> date | None:
        """A day, or `None` where the cell is empty."""
        return self.read(column, read_day, "a day as YYYY-MM-DD, or nothing")


def read_table(path: Path, columns: Sequence[str]) -> tuple[list[Row], list[Mistake]]:
    """Every record of a file, and a mistake for each line that is none.

    Where a quote is never closed nothing after it can be read; what stands before it is.
    Raises `DataError` where nothing can be read at all: no UTF-8, another header.
    """
    text = unicodedata.normalize("NFC", read_text(path))
    rows: list[Row] = []
    mistakes: list[Mistake] = []
    for line, cells in _records(text, path, mistakes):
        if line == 1:
            _check_header(cells, columns, path)
        elif len(cells) == len(columns):
            rows.append(_row(path, line, dict(zip(columns, cells, strict=True))))
        else:
            wrong = f"{len(cells)} cells"
            mistakes.append(Mistake(file=str(path), where=f"line {line}", wrong=wrong, expected=str(len(columns))))
    if not text.strip():
        _check_header([], columns, path)
    return rows, mistakes


def _records(text: str, path: Path, mistakes: list[Mistake]) -> Iterator[tuple[int, list[str]]]:
    """Records with the line they begin on, up to the first that breaks off; blank lines are no records."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            record = "".join(_lines(text)[line - 1 : reader.line_num])
            where = f"line {line + _quote_opens(record)}"
            mistakes.append(Mistake(file=str(path), where=where, wrong=str(error), expected="CSV with quotes closed"))
            return
        if cells:
            yield line, cells
        line = reader.line_num + 1


def _quote_opens(record: str) -> int:
    """How many lines below a broken record's first one its last quoted cell begins."""
    begins, inside, fresh = 0, False, True
    for place, letter in enumerate(record):
        if letter == '"' and (inside or fresh):
            begins = begins if inside else place
            inside = not inside
        fresh = not inside and letter in ",\r\n"
    return len(_lines(record[: begins + 1])) - 1


def _lines(text: str) -> list[str]:
    """Lines as the reader of records counts them."""
    return list(StringIO(text, newline=""))


def _check_header(cells: Sequence[str], columns: Sequence[str], path: Path) -> None:
    if list(cells) != list(columns):
        wrong = f'"{",".join(cells)}"'
        raise DataError([Mistake(file=str(path), where="line 1", wrong=wrong, expected=",".join(columns))])


def _row(path: Path, line: int, cells: dict[str, str]) -> Row:
    """A row; control characters have no meaning here and could deceive a terminal."""
    row = Row(file=str(path), line=line, cells={column: cell.strip() for column, cell in cells.items()}, mistakes=[])
    for column, cell in row.cells.items():
        if any(unicodedata.category(letter) == "Cc" for letter in cell):
            row.blame(column, "text without control characters")
    return row
