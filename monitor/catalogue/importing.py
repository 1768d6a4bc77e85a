"""Bringing portals into `portals.csv`: planned and checked as a whole first, then written in one step or not at all."""

import csv
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from monitor.catalogue.change import Cells, Change, differences, empty, vouched
from monitor.catalogue.reading import PORTAL_COLUMNS, PORTALS, Records, check, read_agencies, read_portals
from monitor.catalogue.records import PortalStatus
from monitor.catalogue.table import Row
from probes.mistakes import DataError, Mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What will be different, and every row as it will stand."""

    file: Path
    changes: tuple[Change, ...]
    rows: tuple[Cells, ...]


def plan_import(folder: Path, file: Path, *, day: date) -> Plan:
    """What importing a file would do; raises `DataError` for its mistakes, and when nobody would be left from `day` on.

    Portals that the file does not name stay as they are; one is ended by its last day or by the status `ended`.
    """
    present = _present(folder)
    incoming = read_portals(file)
    _refuse_twice(incoming)
    named = {row.cells["id"]: row for row in incoming.rows}
    rows = [named.pop(row.cells["id"], row) for row in present.rows] + list(named.values())
    after = check(read_agencies(folder), Records(rows=rows, mistakes=incoming.mistakes))
    if empty(after, day):
        wrong = "would end every portal"
        raise DataError([Mistake(file=str(file), where="", wrong=wrong, expected="at least one that goes on")])
    changes = differences(_cells(present.rows), _cells(incoming.rows))
    return Plan(file=folder / PORTALS, changes=changes, rows=_cells(rows))


def plan_confirmation(folder: Path, portal: str, *, document: str, day: date) -> Plan:
    """What confirming an address changes; raises `DataError` for a portal that is not there or has ended."""
    present = _cells(_present(folder).rows)
    path = folder / PORTALS
    before = next((cells for cells in present if cells["id"] == portal), None)
    if before is None:
        near = get_close_matches(portal, [cells["id"] for cells in present], n=1)
        expected = f"the id of a portal of {path}" + (f", such as {near[0]}" if near else "")
        raise DataError([Mistake(file=portal, where="", wrong="no such portal", expected=expected)])
    if before["status"] == PortalStatus.ENDED:
        raise DataError([Mistake(file=portal, where="", wrong="has ended", expected="a portal that goes on")])
    after = vouched(before, document=document, day=day)
    rows = tuple(after if cells is before else cells for cells in present)
    return Plan(file=path, changes=(Change(before=before, after=after),), rows=rows)


def carry_out(plan: Plan) -> None:
    """Write the rows; the old file stays whole until the new one is on disk. Raises `OSError`."""
    target = plan.file.resolve()
    ends = "\r\n" if b"\r\n" in target.read_bytes() else "\n"
    with NamedTemporaryFile("w", encoding="utf-8", newline="", dir=target.parent, delete=False) as new:
        try:
            new.write(_text(plan.rows, ends))
            new.flush()
            os.fsync(new.fileno())
            shutil.copymode(target, new.name)
            os.replace(new.name, target)
        except OSError:
            Path(new.name).unlink(missing_ok=True)
            raise


def _present(folder: Path) -> Records:
    """The portals as they stand, sound or not at all."""
    present = read_portals(folder / PORTALS)
    check(read_agencies(folder), present)
    return present


def _refuse_twice(incoming: Records) -> None:
    first: dict[str, Row] = {}
    for row in incoming.rows:
        earlier = first.setdefault(row.cells["id"], row)
        if earlier is not row:
            row.blame("id", f"an id that does not stand on line {earlier.line} already")
    mistakes = [mistake for row in incoming.rows for mistake in row.mistakes]
    if mistakes:
        raise DataError([*incoming.mistakes, *mistakes])


def _cells(rows: Sequence[Row]) -> tuple[Cells, ...]:
    return tuple(row.cells for row in rows)


def _text(rows: Sequence[Cells], ends: str) -> str:
    text = StringIO()
    writer = csv.DictWriter(text, PORTAL_COLUMNS, lineterminator=ends)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
