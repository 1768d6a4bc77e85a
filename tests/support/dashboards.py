"""The dashboards as Grafana would ask them: their panels, and every query with its variables filled in."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "grafana" / "dashboards"


def boards() -> dict[str, Any]:
    """Every dashboard by its uid."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))}


def panels() -> list[tuple[str, Any]]:
    """Every panel that shows something, with its dashboard's uid."""
    return [(uid, panel) for uid, board in boards().items() for panel in board["panels"] if panel["type"] != "row"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One query: where it stands, what it asks, and whether it asks for the present alone."""

    board: str
    place: str
    expr: str
    instant: bool

    def __str__(self) -> str:
        return f"{self.board} · {self.place}"


def asked() -> Iterator[Asked]:
    """Every query of every panel and annotation."""
    for uid, panel in panels():
        for target in panel.get("targets", ()):
            place = f"{panel['title']} · {target['refId']}"
            yield Asked(board=uid, place=place, expr=target["expr"], instant=target.get("instant", False))
    for uid, board in boards().items():
        for mark in board["annotations"]["list"]:
            yield Asked(board=uid, place=mark["name"], expr=mark["target"]["expr"], instant=False)


def variables() -> Iterator[tuple[str, Any]]:
    """Every variable that asks Prometheus, with its dashboard's uid."""
    for uid, board in boards().items():
        yield from ((uid, item) for item in board["templating"]["list"] if item["type"] == "query")


def filled(expr: str, values: Mapping[str, str]) -> str:
    """The query as it is sent; every variable must have a value."""
    named = re.sub(r"\$\{?(\w+)(?::\w+)?\}?", lambda found: values[found[1]], expr)
    assert "$" not in named.replace('$"', ""), named
    return named


def metrics_of(expr: str) -> set[str]:
    """The names of metrics and recorded series that a query names: what stands before braces or by itself."""
    told = re.sub(r'"(?:\\.|[^"\\])*"', '""', expr)
    told = re.sub(r"\b(?:by|on|ignoring|group_left|group_right|without)\s*\([^)]*\)", " ", told)
    told = re.sub(r"\{[^}]*\}", "{}", told)
    return set(re.findall(r"(?<![\w$:])((?:emc_|process_|scrape_|rule:|agency:|up\b)[\w:]*)", told))
