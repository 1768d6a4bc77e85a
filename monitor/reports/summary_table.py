"""The national summary as tables for the terminal: Vietnamese first, English beside it; fits 80 columns."""

from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from monitor.reports.words import (
    CAUSES,
    CONNECTIONS,
    LEVELS,
    OUTCOMES,
    STATES,
    TARGETS,
    both,
    harmless,
    percent,
    points,
)

_STATE_STYLES = {"up": "green", "down": "red", "unknown": "dim"} | dict.fromkeys(
    ("blocked", "maintenance", "partly"), "yellow"
)
_SHOWN = 5


def summary_table(summary: dict[str, Any]) -> RenderableType:
    """The summary of `summary_json`, laid out for reading; names are shown as text, never as markup."""
    return Group(
        _heading(summary),
        _portals(summary),
        _connection(summary),
        _targets(summary),
        _agencies(summary),
        _verdicts(summary),
    )


def _heading(summary: dict[str, Any]) -> Text:
    heading = Text(f"BỨC TRANH TOÀN QUỐC · national picture · {summary['law_day']}", style="bold")
    if summary["simulated"]:
        heading.append(f"\nMÔ PHỎNG · simulated estate {summary['scenario']}, no real agency", style="bold yellow")
    return heading


def _portals(summary: dict[str, Any]) -> Table:
    table = _table("Cổng và hệ thống · portals and systems")
    table.add_column("Trạng thái · state")
    table.add_column("Số · number", justify="right")
    for state, words in STATES.items():
        count = summary["portals"][state]
        style = _STATE_STYLES.get(state, "") if count else "dim"
        table.add_row(Text(both(words), style=style), Text(str(count), style=style))
    table.add_row(Text("Tổng (total)", style="bold"), Text(str(summary["portals"]["total"]), style="bold"))
    return table


def _connection(summary: dict[str, Any]) -> Table:
    table = _table("Kết nối EMC quan sát từ bên ngoài · EMC connection as seen from outside")
    table.add_column("Nhóm · level")
    for vi, en in CONNECTIONS.values():
        table.add_column(f"{vi}\n{en}", justify="right")
    table.add_column("Tổng\ntotal", justify="right")
    for level, words in LEVELS.items():
        counts = summary["connected"][level]
        table.add_row(both(words), *(str(counts[key]) for key in CONNECTIONS), str(counts["total"]))
    return table


def _targets(summary: dict[str, Any]) -> Table:
    table = _table("Mục tiêu quốc gia · national targets")
    table.add_column("Nội dung\ncontent", ratio=1)
    for heading in ("Giá trị\nvalue", "Mục tiêu\ngoal", "Cơ quan\nagencies"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("Trạng thái\nstate", no_wrap=True)
    for target in summary["targets"]:
        vi, en = TARGETS[target["state"]]
        due = f" (hạn {target['due']})" if target["due"] else ""
        table.add_row(
            Text(harmless(f"{target['id']} {target['name']}{due}")),
            percent(target["value"]),
            percent(target["goal"], digits=0),
            f"{target['agencies']}/{target['of']}",
            f"{vi}\n{en}",
        )
    return table


def _agencies(summary: dict[str, Any]) -> Table:
    """Those that need attention first: the lowest scores; the whole list is in the JSON and on the page."""
    rated = [agency for agency in summary["agencies"] if agency["score"] is not None]
    lowest = sorted(rated, key=lambda agency: (agency["score"], agency["id"]))[:_SHOWN]
    table = _table(f"Cần xem trước · look here first ({len(lowest)} of {len(summary['agencies'])} agencies)")
    table.add_column("Cơ quan · agency")
    for heading in ("Điểm\nscore", "Khoảng\nrange", "Độ phủ\ncoverage"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("Mức\nband")
    table.add_column("Kết nối\nconnection")
    for agency in lowest:
        table.add_row(
            Text(harmless(agency["name"])),
            points(agency["score"]),
            f"{points(agency['score_low'])}–{points(agency['score_high'])}",
            percent(agency["coverage"]),
            Text(agency["band_name"]),
            CONNECTIONS[agency["connected"]][0],
        )
    return table


def _verdicts(summary: dict[str, Any]) -> Text:
    """How many of each; a failure may be of a law or of our own threshold, and the word leaves that open."""
    words = {**OUTCOMES, "fail": ("Chưa đạt hoặc dưới ngưỡng theo dõi", "fail")}
    counts = " · ".join(f"{both(pair)} {summary['verdicts'][key]}" for key, pair in words.items())
    return Text.assemble(("Đánh giá · verdicts: ", "bold"), counts, *_why(summary))


def _why(summary: dict[str, Any]) -> list[str | tuple[str, str]]:
    """Why some are undecided, the most frequent first, and what was granted."""
    counts = sorted((item for item in summary["undecided"].items() if item[1]), key=lambda item: (-item[1], item[0]))
    why = " · ".join(f"{both(CAUSES[cause])} {count}" for cause, count in counts)
    lines: list[str | tuple[str, str]] = [("\nChưa xác định vì · undecided because: ", "bold"), why] if why else []
    if summary["exemptions"]:
        lines += [("\nMiễn trừ đang có hiệu lực · exemptions in force: ", "bold"), str(len(summary["exemptions"]))]
    return lines


def _table(title: str) -> Table:
    return Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        header_style="dim",
        pad_edge=False,
    )
