"""`init`: the default configuration written into a new folder, ready to edit."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.configuration import shipped_folder
from probes.mistakes import DataError, Mistake

_NEXT = """Đã ghi cấu hình mặc định vào / default configuration written to {folder}

Next:
  1. Fill in `contact` in {folder}/settings.toml, so that portals can reach you.
  2. emc-monitor check-config {folder}
  3. emc-monitor catalogue list --config {folder}
  4. emc-monitor catalogue confirm PORTAL --document "..." --config {folder}
     for each address that somebody vouches for: until then a portal is seen, and not judged.
  5. emc-monitor run --config {folder}"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("init")(init)


def init(folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")]) -> None:
    """Ghi cấu hình mặc định: write the default configuration, ready to edit.

    Refuses a folder that holds anything.

    Example: emc-monitor init ./config
    """
    write_defaults(folder)
    typer.echo(_NEXT.format(folder=folder))


def write_defaults(folder: Path) -> None:
    """Copy the shipped defaults; raises `DataError` where something is there already."""
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        wrong = "holds files already" if folder.is_dir() else "is a file"
        raise DataError([Mistake(file=str(folder), where="", wrong=wrong, expected="a new or empty folder")])
    shipped = shipped_folder()
    for source in sorted(path for path in shipped.rglob("*") if path.is_file()):
        target = folder / source.relative_to(shipped)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())  # contents only: an installed package may be read-only
