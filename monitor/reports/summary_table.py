"""The national summary as a table for the terminal: Vietnamese first, English beside it."""

from typing import Any

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from monitor.reports.words import CONNECTIONS, LEVELS, OUTCOMES, STATES, TARGETS, percent, points

_STATE_STYLES = {"up": "green", "down": "red", "blocked": "yellow", "maintenance": "yellow", "unknown": "dim"}
_SHOWN = 5


def summary_table(summary: dict[str, Any]) -> RenderableType:
    """The summary of `summary_json`, laid out for reading; names are shown as text, never as markup."""
    parts: list[RenderableType] = [_portals(summary), _connection(summary), _targets(summary), _agencies(summary)]
    title = f"Bức tranh toàn quốc · national picture · {summary['law_day']}"
    if summary["simulated"]:
        title += f" · MÔ PHỎNG / SIMULATED ({summary['scenario']})"
    return Panel(Group(*parts), title=Text(title), subtitle=Text(_verdict_line(summary)), padding=(0, 1))


def _portals(summary: dict[str, Any]) -> Table:
    table = _table("Cổng và hệ thống · portals and systems")
    table.add_column("Trạng thái · state")
    table.add_column("Số lượng", justify="right")
    for state, (vi, en) in STATES.items():
        count = summary["portals"][state]
        style = _STATE_STYLES.get(state, "") if count else "dim"
        table.add_row(Text(f"{vi} · {en}", style=style), Text(str(count), style=style))
    table.add_row(Text("Tổng · total", style="bold"), Text(str(summary["portals"]["total"]), style="bold"))
    return table


def _connection(summary: dict[str, Any]) -> Table:
    table = _table("Kết nối EMC quan sát từ bên ngoài · EMC connection as seen from outside")
    table.add_column("Nhóm · level")
    for vi, en in CONNECTIONS.values():
        table.add_column(f"{vi}\n{en}", justify="right")
    table.add_column("Tổng\ntotal", justify="right")
    for level, (vi, en) in LEVELS.items():
        counts = summary["connected"][level]
        table.add_row(f"{vi} · {en}", *(str(counts[key]) for key in CONNECTIONS), str(counts["total"]))
    return table


def _targets(summary: dict[str, Any]) -> Table:
    table = _table("Mục tiêu quốc gia · national targets")
    for heading in ("Mã", "Nội dung · content"):
        table.add_column(heading)
    for heading in ("Giá trị\nvalue", "Mục tiêu\ngoal", "Hạn\ndue"):
        table.add_column(heading, justify="right")
    table.add_column("Trạng thái\nstate")
    table.add_column("Trên số cơ quan\nagencies", justify="right")
    for target in summary["targets"]:
        vi, en = TARGETS[target["state"]]
        table.add_row(
            target["id"],
            Text(target["name"]),
            percent(target["value"]),
            percent(target["goal"]),
            str(target["due"]),
            f"{vi} · {en}",
            f"{target['agencies']}/{target['of']}",
        )
    return table


def _agencies(summary: dict[str, Any]) -> Table:
    """Those that need attention first: the lowest scores; the whole list is in the JSON and on the page."""
    rated = [agency for agency in summary["agencies"] if agency["score"] is not None]
    lowest = sorted(rated, key=lambda agency: (agency["score"], agency["id"]))[:_SHOWN]
    table = _table(f"Cơ quan cần xem trước · look here first ({len(lowest)}/{len(summary['agencies'])})")
    table.add_column("Cơ quan · agency")
    for heading in ("Điểm\nscore", "Khoảng\nrange", "Độ phủ\ncoverage"):
        table.add_column(heading, justify="right")
    table.add_column("Kết nối\nconnection")
    for agency in lowest:
        table.add_row(
            Text(agency["name"]),
            points(agency["score"]),
            f"{points(agency['score_low'])}–{points(agency['score_high'])}",
            percent(agency["coverage"]),
            CONNECTIONS[agency["connected"]][0],
        )
    return table


def _verdict_line(summary: dict[str, Any]) -> str:
    return " · ".join(f"{vi} {summary['verdicts'][key]}" for key, (vi, _) in OUTCOMES.items())


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", title_style="bold", expand=True, header_style="dim")
