"""`check-config`: every mistake of a configuration at once, or one line that says what it holds."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.options import ConfigOption, configuration_of
from monitor.configuration import Configuration
from monitor.trust.gate import networks_of

NOTHING_IS_SENT = (
    'alerts.mode: bản này chưa gửi cảnh báo / "tell" is set, but this version sends no messages yet: watch the metrics'
)


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
    say_that_nothing_is_sent(configuration)
    if len(networks_of(configuration.references)) == 1:
        typer.echo(
            "network.references: chỉ có một mạng / in one network only, whose own trouble would look like ours; "
            "better two or more",
            err=True,
        )


def say_that_nothing_is_sent(configuration: Configuration) -> None:
    """Whoever asks to be alerted must not believe that he is."""
    if configuration.settings.alerts.mode == "tell":
        typer.echo(NOTHING_IS_SENT, err=True)


def summary(configuration: Configuration) -> str:
    """What a valid configuration holds, in one line."""
    catalogue = configuration.catalogue
    counts = (
        f"{len(catalogue.agencies)} agencies, {len(catalogue.portals)} portals, "
        f"{len(configuration.rulebook.rules)} rules, {len(configuration.probes)} probes"
    )
    return f"cấu hình hợp lệ / configuration valid: {counts} ({configuration.folder})"
