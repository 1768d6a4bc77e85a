"""Dashboards as the bytes of their files; the same code always gives the same bytes."""

import json
import pkgutil
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from grafana_foundation_sdk.cog.encoder import JSONEncoder

from grafana.source import boards
from grafana.source.frame import Board, dashboard


def documents() -> Mapping[str, str]:
    """Every dashboard's JSON, by the name of its file."""
    return {f"{board.uid}.json": _written(board) for board in found()}


def found() -> tuple[Board, ...]:
    """Every module of `boards` has one; in their order."""
    modules = (import_module(f"{boards.__name__}.{module.name}") for module in pkgutil.iter_modules(boards.__path__))
    return tuple(sorted((module.BOARD for module in modules), key=lambda board: board.order))


def _written(board: Board) -> str:
    document = json.loads(JSONEncoder(ensure_ascii=False).encode(dashboard(board)))
    document["annotations"] = {"list": list(_annotations(board))}
    for place, panel in enumerate(document["panels"], 1):
        panel["id"] = place
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _annotations(board: Board) -> Iterator[dict[str, Any]]:
    """Marks out of Prometheus; the SDK knows those of Grafana's own store alone."""
    source = {"type": "prometheus", "uid": "${datasource}"}
    for name, expr in board.annotations.items():
        yield {
            "name": name,
            "datasource": source,
            "enable": True,
            "hide": False,
            "iconColor": "red",
            "expr": expr,
            "target": {"datasource": source, "expr": expr, "refId": "Anno", "interval": ""},
            "titleFormat": "{{rule}}",
            "textFormat": "{{duty}}",
            "tagKeys": "severity",
        }
