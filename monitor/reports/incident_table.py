"""Incidents as a table for the terminal: Vietnamese first; what portals said is shown as text."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from monitor.incidents.records import Incident
from monitor.reports.incident_json import IncidentNames, state_of
from monitor.reports.words import harmless, local_time

_STATES = {"open": "đang mở\nopen", "acknowledged": "đã tiếp nhận\nacknowledged", "resolved": "đã kết thúc\nresolved"}
_STYLES = {"open": "red", "acknowledged": "yellow", "resolved": "dim"}


def incident_table(incidents: Sequence[Incident], names: IncidentNames, *, simulated: bool) -> RenderableType:
    """All of them, or a line that there are none."""
    heading = [Text("MÔ PHỎNG / SIMULATED", style="bold yellow")] if simulated else []
    if not incidents:
        return Group(*heading, Text("Không có sự cố / no incidents"))
    table = Table(
        box=box.SIMPLE_HEAD, pad_edge=False, title=f"Sự cố · incidents: {len(incidents)}", title_justify="left"
    )
    table.add_column("Mã\nid", overflow="fold")
    for column in ("Từ\nsince", "Cổng\nportal", "Yêu cầu\nrule", "Tình trạng\nstate", "Lý do\nreason"):
        table.add_column(column)
    for item in incidents:
        state = state_of(item)
        table.add_row(
            Text(item.id),
            local_time(item.since),
            Text(harmless(_host(item, names))),
            f"{item.rule}\n{item.severity.name.lower()}",
            Text(_STATES[state], style=_STYLES[state]),
            Text(harmless(item.reason)),
        )
    return Group(*heading, table)


def _host(incident: Incident, names: IncidentNames) -> str:
    portal = names.portals.get(incident.portal)
    return (urlsplit(portal.url).hostname if portal else None) or incident.portal
