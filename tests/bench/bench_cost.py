"""CPU of one look, ours beside blackbox_exporter scraped by Prometheus: the same page, TLS, a new connection each."""

import json
import os
import platform
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from rich.table import Table

from tests.bench.ours import daemon
from tests.bench.page import SIZE
from tests.bench.processes import Cost, Portals, measure, portals
from tests.bench.theirs import blackbox, missing
from tests.support.daemon import ROOT

GOAL = 0.7  # our CPU over theirs
TARGETS, INTERVAL = 400, 10
CHANGING = 60  # targets whose page is another one with every look
SECONDS = float(os.environ.get("BENCH_SECONDS", "60"))
RESULTS = ROOT / "bench.json"
_PLAIN = "blackbox_exporter + Prometheus"


def test_a_steady_look_costs_at_most_seven_tenths_of_theirs(tmp_path: Path) -> None:
    """Prints the table and writes `bench.json`."""
    with portals(tmp_path) as served:
        costs = {"emc-monitor, steady": _ours(tmp_path / "steady", served)}
        costs["emc-monitor, page changed"] = _ours(tmp_path / "changed", served, targets=CHANGING, path="/changing")
        if not missing():
            costs[_PLAIN] = _theirs(tmp_path / "theirs", served)
            costs[f"{_PLAIN}, body patterns and alert rules"] = _theirs(tmp_path / "reading", served, reading=True)
    theirs = costs.get(_PLAIN)  # the goal is held against the one that does least
    ratio = costs["emc-monitor, steady"].per_look / theirs.per_look if theirs else None
    _tell(costs, ratio)
    for name, cost in costs.items():
        wanted = (CHANGING if "changed" in name else TARGETS) / INTERVAL * cost.seconds
        assert cost.looks >= 0.95 * wanted, f"{name}: {cost.looks} looks of {wanted:.0f}: nothing was measured"
    if ratio is None:
        pytest.skip(f"nothing to compare with, not installed: apt-get install {' '.join(missing())}")
    assert ratio <= GOAL


def _ours(folder: Path, served: Portals, *, targets: int = TARGETS, path: str = "/") -> Cost:
    folder.mkdir()
    with daemon(folder, served, targets=targets, interval=INTERVAL, path=path) as (pid, _port):
        return measure({"emc-monitor": pid}, served, pace=targets / INTERVAL, seconds=SECONDS)


def _theirs(folder: Path, served: Portals, *, reading: bool = False) -> Cost:
    folder.mkdir()
    with blackbox(folder, served, targets=TARGETS, interval=INTERVAL, reading=reading) as processes:
        return measure(processes, served, pace=TARGETS / INTERVAL, seconds=SECONDS)


def _tell(costs: Mapping[str, Cost], ratio: float | None) -> None:
    table = Table("what", "looks", "CPU ms a look", "memory MB", title=f"{SIZE} bytes over TLS, {_machine()}")
    for name, cost in costs.items():
        table.add_row(name, str(cost.looks), f"{cost.per_look:.2f}", f"{cost.memory / 1e6:.0f}")
    console = Console(width=110)
    console.print()
    console.print(table)
    if missing():
        console.print(f"not installed, so not compared: {' '.join(missing())} (Debian packages)")
    else:
        console.print(f"ratio {ratio:.2f}, goal at most {GOAL}")
    RESULTS.write_text(json.dumps(_results(costs, ratio), indent=2) + "\n")


def _results(costs: Mapping[str, Cost], ratio: float | None) -> Mapping[str, Any]:
    return {
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": _machine(),
        "page_bytes": SIZE,
        "targets": TARGETS,
        "interval": INTERVAL,
        "goal": GOAL,
        "ratio": ratio,
        "missing": missing(),
        "costs": {
            name: {
                "looks": cost.looks,
                "seconds": cost.seconds,
                "cpu_seconds": dict(cost.cpu),
                "cpu_ms_per_look": cost.per_look,
                "memory_bytes": cost.memory,
            }
            for name, cost in costs.items()
        },
    }


def _machine() -> str:
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
