"""The store at ten thousand portals: a generated day of looks through the real writer, and thirty days of counts.

`BENCH_PORTALS`, `BENCH_ROUNDS` (288 are a day) and `BENCH_DAYS` make it smaller; the sizes stand in the table.
"""

import json
import os
import platform
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from monitor.storage.engine import reading, writing
from monitor.storage.in_bulk import put_all
from monitor.storage.look_counts import read_days, read_hours
from monitor.storage.months import make_room
from monitor.storage.prune import Retention, prune
from monitor.storage.store import Store
from monitor.storage.writer import Writer
from tests.bench.made_day import BEGINS, COUNTED, MadeDay
from tests.bench.processes import cpu_seconds
from tests.support.daemon import ROOT
from tests.support.kept_rounds import FACTS_TYPES
from tests.support.postgres import find_programs, new_database, running_server

PORTALS = int(os.environ.get("BENCH_PORTALS", "10000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "288"))
DAYS = int(os.environ.get("BENCH_DAYS", "30"))
GOALS = {"postgresql": 5_000, "sqlite": 3_000}  # observations per second
RESULTS = ROOT / "bench-scale-store.json"
DAY = timedelta(days=1)
Measured = dict[str, float]


@pytest.fixture(scope="module")
def results() -> Iterator[dict[str, Measured]]:
    """By database; printed and written when all is measured."""
    measured: dict[str, Measured] = {}
    yield measured
    _tell(measured)


@pytest.fixture(params=list(GOALS))
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database that keeps what it commits."""
    programs = find_programs()
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.sqlite3'}"
        return
    assert programs is not None, "PostgreSQL is not installed"
    with running_server(programs, durable=True) as folder:
        yield new_database(folder)


def test_a_day_of_looks_and_thirty_days_of_counts(url: str, results: dict[str, Measured]) -> None:
    """Prints the table and writes `bench-scale-store.json`."""
    name, made = url.partition("+")[0].partition(":")[0], MadeDay(PORTALS)
    with Store.open(url, facts_types=FACTS_TYPES) as store:
        empty = _size(store)
        kept = results.setdefault(name, _fill(store, made))
        kept["bytes_per_observation"] = (_size(store) - empty) / kept["observations"]
        kept["looks_megabytes"] = (_size(store) - empty) / 1e6
        before = _size(store)
        kept |= _count(store, made)
        kept["counts_megabytes"] = (_size(store) - before) / 1e6
        kept |= _read(store, made)
        kept |= _prune(store)
    assert kept["observations_per_second"] >= GOALS[name]


def _fill(store: Store, made: MadeDay) -> Measured:
    """Rounds are made beforehand, and encoded and kept by the clock."""
    wall = cpu = last = 0.0
    served = _server_cpu(store)
    observations = 0
    with Writer(store, attended=True) as writer:
        for nth in range(ROUNDS):
            rounds = made.rounds(nth)
            observations += sum(len(item.observations) for item in rounds)
            begun, worked = time.perf_counter(), time.process_time()
            for item in rounds:
                writer.put(item)
            assert writer.drain(600)
            last = time.perf_counter() - begun
            wall, cpu = wall + last, cpu + time.process_time() - worked
        assert writer.errors == 0
    per_round = sum(len(item.observations) for item in rounds)
    return {
        "portals": PORTALS,
        "rounds": ROUNDS * PORTALS,
        "observations": observations,
        "observations_per_second": observations / wall,
        "observations_per_second_at_the_end": per_round / last,
        "cpu_ms_per_round": 1000 * cpu / (ROUNDS * PORTALS),
        "server_cpu_ms_per_round": 1000 * (_server_cpu(store) - served) / (ROUNDS * PORTALS),
    }


def _server_cpu(store: Store) -> float:
    """Seconds that the server's sessions of this store have worked; 0 for a file."""
    if store.engine.dialect.name != "postgresql":
        return 0.0
    with store.engine.connect() as connection:
        ours = text("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = :kind")
        return sum(cpu_seconds(pid) for pid in connection.scalars(ours, {"kind": "client backend"}))


def _count(store: Store, made: MadeDay) -> Measured:
    rows, begun = 0, time.perf_counter()
    for hour in range(DAYS * 24):
        counted = made.counted(hour)
        with writing(store.engine) as connection:
            make_room(connection, [BEGINS - (hour + 1) * timedelta(hours=1)])
            for table, some in zip(COUNTED, counted, strict=True):
                put_all(connection, table, some)
                rows += len(some)
    return {"counted_rows": rows, "counted_rows_per_second": rows / (time.perf_counter() - begun)}


def _read(store: Store, made: MadeDay) -> Measured:
    """What pages and metrics ask for; each twice, of which the second counts."""
    portal, end = made.names[len(made.names) // 2], BEGINS + ROUNDS * timedelta(minutes=5)
    first, last = (BEGINS - DAYS * DAY).date(), (end + DAY).date()
    asked: dict[str, Callable[[], object]] = {
        "present_of_all_seconds": store.standings,
        "last_100_looks_seconds": lambda: store.observations(portal),
        "six_hours_of_looks_seconds": lambda: store.past(portal, start=end - DAY / 4, end=end),
        "thirty_days_by_hour_seconds": lambda: read_hours(store, [portal], start=end - 31 * DAY, end=end),
        "thirty_days_by_day_seconds": lambda: read_days(store, [portal], start=first, end=last),
        "thirty_days_by_day_of_all_seconds": lambda: read_days(store, start=first, end=last),
    }
    for ask in asked.values():
        ask()
    return {name: _seconds(ask) for name, ask in asked.items()}


def _prune(store: Store) -> Measured:
    """The day is past its time; meanwhile somebody reads and writes, and waits at most so long."""
    with _waiting(store) as waits:
        begun = time.perf_counter()
        gone = prune(store.engine, now=datetime(2027, 1, 15, tzinfo=UTC), retention=Retention())
        took = time.perf_counter() - begun
    return {
        "pruned": gone.observations,
        "prune_seconds": took,
        "longest_reading_meanwhile_seconds": max(waits["reading"], default=0.0),
        "longest_writing_meanwhile_seconds": max(waits["writing"], default=0.0),
    }


@contextmanager
def _waiting(store: Store) -> Iterator[dict[str, list[float]]]:
    waits: dict[str, list[float]] = {"reading": [], "writing": []}
    stop = Event()

    def ask(way: str) -> None:
        begin = {"reading": reading, "writing": writing}[way]
        while not stop.wait(0.01):
            begun = time.perf_counter()
            with begin(store.engine) as connection:
                connection.execute(text("SELECT count(*) FROM last_round"))
            waits[way].append(time.perf_counter() - begun)

    threads = [Thread(target=ask, args=(way,)) for way in waits]
    for thread in threads:
        thread.start()
    try:
        yield waits
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _seconds(ask: Callable[[], object]) -> float:
    begun = time.perf_counter()
    ask()
    return time.perf_counter() - begun


def _size(store: Store) -> int:
    """Bytes of the whole database."""
    asked = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    if store.engine.dialect.name == "postgresql":
        asked = "SELECT pg_database_size(current_database())"
    with store.engine.connect() as connection:
        return int(connection.scalar(text(asked)) or 0)


def _tell(measured: dict[str, Measured]) -> None:
    table = Table(title=f"{PORTALS} portals, {ROUNDS} rounds each, {DAYS} days of counts")
    for heading in ("", *measured):
        table.add_column(heading, justify="right" if heading else "left")
    for name in next(iter(measured.values()), {}):
        table.add_row(name.replace("_", " "), *(_shown(values.get(name)) for values in measured.values()))
    Console(width=100).print(table)
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "load": os.getloadavg()}
    sizes = {"portals": PORTALS, "rounds": ROUNDS, "days": DAYS}
    RESULTS.write_text(json.dumps({"machine": machine, "sizes": sizes, **measured}, indent=2) + "\n", "utf-8")


def _shown(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"
