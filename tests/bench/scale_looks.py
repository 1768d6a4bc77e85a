"""Looks a second and CPU of a look, at 300 and at 10,000 portals, by one daemon and by one, two and four workers.

    BENCH_PORTALS=10000 BENCH_PACE=60 BENCH_SECONDS=60 python -m pytest … tests/bench/scale_looks.py

All portals are names of one origin on loopback, in a process of its own, over TLS, a new connection each; it takes its
share of the machine. With workers the daemon does not look: it schedules, judges and keeps; the broker is a real Redis.
The page is small and the nightly reading is done: what is measured are the looks of a day.
"""

import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from urllib.request import urlopen

import pytest
from rich.console import Console
from rich.table import Table

from tests.bench.processes import Portals, child, cpu_seconds, memory, portals
from tests.support.daemon import command, free_port
from tests.support.many_portals import fill, host, nation
from tests.support.redis_server import RedisServer

PORTALS = int(os.environ.get("BENCH_PORTALS", "10000"))
FEW = min(300, PORTALS)
PACE = float(os.environ.get("BENCH_PACE", "60"))  # looks a second that one daemon is given to do
FULL = float(os.environ.get("BENCH_FULL", "400"))  # looks a second that are more than the workers can do
SECONDS = float(os.environ.get("BENCH_SECONDS", "60"))
WORKERS = tuple(map(int, os.environ.get("BENCH_WORKERS", "1 2 4").split()))
FIRST_LOOKS = 1800.0  # seconds at most until all portals had theirs
CONSTANT = 1.15  # what a look may cost at many portals, over what it costs at few


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A stretch of steady work: looks, seconds, CPU by kind of process in seconds, memory of all in MB."""

    looks: int
    seconds: float
    cpu: Mapping[str, float]
    memory: float
    portals: int
    workers: int = 0

    @property
    def per_look(self) -> float:
        """Milliseconds of CPU of our own processes and the broker."""
        return 1000 * sum(spent for name, spent in self.cpu.items() if name != "origin") / max(1, self.looks)


@pytest.fixture(scope="module")
def told() -> Iterator[list[Measured]]:
    """Printed when all is measured."""
    rows: list[Measured] = []
    yield rows
    table = Table("portals", "workers", "looks/s", "CPU ms a look", "of which", "MB", title=_title())
    for one in rows:
        shares = ", ".join(f"{name} {1000 * spent / max(1, one.looks):.1f}" for name, spent in one.cpu.items())
        looks = f"{one.looks / one.seconds:.0f}"
        table.add_row(
            str(one.portals), str(one.workers or "–"), looks, f"{one.per_look:.2f}", shares, f"{one.memory:.0f}"
        )
    console = Console(width=130)
    console.print()
    console.print(table)


def test_a_look_costs_the_same_at_few_portals_and_at_many(tmp_path: Path, told: list[Measured]) -> None:
    few, many = (_by_daemon(tmp_path / str(number), number, pace=PACE) for number in (FEW, PORTALS))
    told += [few, many]
    for one in (few, many):
        assert one.looks >= 0.85 * PACE * one.seconds  # turns are spread by names, not evenly
    assert many.per_look <= CONSTANT * few.per_look


@pytest.mark.parametrize("number", WORKERS)
def test_workers_share_the_looks(tmp_path: Path, told: list[Measured], number: int) -> None:
    one = _by_workers(tmp_path, PORTALS, workers=number, pace=FULL)
    told.append(one)
    assert one.looks > 0


def _by_daemon(folder: Path, number: int, *, pace: float) -> Measured:
    folder.mkdir()
    with ExitStack() as stack:
        served = stack.enter_context(portals(folder))
        daemon = stack.enter_context(_daemon(folder, served, number, pace=pace))
        _wait_for_first_looks(served, number)
        time.sleep(10)
        return _measured({"daemon": [daemon]}, served, number)


def _by_workers(folder: Path, number: int, *, workers: int, pace: float) -> Measured:
    with ExitStack() as stack:
        served = stack.enter_context(portals(folder))
        redis = stack.enter_context(closing(_broker(folder)))
        cluster = {
            "EMC_CLUSTER__BROKER": redis.url(),
            "EMC_CLUSTER__VANTAGES": "bench=loopback",
            "EMC_CLUSTER__LOCAL_LOOKS": "false",
        }
        daemon = stack.enter_context(_daemon(folder, served, number, pace=pace, more=cluster))
        at_work = [stack.enter_context(_worker(folder, place, cluster)) for place in range(workers)]
        assert redis.process is not None
        _wait_for_first_looks(served, number)
        for place, worker in enumerate(at_work):
            assert worker.poll() is None, (folder / f"worker-{place}.log").read_text()[-2000:]
        kinds = {"daemon": [daemon], "workers": [one.pid for one in at_work], "broker": [redis.process.pid]}
        return _measured(kinds, served, number, workers=workers)


def _wait_for_first_looks(served: Portals, number: int) -> None:
    """They read the page, and ask for more than one; all later ones find it unchanged."""
    until = time.monotonic() + FIRST_LOOKS
    while served.served() < 2.5 * number:
        assert time.monotonic() < until, f"{served.served()} looks at {number} portals in {FIRST_LOOKS:.0f} s"
        time.sleep(1)


@contextmanager
def _daemon(
    folder: Path, served: Portals, number: int, *, pace: float, more: Mapping[str, str] | None = None
) -> Iterator[int]:
    resolved = ",".join(f"{host(place)}=127.0.0.1:{served.port}" for place in range(number))
    told = f'[transport]\nresolve = "{resolved}"\nca_file = "{served.ca_file}"\n[network]\nreferences = []\n'
    nation(folder / "config", number, settings=told, path="/small")
    filling = get_context("spawn").Process(target=partial(fill, folder, rested=True))
    filling.start()
    filling.join()
    assert filling.exitcode == 0
    port = free_port()
    variables = {
        "EMC_DATA__DIR": str(folder / "data"),
        "EMC_WEB__PORT": str(port),
        "EMC_SCHEDULE__INTERVAL": str(max(1, round(number / pace))),
        **(more or {}),
    }
    with child(command("run", "--config", "config"), folder=folder, name="daemon", variables=variables) as process:
        until = time.monotonic() + 120
        while not _answers(port):
            assert process.poll() is None, (folder / "daemon.log").read_text()[-2000:]
            assert time.monotonic() < until
            time.sleep(0.2)
        yield process.pid


@contextmanager
def _worker(folder: Path, place: int, cluster: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    words = command("worker", "--vantage", "bench", "--config", "config")
    variables = {**cluster, "EMC_DATA__DIR": str(folder / f"worker-{place}")}
    with child(words, folder=folder, name=f"worker-{place}", variables=variables) as process:
        yield process


def _measured(kinds: Mapping[str, list[int]], served: Portals, number: int, *, workers: int = 0) -> Measured:
    before, looks, began = _spent(kinds), served.served(), time.monotonic()
    time.sleep(SECONDS)
    after, done = _spent(kinds), served.served()
    return Measured(
        looks=done - looks,
        seconds=time.monotonic() - began,
        cpu={name: after[name] - before[name] for name in kinds},
        memory=sum(memory(pid) for pids in kinds.values() for pid in pids) / 1e6,
        portals=number,
        workers=workers,
    )


def _spent(kinds: Mapping[str, list[int]]) -> Mapping[str, float]:
    return {name: sum(map(cpu_seconds, pids)) for name, pids in kinds.items()}


def _broker(folder: Path) -> RedisServer:
    redis = RedisServer(folder=folder, port=free_port(), ca=None, certificate=None, persistent=False)
    redis.start()
    return redis


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10):
            return True
    except OSError:
        return False


def _title() -> str:
    return f"{os.cpu_count()} cores for everything, the origin too; measured for {SECONDS:g} s"
