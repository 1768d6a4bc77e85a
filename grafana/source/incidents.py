"""Incidents: those open now, as a table and as marks on a chart."""

from typing import Any

from grafana.source.links import to_portal
from grafana.source.panels import Chart
from grafana.source.queries import dutied, metric, named, rows
from grafana.source.tables import Column, table_of
from grafana.source.words import SEVERITY, by_name


def open_incidents(*matchers: str, width: int = 24, height: int = 8) -> Any:
    """Of an agency, a portal, or all: narrowed by matchers."""
    opened = named(dutied(f"({metric('emc_incident_open', *matchers)} == 1)"), "agency_name", "host")
    return table_of(
        Chart(
            title="Sự cố đang mở",
            about="Incidents open at present: verdicts that failed over several rounds in a row. Since when, why and "
            "under which law stands on the monitor's own page of the portal.",
            queries=(rows(f"max by (agency_name, host, portal, rule, duty, severity) ({opened})"),),
            width=width,
            height=height,
            empty="Không có sự cố đang mở",
        ),
        (
            Column(field="severity", title="Mức", mappings=tuple(by_name(SEVERITY)), width=120),
            Column(field="rule", title="Yêu cầu", width=100),
            Column(field="duty", title="Nội dung"),
            Column(field="agency_name", title="Cơ quan"),
            Column(field="host", title="Địa chỉ"),
            Column(field="portal", title="Mã cổng", link=to_portal()),
        ),
        hidden=("Value",),
    )


def marks(*matchers: str) -> str:
    """What stands behind a chart while an incident is open."""
    return dutied(f"({metric('emc_incident_open', *matchers)} == 1)")
