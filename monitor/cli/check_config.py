"""`check-config`: every mistake of a configuration at once, or one line that says what it holds."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer

from monitor.alerts.channels.email import needs_contacts
from monitor.alerts.records import Audience
from monitor.alerts.ways import open_ways
from monitor.catalogue.records import PortalStatus
from monitor.cli.options import ConfigOption, configuration_of
from monitor.configuration import Configuration
from monitor.settings import Settings
from monitor.trust.gate import networks_of

NOBODY_IS_TOLD = (
    'alerts.mode: chưa có kênh nào / "tell" is set, but channels.toml has no channel for agencies: nobody is told'
)
_MOST_NAMED = 10


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check-config")(check_config)


def check_config(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Folder to check. Default: as for --config.")
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Kiểm tra cấu hình: list every mistake at once, with file, line or key, and the form expected.

    Misspelt EMC_ variables count too. Exit status 2 when there is a mistake.

    Example: emc-monitor check-config /etc/emc-monitor
    """
    configuration = configuration_of(folder or config)
    typer.echo(summary(configuration))
    say_warnings(configuration)
    if len(networks_of(configuration.references)) == 1:
        typer.echo(
            "network.references: chỉ có một mạng / in one network only, whose own trouble would look like ours; "
            "better two or more",
            err=True,
        )


def say_warnings(configuration: Configuration) -> None:
    """What works, but probably not as the operator believes; on stderr."""
    for warning in warnings_of(configuration, os.environ):
        typer.echo(warning, err=True)


def warnings_of(configuration: Configuration, environ: Mapping[str, str]) -> Iterator[str]:
    """One sentence each, without secrets."""
    alerts, address = configuration.settings.alerts, configuration.address
    heard = [channel for channel in address.channels if channel.audience is Audience.AGENCIES]
    if alerts.mode == "tell" and alerts.way == "channels" and not heard:
        yield NOBODY_IS_TOLD
    for trouble in open_ways((*address.channels, *address.heartbeats), environ).troubles:
        yield f"channels.toml: {trouble}"
    for channel in heard:
        left_out = sorted(_without_contact(configuration)) if needs_contacts(channel) else []
        if left_out:
            yield (
                f"channels.toml: kênh / channel {channel.name}: chưa có đầu mối / no [[contact]] and no options.to for "
                f"{len(left_out)} agencies: {', '.join(left_out[:_MOST_NAMED])}{' …' if left_out[_MOST_NAMED:] else ''}"
            )
    yield from _of_several_vantages(configuration.settings)


def _of_several_vantages(settings: Settings) -> Iterator[str]:
    """What would count one network twice, or would end rounds before a failure can be confirmed elsewhere."""
    cluster, transport = settings.cluster, settings.transport
    if not settings.looks_together:
        return
    if cluster.local_looks and settings.vantage.network == type(settings.vantage)().network:
        yield (
            "vantage.network: chưa đặt tên mạng của máy này / not set: name the network (provider) of this machine, "
            "or it counts as one of its own beside those of cluster.vantages"
        )
    least = 2 * transport.deadline + transport.confirm_after
    if cluster.window < least:
        yield (
            f"cluster.window: {cluster.window:g} s không đủ / are too few for two looks and the pause between them "
            f"({least:g} s): failures seen from elsewhere come too late to count"
        )


def _without_contact(configuration: Configuration) -> set[str]:
    """Agencies that are judged and have nobody to write to."""
    known = {(contact.agency, contact.portal) for contact in configuration.address.contacts}
    return {
        portal.agency_id
        for portal in configuration.in_force().portals
        if portal.status is PortalStatus.CONFIRMED
        and not {(portal.agency_id, None), (portal.agency_id, portal.id)} & known
    }


def summary(configuration: Configuration) -> str:
    """What a valid configuration holds, in one line."""
    catalogue = configuration.catalogue
    counts = (
        f"{len(catalogue.agencies)} agencies, {len(catalogue.portals)} portals, "
        f"{len(configuration.rulebook.rules)} rules, {len(configuration.probes)} probes"
    )
    return f"cấu hình hợp lệ / configuration valid: {counts} ({configuration.folder})"
