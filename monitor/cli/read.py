"""`read`: the same reading of a saved page or JSON answer, offline."""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from monitor.assembly import build_watch_offline
from monitor.cli.options import ConfigOption, DayOption, JsonOption, SystemOption, configuration_of
from monitor.one_look import address, read_saved
from monitor.reports.json_values import json_text
from monitor.reports.look_json import look_json
from monitor.reports.look_text import show_look
from probes.contract import System
from probes.exchange import Exchange
from probes.mistakes import DataError, Mistake

_UNNAMED = "https://saved.invalid/"  # where the page came from is not known; `.invalid` can be nobody's name


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(read)


def read(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A saved page or JSON answer; - is standard input.")],
    url: Annotated[str, typer.Option("--url", help="Where it came from.", show_default=False)] = _UNNAMED,
    system: SystemOption = None,
    status: Annotated[int, typer.Option("--status", min=100, max=599, help="Status it came with.")] = 200,
    content_type: Annotated[
        str | None, typer.Option("--content-type", help="Default: by the content.", show_default=False)
    ] = None,
    on: DayOption = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Đọc một trang đã lưu: page kind, figures and verdicts of a saved answer. Asks nobody and stores nothing.

    Examples:

      emc-monitor read page.html --system public_service --on 2022-08-08

      curl -s https://example.gov.vn/ | emc-monitor read - --url https://example.gov.vn/ --json
    """
    body = _body(file)
    kind = content_type or ("application/json" if body.lstrip()[:1] in (b"{", b"[") else "text/html")
    saved = Exchange(url=url, final_url=url, status=status, headers=(("content-type", kind),), body=body)
    watch = build_watch_offline(configuration_of(config))
    if on is not None:
        watch = replace(watch, law_day=_always(on.date()))
    report = read_saved(watch, address(url, system or System.PORTAL), saved)
    if as_json:
        typer.echo(json_text(look_json(report)))
    else:
        show_look(report)


def _body(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as fault:
        wrong = (fault.strerror or "cannot be read").lower()
        raise DataError([Mistake(file=file, where="", wrong=wrong, expected="a saved page")]) from fault


def _always(day: date) -> Callable[[], date]:
    return lambda: day
