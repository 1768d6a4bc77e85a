"""The catalogue read from `agencies.csv` and `portals.csv`, with every mistake of both files at once."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from monitor.catalogue.addresses import FORM, read_address, same_address
from monitor.catalogue.records import Agency, AgencyKind, Catalogue, Lifecycle, Portal, PortalStatus
from monitor.catalogue.table import Row, read_table
from probes.contract import System
from probes.mistakes import DataError, Mistake

AGENCIES = "agencies.csv"
PORTALS = "portals.csv"
AGENCY_COLUMNS = tuple(field.name for field in fields(Agency))
PORTAL_COLUMNS = tuple(field.name for field in fields(Portal))

_ID = re.compile(r"(?=.{1,100}$)[a-z0-9]+([.-][a-z0-9]+)*")

T = TypeVar("T", Agency, Portal)


def read_catalogue(folder: Path) -> Catalogue:
    """Who is watched, as the configuration folder says; raises `DataError`."""
    return check(read_agencies(folder), read_portals(folder / PORTALS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The rows of one file, and what is wrong with lines that are none."""

    rows: list[Row]
    mistakes: list[Mistake]


def read_agencies(folder: Path) -> Records:
    """The rows of `agencies.csv`, not yet checked."""
    return _records(folder / AGENCIES, AGENCY_COLUMNS)


def read_portals(path: Path) -> Records:
    """The rows of a file of portals, not yet checked."""
    return _records(path, PORTAL_COLUMNS)


def check(agency_records: Records, portal_records: Records) -> Catalogue:
    """The catalogue that the rows make; raises `DataError` with every mistake of both files."""
    agency_rows, portal_rows = agency_records.rows, portal_records.rows
    agencies = _all(agency_rows, _agency)
    portals = _all(portal_rows, _portal)
    if not agency_records.mistakes:  # only then is an id that is not there unknown
        _check_successors(agency_rows, agencies)
        _check_owners(portal_rows, {row.cells["id"] for row in agency_rows})
    for row in portal_rows:
        if not row.mistakes:
            _check_within(row, portals[row.cells["id"]], agencies.get(row.cells["agency_id"]))
    _check_twins(portal_rows, portals)
    mistakes = [*agency_records.mistakes, *portal_records.mistakes]
    mistakes += [mistake for row in (*agency_rows, *portal_rows) for mistake in row.mistakes]
    if mistakes:
        raise DataError(mistakes)
    return Catalogue(agencies=tuple(agencies.values()), portals=tuple(portals.values()))


def _records(path: Path, columns: Sequence[str]) -> Records:
    try:
        rows, mistakes = read_table(path, columns)
    except DataError as error:
        return Records(rows=[], mistakes=list(error.mistakes))
    if not rows and not mistakes:
        mistakes.append(Mistake(file=str(path), where="", wrong="no rows", expected="at least one"))
    return Records(rows=rows, mistakes=mistakes)


def _all(rows: Iterable[Row], read: Callable[[Row], T]) -> dict[str, T]:
    """Records by id; a row with mistakes gives none."""
    first: dict[str, Row] = {}
    records: dict[str, T] = {}
    for row in rows:
        row.read("id", _identity, "small letters and digits, joined by single dots or hyphens")
        earlier = first.setdefault(row.cells["id"], row)
        if earlier is not row:
            row.blame("id", f"an id that does not stand on line {earlier.line} already")
        record = read(row)
        if not row.mistakes:
            records[record.id] = record
    return records


def _identity(text: str) -> str:
    if not _ID.fullmatch(text):
        raise ValueError("not an id")
    return text


def _days(row: Row) -> tuple[date | None, date | None]:
    start, end = row.day("valid_from"), row.day("valid_to")
    if start and end and start > end:
        row.blame("valid_to", f"{start} or later")
    return start, end


def _agency(row: Row) -> Agency:
    cells = row.cells
    for column in ("name_vi", "name_en"):
        if not cells[column]:
            row.blame(column, "a name")
    start, end = _days(row)
    return Agency(
        id=cells["id"],
        kind=row.choice("kind", AgencyKind) or AgencyKind.MINISTRY,
        name_vi=cells["name_vi"],
        name_en=cells["name_en"],
        gso_code=cells["gso_code"],
        valid_from=start,
        valid_to=end,
        successor_ids=tuple(filter(None, cells["successor_ids"].split(";"))),
        note=cells["note"],
    )


def _portal(row: Row) -> Portal:
    cells = row.cells
    start, end = _days(row)
    return Portal(
        id=cells["id"],
        agency_id=cells["agency_id"],
        system=row.choice("system", System) or System.PORTAL,
        url=row.read("url", read_address, FORM) or "",
        status=row.choice("status", PortalStatus) or PortalStatus.GUESS,
        lifecycle=row.choice("lifecycle", Lifecycle) or Lifecycle.FRONT_END,
        valid_from=start,
        valid_to=end,
        confidence=cells["confidence"],
        note=cells["note"],
    )


def _check_successors(rows: Iterable[Row], agencies: dict[str, Agency]) -> None:
    """A successor is another agency, in force on the day after."""
    known = {row.cells["id"] for row in rows}
    for row in rows:
        if row.mistakes:
            continue
        agency = agencies[row.cells["id"]]
        for name in agency.successor_ids:
            if name not in known or name == agency.id:
                row.blame("successor_ids", f"ids of other agencies, not {name}")
            elif agency.valid_to and name in agencies:
                _check_handover(row, agencies[name], agency.valid_to + timedelta(days=1))


def _check_handover(row: Row, successor: Agency, day: date) -> None:
    if not (successor.valid_from or day) <= day <= (successor.valid_to or day):
        row.blame("successor_ids", f"agencies in force on {day}, not {successor.id}")


def _check_owners(rows: Iterable[Row], known: set[str]) -> None:
    for row in rows:
        if row.cells["agency_id"] not in known:
            near = get_close_matches(row.cells["agency_id"], known, n=1)
            row.blame("agency_id", f"an id of {AGENCIES}" + (f", such as {near[0]}" if near else ""))


def _check_within(row: Row, portal: Portal, agency: Agency | None) -> None:
    """A portal is watched within its agency's days."""
    if agency is None:
        return
    first, last = agency.valid_from, agency.valid_to
    if first and portal.valid_from and portal.valid_from < first:
        row.blame("valid_from", f"{first} or later, when {agency.id} begins")
    if last and portal.valid_to and portal.valid_to > last:
        row.blame("valid_to", f"{last} or earlier, when {agency.id} ends")


def _check_twins(rows: Iterable[Row], portals: dict[str, Portal]) -> None:
    """One system of one agency at one address stands once for each day."""
    groups: dict[tuple[str, System, str], list[tuple[Row, Portal]]] = defaultdict(list)
    for row in rows:
        if row.mistakes:
            continue
        portal = portals[row.cells["id"]]
        group = groups[portal.agency_id, portal.system, same_address(portal.url)]
        twin = next((line.line for line, other in group if _overlap(portal, other)), None)
        if twin is not None:
            row.blame("url", f"another address than line {twin} has for the same agency, system and days")
        group.append((row, portal))


def _overlap(one: Portal, other: Portal) -> bool:
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    last = min(one.valid_to or date.max, other.valid_to or date.max)
    return first <= last
