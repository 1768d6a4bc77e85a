"""The simulated estate while it runs: a child process on loopback that ends with the `with` block or its parent."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monitor.demo.scenario import Scenario, host_of, load_scenario
from monitor.demo.site import Changes

_PATIENCE = 5.0  # seconds that the child gets to end by itself
_LISTENERS = frozenset({"refused", "silent", "reset", "tls_protocol"})  # troubles that have a port of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningEstate:
    """Where the estate answers. `resolve` is the value of `EMC_TRANSPORT__RESOLVE`, `address` its TLS listener."""

    scenario: Scenario
    resolve: str
    ca_file: Path
    address: tuple[str, int]
    process: int


class EstateError(Exception):
    """The estate's server did not start."""


@contextmanager
def running_estate(scenario: str, folder: Path, *, changes: Changes | None = None) -> Iterator[RunningEstate]:
    """Serve a scenario until the block ends; the authority's certificate lies in `folder` meanwhile.

    `changes` replaces single figures of a portal, or with `body` its whole page.
    """
    loaded = load_scenario(scenario)
    child = _child()
    try:
        told = _ask(child, {"scenario": scenario, "changes": changes or {}})
        ca_file = folder / "simulated-authority.pem"
        folder.mkdir(parents=True, exist_ok=True)
        ca_file.write_text(told["authority"], "ascii")
        try:
            yield RunningEstate(
                scenario=loaded,
                resolve=_resolve(loaded, told["ports"]),
                ca_file=ca_file,
                address=("127.0.0.1", told["ports"]["https"]),
                process=child.pid,
            )
        finally:
            ca_file.unlink(missing_ok=True)
    finally:
        _end(child)


def _child() -> subprocess.Popen[str]:
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH")) if part)
    return subprocess.Popen(
        [sys.executable, "-m", "monitor.demo.serve"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": path},
        start_new_session=True,  # a Ctrl-C in the terminal is for the daemon, which ends the estate itself
    )


def _ask(child: subprocess.Popen[str], order: Mapping[str, Any]) -> dict[str, Any]:
    if child.stdin is None or child.stdout is None:
        raise EstateError("the simulated estate has no pipes")
    try:
        child.stdin.write(json.dumps(order) + "\n")
        child.stdin.flush()
    except BrokenPipeError as error:
        raise EstateError("the simulated estate ended before it was asked") from error
    line = child.stdout.readline()
    if not line:
        raise EstateError("the simulated estate ended before it answered")
    told: dict[str, Any] = json.loads(line)
    return told


def _resolve(scenario: Scenario, ports: Mapping[str, int]) -> str:
    hosts = {host_of(p): scenario.trouble.get(p.id) for p in scenario.portals} | {scenario.national_portal: None}
    pairs: list[str] = []
    for host, trouble in hosts.items():
        secure = ports[trouble] if trouble in _LISTENERS else ports["https"]
        plain = ports["refused"] if trouble == "refused" else ports["http"]
        pairs += [f"{host}:443=127.0.0.1:{secure}", f"{host}:80=127.0.0.1:{plain}"]
    return ",".join(pairs)


def _end(child: subprocess.Popen[str]) -> None:
    if child.stdin is not None:
        with suppress(BrokenPipeError):  # it has already ended
            child.stdin.close()
    try:
        child.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    if child.stdout is not None:
        child.stdout.close()
