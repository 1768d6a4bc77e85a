"""`catalogue`: who is watched on a day, portals brought in from CSV, and the confirming of an address."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor.catalogue.importing import Plan, carry_out, plan_confirmation, plan_import
from monitor.catalogue.listing import as_json, as_text
from monitor.catalogue.reading import read_catalogue
from monitor.catalogue.selection import on
from monitor.cli.options import ConfigOption, DayOption, folder_of, settings_of
from monitor.configuration import refuse_shipped, today_in_hanoi

_HELP = """Ai được theo dõi: who is watched, and on whose word.

Example: emc-monitor catalogue list --on 2025-07-01
"""


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = typer.Typer(no_args_is_help=True, help=_HELP)
    group.command("list")(show)
    group.command("import")(bring)
    group.command("confirm")(confirm)
    app.add_typer(group, name="catalogue")


def show(
    day: DayOption = None,
    machine: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    config: ConfigOption = None,
) -> None:
    """Danh mục theo ngày: the agencies in force on a day, how many of each kind, and their portals.

    Example: emc-monitor catalogue list --on 2025-07-01
    """
    folder = folder_of(config)
    chosen = day.date() if day else settings_of(folder).legal_day(today_in_hanoi())
    catalogue = on(read_catalogue(folder), chosen)
    if machine:
        typer.echo(json.dumps(as_json(catalogue, chosen), ensure_ascii=False, indent=1))
    else:
        typer.echo("\n".join(as_text(catalogue, chosen)))


def bring(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV with the columns of portals.csv.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the difference and write nothing.")] = False,
    config: ConfigOption = None,
) -> None:
    """Nhập danh mục: add, change and end portals from CSV, showing the difference first.

    Portals that FILE does not name stay as they are; one is ended by `valid_to` or by the status `ended`.
    An import with any mistake, or after which nobody would be watched, changes nothing.

    Example: emc-monitor catalogue import new.csv --dry-run
    """
    folder = folder_of(config)
    if not dry_run:
        refuse_shipped(folder)
    plan = plan_import(folder, file, day=today_in_hanoi())
    typer.echo("\n".join(_difference(plan)))
    if dry_run:
        typer.echo("Chưa ghi gì / nothing written (--dry-run)")
    elif plan.changes:
        _write(plan)


def confirm(
    portal: Annotated[str, typer.Argument(metavar="PORTAL", help="Id of the portal.")],
    document: Annotated[str, typer.Option("--document", metavar="TEXT", help="What says that the address is right.")],
    day: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE", help="Day. Default: today.")
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Xác nhận địa chỉ: vouch for a portal's address, on the word of a document; from then on it is judged.

    Example: emc-monitor catalogue confirm p-01-ha-noi.portal --document "CV 12/UBND-VX"
    """
    if not document.strip() or not document.isprintable():
        raise typer.BadParameter("one line of text", param_hint="--document")
    chosen = day.date() if day else today_in_hanoi()
    folder = folder_of(config)
    refuse_shipped(folder)
    plan = plan_confirmation(folder, portal, document=document.strip(), day=chosen)
    typer.echo("\n".join(_difference(plan)))
    _write(plan)


def _write(plan: Plan) -> None:
    carry_out(plan)
    typer.echo(f"Đã ghi / written: {plan.file}")


def _difference(plan: Plan) -> list[str]:
    kinds = [change.kind for change in plan.changes]
    counts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in ("added", "changed", "ended"))
    lines = []
    for change in plan.changes:
        lines.append(f"{change.kind:8} {change.id}")
        for column, before, after in change.cells:
            lines.append(
                f"         {column}: {before or '-'} -> {after or '-'}"
                if change.before
                else f"         {column}: {after}"
            )
    return [*lines, f"{counts}, {len(plan.rows)} portals in all"]
