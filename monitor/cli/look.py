"""`look`: one look at an address or a portal, explained; nothing is stored."""

import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from monitor.assembly import build_gate, build_transport, build_watch
from monitor.catalogue.selection import agency as agency_of
from monitor.catalogue.selection import portal as portal_of
from monitor.cli.options import ConfigOption, FailOnOption, JsonOption, SystemOption, configuration_of
from monitor.cli.severity import exit_on
from monitor.configuration import Configuration
from monitor.one_look import Asked, address, look_at
from monitor.reports.json_values import json_text
from monitor.reports.look_json import look_json
from monitor.reports.look_text import show_look
from probes.contract import System
from probes.mistakes import DataError, Mistake


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(look)


def look(
    what: Annotated[str, typer.Argument(metavar="URL|PORTAL", help="An address, or a portal's id in the catalogue.")],
    system: SystemOption = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
    fail_on: FailOnOption = None,
) -> None:
    """Xem một cổng: one look, explained. Stores nothing, asks no reference target.

    With --fail-on a failed look is first confirmed by a second one, as a verdict needs (transport.confirm_after).

    Examples:

      emc-monitor look https://example.gov.vn/ --system public_service

      emc-monitor look p-01-ha-noi.portal --json
    """
    configuration = configuration_of(config)
    asked = asked_for(configuration, what, system)
    with closing(build_transport(configuration)) as transport:
        watch = build_watch(configuration, transport, build_gate(configuration))
        report = look_at(watch, asked, pause=_pause if fail_on else None)
    if as_json:
        typer.echo(json_text(look_json(report)))
    else:
        show_look(report)
    exit_on(report.verdicts, fail_on)


def asked_for(configuration: Configuration, what: str, system: System | None) -> Asked:
    """An address as it stands, or a portal of the catalogue; raises `DataError` for an id that is not there."""
    if "://" in what:
        return _address(configuration, what, system)
    portal = portal_of(configuration.catalogue, what)
    if portal is None:
        where = str(Path(configuration.folder) / "portals.csv")
        expected = "an address with http:// or https://, or an id of `emc-monitor catalogue list`"
        raise DataError([Mistake(file=where, where="", wrong=f"no portal has the id {what!r}", expected=expected)])
    owner = agency_of(configuration.catalogue, portal.agency_id)
    return Asked(portal=portal, agency=owner, in_catalogue=True, simulated=configuration.settings.simulated)


def _address(configuration: Configuration, url: str, system: System | None) -> Asked:
    """An address, with the agency and the kind of system that the catalogue has for its host."""
    host = _host(url)
    known = [item for item in configuration.in_force().portals if host and _host(item.url) == host]
    fitting = next((item for item in known if system in (None, item.system)), None)
    owner = agency_of(configuration.catalogue, known[0].agency_id) if known else None
    kind = system or (fitting.system if fitting else System.PORTAL)
    return address(url, kind, agency=owner, simulated=configuration.settings.simulated)


def _host(url: str) -> str | None:
    """The host of an address, or `None` where it has none that can be read: the look will say so."""
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _pause(seconds: float) -> None:
    print(f"lần xem thứ nhất không thành, xác nhận sau {seconds:g} s / confirming after {seconds:g} s", file=sys.stderr)
    time.sleep(seconds)
