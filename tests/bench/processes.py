"""Child processes of the benchmark: started, watched for what they cost, and ended."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import trustme

from tests.support.daemon import ROOT, environment

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_LONGEST_WARM_UP = 300.0  # seconds
PATIENCE = 60.0  # seconds for a start on a busy machine


@contextmanager
def child(
    arguments: Sequence[str], *, folder: Path, name: str, variables: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A process for the length of the block; what it says goes to `NAME.log` in `folder`."""
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            list(arguments), cwd=folder, env=environment(**(variables or {})), stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def cpu_seconds(pid: int) -> float:
    """User and system time of a process, its threads and its ended children, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICKS


def memory(pid: int) -> int:
    """Resident memory of a process in bytes."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE


@dataclass(frozen=True, kw_only=True)
class Portals:
    """The running origin: where it serves, and whom a client has to trust."""

    port: int
    counter: int
    ca_file: Path

    def served(self) -> int:
        """Pages served so far."""
        with urlopen(f"http://127.0.0.1:{self.counter}/", timeout=30) as answer:
            return int(answer.read())


@contextmanager
def portals(folder: Path) -> Iterator[Portals]:
    """The origin with a certificate of its own (EC P-256) for `*.do-luong.test`."""
    authority = trustme.CA()
    leaf = authority.issue_cert("*.do-luong.test", "127.0.0.1")
    certificate, ca_file, where = folder / "leaf.pem", folder / "authority.pem", folder / "ports.json"
    leaf.private_key_and_cert_chain_pem.write_to_path(certificate)
    authority.cert_pem.write_to_path(ca_file)
    arguments = [sys.executable, "-m", "tests.bench.origin", str(certificate), str(where)]
    with child(arguments, folder=folder, name="origin", variables={"PYTHONPATH": str(ROOT)}):
        port, counter = _ports(where)
        yield Portals(port=port, counter=counter, ca_file=ca_file)


def _ports(where: Path) -> tuple[int, int]:
    until = time.monotonic() + PATIENCE
    while not where.exists():
        assert time.monotonic() < until, "the origin did not start"
        time.sleep(0.05)
    first, second = where.read_text().strip("[]").split(",")
    return int(first), int(second)


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What a stretch of steady work cost. `cpu` by process in seconds, `memory` in bytes at its end."""

    looks: int
    seconds: float
    cpu: Mapping[str, float]
    memory: int

    @property
    def per_look(self) -> float:
        """Milliseconds of CPU for one look, all processes together."""
        return 1000 * sum(self.cpu.values()) / self.looks


def measure(processes: Mapping[str, int], served: Portals, *, pace: float, seconds: float) -> Cost:
    """Count for `seconds` what the processes (name to pid) cost, once they look at `pace` looks a second."""
    _warm_up(served, pace)
    looks, started = served.served(), time.monotonic()
    before = {name: cpu_seconds(pid) for name, pid in processes.items()}
    time.sleep(seconds)
    after = {name: cpu_seconds(pid) for name, pid in processes.items()}
    return Cost(
        looks=served.served() - looks,
        seconds=time.monotonic() - started,
        cpu={name: after[name] - before[name] for name in processes},
        memory=sum(map(memory, processes.values())),
    )


def _warm_up(served: Portals, pace: float) -> None:
    """First looks read figures from every page, which takes its time; after that two steady stretches in a row."""
    until, steady = time.monotonic() + _LONGEST_WARM_UP, 0
    while steady < 2:
        assert time.monotonic() < until, f"{pace:.0f} looks a second were never reached"
        before = served.served()
        time.sleep(10)
        steady = steady + 1 if abs(served.served() - before - 10 * pace) <= 0.5 * pace + 2 else 0
