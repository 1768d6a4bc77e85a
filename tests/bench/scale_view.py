"""What `/metrics`, the national page and the API cost a daemon that watches a nation ten times ours.

    BENCH_PORTALS=10000 python -m pytest … tests/bench/scale_view.py

A real lookout, view, store and HTTP server in this process; the looks are made up and return at once, a fifth of all
portals between two scrapes (a round every five minutes, a scrape every minute). Wall time is measured at the client,
processor time is that of the whole process beside it. The first scrape after a restart is told apart: it reads all.
"""

import gc
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from urllib.request import urlopen

import pytest
import uvicorn
from rich.console import Console
from rich.table import Table

from monitor.api_routers import api_routers
from monitor.configuration import load_configuration
from monitor.lookout import Lookout, on_watch
from monitor.pages_of import pages_of
from monitor.rounds.watch import Subject
from monitor.spare_memory import spare_memory
from monitor.view import View
from monitor.web.app import Sources, create_app
from monitor.web.scraping import Scrapes
from monitor.web.server import bind
from tests.support.many_portals import fill, nation, rounds

PORTALS = int(os.environ.get("BENCH_PORTALS", "10000"))
SCRAPES = int(os.environ.get("BENCH_SCRAPES", "20"))
METRICS, PAGE = (0.3, 0.1) if PORTALS <= 300 else (3.0, 0.3)  # seconds at the 95th percentile
MEMORY = 500.0  # MB that telling of all portals may take


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Seconds at the client and of the processor, and the answer's bytes."""

    wall: float
    cpu: float
    size: int


@dataclass(frozen=True, kw_only=True)
class Served:
    """A running server over a lookout."""

    lookout: Lookout
    port: int

    def ask(self, path: str) -> Cost:
        """What one answer costs."""
        wall, cpu = time.perf_counter(), time.process_time()
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=300) as answer:
            size = len(answer.read())
        return Cost(wall=time.perf_counter() - wall, cpu=time.process_time() - cpu, size=size)

    def take(self, subjects: Sequence[Subject]) -> None:
        """Rounds of these portals, kept."""
        lookout = self.lookout
        for taken in rounds(lookout.gear.configuration, subjects, at=datetime.now(UTC), full=False):
            lookout.metrics.count(taken)
            lookout.recollection.recall(taken.portal, now=taken.since)
            news = lookout.recollection.news(taken)
            lookout.writer.put(news)
            lookout.recollection.learn(news)
        assert lookout.writer.drain(600)


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """A lookout over the store of the folder, and its face."""
    configuration = load_configuration(
        folder / "config", {"EMC_DATA__DIR": str(folder / "data"), "EMC_NETWORK__REFERENCES": ""}
    )
    with on_watch(configuration) as lookout, closing(bind("127.0.0.1", 0)) as listener:
        view = View(lookout)
        sources = Sources(
            metrics=view.metrics,
            scrapes=Scrapes(write=view.exposition, agencies=view.agencies),
            summary=view.summary,
            ready=tuple,
            pages=pages_of(lookout, view),
            routers=api_routers(lookout, view),
        )
        server = uvicorn.Server(uvicorn.Config(create_app(sources), log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="server")
        thread.start()
        try:
            yield Served(lookout=lookout, port=listener.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join(20)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which every portal had one round with figures, made by another process: this one starts afresh."""
    made = tmp_path_factory.mktemp("nation")
    nation(made / "config", PORTALS)
    filling = get_context("spawn").Process(target=fill, args=(made,))
    filling.start()
    filling.join()
    assert filling.exitcode == 0
    return made


def resident() -> float:
    """Memory of this process in MB."""
    gc.collect()
    time.sleep(21)  # what is free is given back every 20 seconds
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def high(costs: Sequence[Cost], of: Callable[[Cost], float]) -> float:
    """The 95th percentile."""
    return sorted(map(of, costs))[int(0.95 * (len(costs) - 1) + 0.5)]


def test_metrics_and_pages_of_a_nation(folder: Path) -> None:
    spare_memory()
    before = resident()
    table = Table("what", "ms p50", "ms p95", "CPU ms p50", "MB", title=f"{PORTALS} portals, 92 agencies, 2 cores")
    with serving(folder) as served:
        first = served.ask("/metrics")
        told = resident()
        steady: dict[str, list[Cost]] = {"/metrics": [], "/metrics?shard=1/4&aggregates=0": [], "/": []}
        steady |= {"/agencies/x0007": [], "/api/v1/summary": [], "/api/v1/agencies": []}
        for path in steady:
            served.ask(path)  # templates are read once
        for number in range(SCRAPES):
            served.take(served.lookout.subjects[number % 5 :: 5])
            for path, costs in steady.items():
                costs.append(served.ask(path))
        after = resident()
    table.add_row("first scrape", f"{first.wall * 1e3:.0f}", "", f"{first.cpu * 1e3:.0f}", f"{first.size / 1e6:.1f}")
    for path, costs in steady.items():
        middle = sorted(costs, key=lambda cost: cost.wall)[len(costs) // 2]
        row = (middle.wall, high(costs, lambda cost: cost.wall), middle.cpu)
        table.add_row(path, *(f"{seconds * 1e3:.0f}" for seconds in row), f"{middle.size / 1e6:.2f}")
    console = Console(width=110)
    console.print()
    console.print(table)
    console.print(f"memory: {before:.0f} MB without, {told:.0f} MB with all told, {after:.0f} MB after the rounds")
    assert high(steady["/metrics"], lambda cost: cost.wall) <= METRICS
    assert high(steady["/"], lambda cost: cost.wall) <= PAGE
    assert told - before <= MEMORY
