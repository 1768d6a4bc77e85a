"""A table as CSV (RFC 4180), UTF-8 with a byte order mark, without which Excel garbles Vietnamese."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from monitor.reports.exports.cells import compact
from monitor.reports.exports.contract import Column
from monitor.reports.exports.defusing import defused

SIMULATED = "simulated"


def csv_file(columns: Sequence[Column], rows: Iterable[Mapping[str, Any]], *, simulated: bool) -> bytes:
    """The file: names of columns, then rows as `row_json` gives them; missing is empty.

    A simulated estate says so in a last column of every row.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    mark = ("true",) if simulated else ()
    writer.writerow([*(item.name for item in columns), *((SIMULATED,) if simulated else ())])
    writer.writerows([*(_text(row[item.name]) for item in columns), *mark] for row in rows)
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    return defused(value if isinstance(value, str) else compact(value))
