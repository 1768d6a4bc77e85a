"""`db`: the store's schema, soundness, retention and copy."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.options import ConfigOption, folder_of, settings_of
from monitor.storage.backup import MadeByServer, back_up
from monitor.storage.check import check
from monitor.storage.location import store_url
from monitor.storage.prune import Retention
from monitor.storage.upkeep import prune_store, upgrade_store

FAILED, MISUSED = 1, 2
_HELP = """Kho dữ liệu: upgrade, check, prune and copy the store.

Example: emc-monitor db check
"""


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = typer.Typer(no_args_is_help=True, help=_HELP)
    group.command("upgrade")(upgrade)
    group.command("check")(check_soundness)
    group.command("prune")(prune)
    group.command("backup")(backup)
    app.add_typer(group, name="db")


def upgrade(config: ConfigOption = None) -> None:
    """Nâng cấp lược đồ: create the store or bring its schema up to date (the daemon does so itself when it starts).

    Example: emc-monitor db upgrade
    """
    before, after = upgrade_store(_url(config))
    change = "không đổi / no change" if before == after else f"{before or '-'} -> {after}"
    typer.echo(f"lược đồ / schema: {after} ({change})")


def check_soundness(config: ConfigOption = None) -> None:
    """Kiểm tra: integrity, schema, months, last looks, the hash of every page, overlapping spans; changes nothing.

    Ends with 1 and a line for each fault.

    Example: emc-monitor db check
    """
    faults = check(_url(config))
    for fault in faults:
        typer.echo(fault, err=True)
    if faults:
        raise typer.Exit(FAILED)
    typer.echo("kho dữ liệu tốt / the store is sound")


def prune(
    days: Annotated[float, typer.Option("--days", min=1, help="Days that looks are kept.")] = Retention().looks,
    blaming_days: Annotated[
        float, typer.Option("--blaming-days", min=1, help="Days for looks that opened a failing or warning verdict.")
    ] = Retention().blaming,
    config: ConfigOption = None,
) -> None:
    """Dọn dữ liệu cũ: remove old looks and pages no longer needed; figures, verdicts and states stay for good.

    May run beside the daemon. On PostgreSQL looks go by whole months.

    Example: emc-monitor db prune
    """
    retention = Retention(looks=days, blaming=max(days, blaming_days))
    gone = prune_store(_url(config), now=datetime.now(UTC), retention=retention)
    typer.echo(
        f"đã dọn / removed: {gone.observations} observations, {gone.evidence} pages, {gone.parts} parts of facts, "
        f"{gone.hours} hours of counted looks"
    )


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Must not exist yet.")], config: ConfigOption = None
) -> None:
    """Sao lưu: a consistent copy of the store while it is running; on PostgreSQL it names the command that makes one.

    Example: emc-monitor db backup /var/backups/emc-monitor.sqlite3
    """
    try:
        size = back_up(_url(config), file)
    except MadeByServer as told:
        typer.echo(f"emc-monitor: {told}", err=True)
        raise typer.Exit(MISUSED) from told
    typer.echo(f"đã sao lưu / written: {file} ({size} bytes)")


def _url(config: Path | None) -> str:
    settings = settings_of(folder_of(config))
    return store_url(settings.storage.url, settings.data.dir)
