"""A table as a spreadsheet: Vietnamese headings, numbers as numbers, every text a text, and a sheet that explains
the columns."""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from monitor.reports.exports.cells import compact
from monitor.reports.exports.contract import Column, Kind, Table
from monitor.reports.exports.defusing import defused

_MOST = 32_767  # characters that a cell holds
_SHEET = 31  # characters of a sheet's name
_SIMULATED = "SỐ LIỆU MÔ PHỎNG (simulated)"
_WIDTHS = {Kind.TEXT: 28, Kind.TREE: 40, Kind.MOMENT: 24}


def xlsx_file(table: Table, rows: Iterable[Mapping[str, Any]], *, simulated: bool) -> bytes:
    """The file; rows as `row_json` gives them. A simulated estate says so on every sheet's name and in every row."""
    book = Workbook(write_only=True)
    _sheet(book, name=table.vi, columns=table.columns, rows=rows, simulated=simulated)
    explained = book.create_sheet("Giải thích")
    for line in (("Cột", "Tên (name)", "Loại (kind)", "Nghĩa (meaning)"), *map(_explained, table.columns)):
        explained.append([_cell(explained, text) for text in line])
    packed = io.BytesIO()
    book.save(packed)
    book.close()
    return packed.getvalue()


def _sheet(
    book: Workbook, *, name: str, columns: Sequence[Column], rows: Iterable[Mapping[str, Any]], simulated: bool
) -> None:
    sheet = book.create_sheet((f"MÔ PHỎNG {name}" if simulated else name)[:_SHEET])
    sheet.freeze_panes = "A2"
    for number, item in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(item.kind, 14)
    mark = (_SIMULATED,) if simulated else ()
    sheet.append([*(item.vi for item in columns), *mark])
    for row in rows:
        sheet.append([*(_cell(sheet, row[item.name]) for item in columns), *mark])


def _explained(column: Column) -> tuple[str, str, str, str]:
    return column.vi, column.name, column.kind.value, column.en


def _cell(sheet: Any, value: Any) -> Any:
    """Numbers as they are; a text becomes a text cell by force, as `#N/A` or `=1` would otherwise be more."""
    if value is None or isinstance(value, bool | int | float):
        return value
    text = defused(value if isinstance(value, str) else compact(value))
    text = text if len(text) <= _MOST else f"{text[: _MOST - 1]}…"
    if not text.startswith("#"):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
