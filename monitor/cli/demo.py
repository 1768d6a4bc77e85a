"""`demo`: the simulated national estate on loopback, watched by the whole daemon."""

import logging
import os
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.options import JsonOption
from monitor.cli.progress import round_bar
from monitor.cli.summary import show_summary
from monitor.configuration import load_configuration, shipped_folder
from monitor.daemon import Daemon, end_on_sigterm
from monitor.demo.configuration import write_configuration
from monitor.demo.estate import running_estate
from monitor.demo.history.backdating import Backdating
from monitor.demo.scenario import SCENARIOS
from monitor.log_lines import log_to_stderr
from monitor.lookout import Lookout, on_watch
from monitor.spare_memory import spare_memory
from monitor.storage.leadership import lead
from monitor.storage.location import store_url
from monitor.storage.scores import keep_scores
from monitor.storage.store import Store
from monitor.view import View
from monitor.web.server import bind
from probes.mistakes import DataError, Mistake

HOST = "127.0.0.1"  # the estate is nobody else's to see
HISTORY = 30  # days: what bands, trends and rates look back


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(
    scenario: Annotated[str, typer.Option(help=f"One of: {', '.join(SCENARIOS)}.")] = "2022-08",
    once: Annotated[bool, typer.Option("--once", help="One full round, the summary, and end.")] = False,
    as_json: JsonOption = False,
    port: Annotated[
        int, typer.Option(min=0, max=65535, envvar="EMC_WEB__PORT", help="Port of pages and /metrics; 0: a free one.")
    ] = 8000,
    history: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=90,
            metavar="DAYS",
            help="Days before today that are made up in a new store. Default: 30, with --once none.",
            show_default=False,
        ),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder for configuration and store. Default: emc-demo/SCENARIO, with --once a temporary one.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Xem thử: watch a simulated nation on loopback. All agencies are invented, everything is labelled simulated.

    Examples:

      emc-monitor demo

      emc-monitor demo --once --json

      emc-monitor demo --scenario 2026-11 --port 9000
    """
    _check(scenario)
    log_to_stderr(logging.WARNING, form="%(levelname)s %(name)s: %(message)s")
    end_on_sigterm()
    spare_memory()
    days = history if history is not None else 0 if once else HISTORY
    with _folder(scenario, data, once=once) as folder:
        if once:
            with _watched(scenario, folder, port=port, attended=True) as lookout:
                _first_round(lookout, View(lookout), as_json=as_json, history=days)
        else:
            with bind(HOST, port) as listener, _watched(scenario, folder, port=listener.getsockname()[1]) as lookout:
                _keep_running(lookout, listener, as_json=as_json, history=days)


@contextmanager
def _watched(scenario: str, folder: Path, *, port: int, attended: bool = False) -> Iterator[Lookout]:
    """The estate under watch; nothing in the folder is touched before it is known to be this demo's alone."""
    with lead(store_url(None, folder / "data")):
        Store.open(store_url(None, folder / "data"), simulation=scenario).close()
    with running_estate(scenario, folder) as estate:
        write_configuration(folder / "config", estate, defaults=shipped_folder(), port=port, data=folder / "data")
        with on_watch(load_configuration(folder / "config", os.environ), attended=attended) as lookout:
            yield lookout


def _check(scenario: str) -> None:
    if scenario not in SCENARIOS:
        expected = f"one of {', '.join(SCENARIOS)}"
        raise DataError([Mistake(file="--scenario", where="", wrong=f"no scenario {scenario!r}", expected=expected)])


@contextmanager
def _folder(scenario: str, data: Path | None, *, once: bool) -> Iterator[Path]:
    with ExitStack() as stack:
        if data is not None:
            yield data.resolve()
        elif once:
            yield Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="emc-demo-")))
        else:
            yield Path("emc-demo", scenario).resolve()


def _first_round(lookout: Lookout, view: View, *, as_json: bool, history: int) -> None:
    started = time.monotonic()
    with round_bar(len(lookout.subjects)) as step, _backdated(lookout, days=history):
        lookout.take_all(lookout.subjects, on_end=lambda _portal: step())
    show_summary(view.summary(seconds=round(time.monotonic() - started, 3)), as_json=as_json)
    view.keep_scores()


@contextmanager
def _backdated(lookout: Lookout, *, days: int) -> Iterator[None]:
    """Rounds that come first in a new store arrive with their past; a store that holds looks has a past of its own."""
    gear = lookout.gear
    if days == 0 or gear.store.stored().first is not None or gear.configuration.settings.alerts.mode == "tell":
        yield
        return
    backdating = Backdating(lookout, days=days)
    as_they_come, lookout.arriving = lookout.arriving, backdating
    try:
        yield
    finally:
        lookout.arriving = as_they_come
    keep_scores(gear.store, backdating.scores(gear.watch.vantage.now()))


def _keep_running(lookout: Lookout, listener: socket.socket, *, as_json: bool, history: int) -> None:
    daemon = Daemon(lookout, listener)
    host, port = listener.getsockname()[:2]

    def meanwhile() -> None:
        _first_round(lookout, daemon.view, as_json=as_json, history=history)
        typer.echo(
            f"Đang chạy / running: http://{host}:{port}/ · /metrics · /healthz · /readyz\n"
            f"Xem một cổng / one portal: emc-monitor look PORTAL --config {lookout.gear.configuration.folder}\n"
            f"Dừng / stop: Ctrl-C",
            err=True,
        )

    daemon.run(meanwhile=meanwhile)
