"""`channels`: the ways of telling people, and one marked test message through one of them."""

import os
from datetime import UTC, datetime
from typing import Annotated
from uuid import uuid4

import typer

from monitor.alerts.composing import trial
from monitor.alerts.records import Channel
from monitor.alerts.ways import open_ways
from monitor.cli.options import ConfigOption, configuration_of
from monitor.configuration import Configuration

NOT_ACCEPTED, USAGE = 1, 2
_HELP = """Kênh cảnh báo: list the ways of telling people, test one.

Example: emc-monitor channels test mail
"""


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = typer.Typer(no_args_is_help=True, help=_HELP)
    group.command("list")(list_channels)
    group.command("test")(send_test)
    app.add_typer(group, name="channels")


def list_channels(config: ConfigOption = None) -> None:
    """Liệt kê: one line for each channel of channels.toml, and whether it can be used; nothing is sent.

    Example: emc-monitor channels list
    """
    channels = _all(configuration_of(config))
    ways = open_ways(channels, os.environ)
    if not channels:
        typer.echo("chưa có kênh nào / no channels in channels.toml", err=True)
    for channel in channels:
        usable = "sẵn sàng / ready" if channel.name in ways.sends else "chưa dùng được / cannot be used"
        typer.echo(f"{channel.name}\t{channel.kind}\t{channel.audience.value}\t{usable}")
    for trouble in ways.troubles:
        typer.echo(trouble, err=True)


def send_test(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The channel's name in channels.toml.")],
    config: ConfigOption = None,
) -> None:
    """Gửi thử: one marked test message, in every mode. To addresses of the operator's, never to contacts of agencies.

    Exit status 0 accepted, 1 not accepted, 2 no such channel, or one whose secret is not set.

    Example: emc-monitor channels test mail
    """
    configuration = configuration_of(config)
    channels = {channel.name: channel for channel in _all(configuration)}
    if name not in channels:
        known = ", ".join(sorted(channels)) or "none"
        typer.echo(f"không có kênh / no channel of that name in channels.toml; there are: {known}", err=True)
        raise typer.Exit(USAGE)
    ways = open_ways([channels[name]], os.environ)
    if ways.troubles:
        typer.echo(ways.troubles[0], err=True)
        raise typer.Exit(USAGE)
    simulated = configuration.settings.simulated
    letter = trial(channels[name], id=str(uuid4()), at=datetime.now(UTC), simulated=simulated)
    receipt = ways.sends[name](letter)
    if not receipt.accepted:
        typer.echo(f"{name}: không gửi được / not accepted: {receipt.detail}", err=True)
        raise typer.Exit(NOT_ACCEPTED)
    typer.echo(f"{name}: đã gửi / accepted: {receipt.detail}")


def _all(configuration: Configuration) -> tuple[Channel, ...]:
    return (*configuration.address.channels, *configuration.address.heartbeats)
