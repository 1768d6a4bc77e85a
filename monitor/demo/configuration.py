"""A complete configuration folder for one running estate, so that every command works against it."""

import csv
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path

from monitor.catalogue.records import Agency, Portal
from monitor.demo.estate import RunningEstate
from monitor.demo.shapes.embedded import ADDRESS, APPLICATION, DOSSIER_MEMBERS, SERVICE_MEMBERS

DEADLINE = 5.0
CONTACT = "https://giamsat.test/"

_OWN_FILES = frozenset({"settings.toml", "agencies.csv", "portals.csv"})
_AUTHORITY = "simulated-authority.pem"
_HOSTS = re.compile(r"^hosts\s*=\s*\[", re.MULTILINE)


def write_configuration(folder: Path, running: RunningEstate, *, defaults: Path, port: int, data: Path) -> None:
    """Write everything that `emc-monitor --config FOLDER` needs; what lay there of an earlier run is replaced.

    `defaults` is the shipped configuration, whose rules, page kinds and counts are used as they are.
    `port` 0 takes any free one.
    """
    _copy(defaults, folder)
    shutil.copyfile(running.ca_file, folder / _AUTHORITY)
    (folder / "settings.toml").write_text(_settings(running, port=port, data=data), "utf-8")
    _write_csv(folder / "agencies.csv", tuple(field.name for field in fields(Agency)), _agency_rows(running))
    _write_csv(folder / "portals.csv", tuple(field.name for field in fields(Portal)), _portal_rows(running))
    _write_reading(folder, running.scenario.national_portal)


def _copy(defaults: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for entry in defaults.iterdir():
        target = folder / entry.name
        if entry.is_dir():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(entry, target)
        elif entry.name not in _OWN_FILES:
            shutil.copyfile(entry, target)


def _text(value: str) -> str:
    """A TOML string."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _settings(running: RunningEstate, *, port: int, data: Path) -> str:
    day = running.scenario.law_day
    return f"""# Written for one run of the simulated estate; the ports in `resolve` hold until it ends.
[data]
dir = {_text(str(data))}

[web]
port = {port}

[network]
references = []

[transport]
ca_file = {_text(_AUTHORITY)}
resolve = {_text(running.resolve)}
deadline = {DEADLINE}
confirm_after = 1
contact = {_text(CONTACT)}

[law]
day = "{day.isoformat()}"

[simulation]
scenario = {_text(running.scenario.name)}
"""


def _agency_rows(running: RunningEstate) -> list[Mapping[str, object]]:
    return [{**asdict(agency), "successor_ids": ";".join(agency.successor_ids)} for agency in running.scenario.agencies]


def _portal_rows(running: RunningEstate) -> list[Mapping[str, object]]:
    return [asdict(portal) for portal in running.scenario.portals]


def _write_csv(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(row[column]) for column in columns] for row in rows)


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _write_reading(folder: Path, national_portal: str) -> None:
    """What the estate's own pages need beside the shipped data: its national portal, its statistics platform."""
    for path in (folder / "pages").glob("*.toml"):
        path.write_text(_with_national_host(path.read_text("utf-8"), national_portal), "utf-8")
    (folder / "counts" / "platforms" / "simulated_estate.toml").write_text(
        "# A page of the simulated estate that loads its counts from a JSON answer.\n"
        f'name = "simulated_estate"\nsigns = [{_text(APPLICATION)}]\nsigns_needed = 1\npaths = [{_text(ADDRESS)}]\n',
        "utf-8",
    )
    for name, members in (("simulated_services", SERVICE_MEMBERS), ("simulated_dossiers", DOSSIER_MEMBERS)):
        (folder / "counts" / "answers" / f"{name}.toml").write_text(_answer(name, members), "utf-8")


def _with_national_host(source: str, host: str) -> str:
    """The one table of national hosts, with the simulated one before the real ones; any other file as it is."""
    before, table, after = source.partition("[national_portal]")
    return before + table + _HOSTS.sub(lambda found: f"{found[0]}{_text(host)}, ", after, count=1)


def _answer(name: str, members: Mapping[str, str]) -> str:
    required = ", ".join(_text(member) for member in members)
    lines = "\n".join(f"{member} = {{ key = {_text(key)} }}" for member, key in members.items())
    year = '\nyear = "nam"' if name == "simulated_dossiers" else ""
    return f"name = {_text(name)}\ndocumented = true\nrequires = [{required}]{year}\n\n[fields]\n{lines}\n"
