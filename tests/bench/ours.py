"""Our side of the benchmark: the real daemon on a real SQLite store with confirmed, invented portals."""

import csv
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from urllib.request import urlopen

from monitor.catalogue.records import Agency, Portal
from tests.bench.processes import PATIENCE, Portals, child
from tests.support.daemon import ROOT, command, free_port


@contextmanager
def daemon(
    folder: Path,
    served: Portals,
    *,
    targets: int,
    interval: float,
    path: str = "/",
    hanging: int = 0,
    variables: Mapping[str, str] | None = None,
) -> Iterator[tuple[int, int]]:
    """The daemon for the length of the block; gives its process id and the port of its pages.

    The first `hanging` portals never answer.
    """
    config, port = folder / "config", free_port()
    _configure(config, targets=targets, path=path, hanging=hanging)
    settings = {
        "EMC_CONFIG": str(config),
        "EMC_DATA__DIR": str(folder / "data"),
        "EMC_WEB__PORT": str(port),
        "EMC_SCHEDULE__INTERVAL": str(interval),
        "EMC_NETWORK__REFERENCES": "",
        "EMC_TRANSPORT__CA_FILE": str(served.ca_file),
        "EMC_TRANSPORT__RESOLVE": ",".join(_resolved(targets, served.port)),
        **(variables or {}),
    }
    with child(command("run"), folder=folder, name="daemon", variables=settings) as process:
        _wait_for_answer(port, folder / "daemon.log")
        yield process.pid, port


def _wait_for_answer(port: int, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the daemon did not answer: {log.read_text()[-2000:]}")


def _host(number: int) -> str:
    return f"p{number:04}.do-luong.test"


def _resolved(targets: int, port: int) -> Iterator[str]:
    for number in range(targets):
        yield f"{_host(number)}=127.0.0.1:{port}"


def _configure(config: Path, *, targets: int, path: str, hanging: int) -> None:
    shutil.copytree(ROOT / "config", config)
    agencies = [
        {"id": f"a{n:04}", "kind": "province", "name_vi": f"Tỉnh Đo Lường {n}", "name_en": f"Province {n}"}
        for n in range(targets)
    ]
    portals = [
        {
            "id": f"a{n:04}.portal",
            "agency_id": f"a{n:04}",
            "system": "portal",
            "url": f"https://{_host(n)}{'/hang' if n < hanging else path}",
            "status": "confirmed",
            "lifecycle": "front_end",
            "confidence": "invented",
        }
        for n in range(targets)
    ]
    _write(config / "agencies.csv", [field.name for field in fields(Agency)], agencies)
    _write(config / "portals.csv", [field.name for field in fields(Portal)], portals)


def _write(path: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
