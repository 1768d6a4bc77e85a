"""What people have told, read from `exemptions.toml`: exemptions, planned stops, reviews; every mistake at once."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from monitor.catalogue.records import Catalogue
from monitor.exemptions.records import Circumstances, Exemption, PlannedStop, Review, Scope
from monitor.rounds.cadence import LOCAL
from monitor.rules.table import DAY, FLAG, TEXT, Form, Table, one_of, shown
from monitor.text_files import read_toml
from probes.contract import System
from probes.mistakes import DataError, Mistake

FILE = "exemptions.toml"
_HEX = frozenset("0123456789abcdef")


def _moment(value: Any) -> datetime:
    """Without an offset it is Vietnamese time."""
    if not isinstance(value, datetime):
        raise ValueError
    return (value if value.tzinfo else value.replace(tzinfo=LOCAL)).astimezone(UTC)


def _address(value: Any) -> str:
    text: str = TEXT.read(value)
    if not text.startswith(("https://", "http://")) or text != text.strip():
        raise ValueError
    return text


def _digest(value: Any) -> str:
    text: str = TEXT.read(value)
    if len(text) != 64 or not set(text) <= _HEX:
        raise ValueError
    return text


_MOMENT = Form(
    expected="a time such as 2026-12-05T22:00:00 (Vietnamese time) or 2026-12-05T22:00:00+07:00",
    read=_moment,
    blank=datetime.min.replace(tzinfo=UTC),
)
_ADDRESS = Form(expected="an address that begins with https:// or http://", read=_address, blank="")
_DIGEST = Form(expected="a SHA-256 of 64 hex digits, as the verdict's evidence shows it", read=_digest, blank="")
_SCOPE = 'scope = { portal = "…" }, { agency = "…" } or { agency = "…", system = "…" }'


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The ids that may be named; `None` where they could not be read, so that nothing is said of them."""

    agencies: Collection[str] | None = None
    portals: Collection[str] | None = None
    rules: Collection[str] | None = None


def known_ids(catalogue: Catalogue | None, rules: Collection[str] | None) -> Known:
    """Everybody in the catalogue on any day, and these rules."""
    return Known(
        agencies=None if catalogue is None else [item.id for item in catalogue.agencies],
        portals=None if catalogue is None else [item.id for item in catalogue.portals],
        rules=rules,
    )


def read_circumstances(folder: Path, known: Known, *, abilities: frozenset[str] = frozenset()) -> Circumstances:
    """What the file below the folder tells; nothing where there is no file. Raises `DataError` with every mistake."""
    path = folder / FILE
    if not path.exists():
        return Circumstances(abilities=abilities)
    mistakes: list[Mistake] = []
    table = Table(read_toml(path), file=str(path), where="", mistakes=mistakes)
    told = Circumstances(
        abilities=abilities,
        exemptions=tuple(_exemption(below, known) for below in _entries(table, "exemption")),
        stops=tuple(_stop(below, known) for below in _entries(table, "maintenance")),
        reviews=tuple(_review(below, known) for below in _entries(table, "review")),
    )
    table.done()
    if mistakes:
        raise DataError(mistakes)
    return told


def _entries(table: Table, key: str) -> Iterator[Table]:
    for below in table.tables(key) if table.has(key) else ():
        yield below
        below.done()


def _exemption(table: Table, known: Known) -> Exemption:
    exemption = Exemption(
        scope=_scope(table, known),
        rule=_named(table, "rule", known.rules),
        ground=table.need("ground", TEXT),
        approver=table.need("approver", TEXT),
        starts=table.need("from", DAY),
        ends=table.need("to", DAY),
    )
    if date.min < exemption.ends < exemption.starts:
        table.wrong("to", f"{exemption.ends} is before {exemption.starts}", "a later day")
    return exemption


def _stop(table: Table, known: Known) -> PlannedStop:
    stop = PlannedStop(
        scope=_scope(table, known),
        starts=table.need("from", _MOMENT),
        ends=table.need("to", _MOMENT),
        announced_on=table.need("announced_on", DAY) if table.has("announced_on") else None,
        announced_at=table.need("announced_at", _ADDRESS) if table.has("announced_at") else None,
    )
    if _MOMENT.blank < stop.ends <= stop.starts:
        table.wrong("to", f"{stop.ends.isoformat()} is not after {stop.starts.isoformat()}", "a later time")
    return stop


def _review(table: Table, known: Known) -> Review:
    return Review(
        portal=_named(table, "portal", known.portals),
        rule=_named(table, "rule", known.rules),
        sha256=table.need("sha256", _DIGEST),
        confirmed=table.need("confirmed", FLAG),
        by=table.need("by", TEXT),
        on=table.need("on", DAY),
    )


def _scope(table: Table, known: Known) -> Scope:
    if not table.has("scope"):
        table.wrong("scope", "missing", _SCOPE)
        return Scope()
    below = table.table("scope")
    portal = _named(below, "portal", known.portals) if below.has("portal") else None
    agency = _named(below, "agency", known.agencies) if below.has("agency") else None
    system = below.need("system", one_of(System, System.PORTAL)) if below.has("system") else None
    below.done()
    if (portal is None) is (agency is None) or (system is not None and agency is None):
        below.wrong("", "names not exactly one portal or one agency", _SCOPE)
    return Scope(portal=portal, agency=agency, system=system)


def _named(table: Table, key: str, ids: Collection[str] | None) -> str:
    name = table.need(key, TEXT)
    if name and ids is not None and name not in ids:
        table.wrong(key, f"no {key} {shown(name)}", _WHERE[key])
    return name


_WHERE = {
    "agency": "an id of agencies.csv",
    "portal": "an id of portals.csv",
    "rule": "the id of a rule below rules/",
}
