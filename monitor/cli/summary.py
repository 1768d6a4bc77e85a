"""The national summary on stdout: a table, or JSON and nothing else."""

from typing import Any

import typer
from rich.console import Console

from monitor.reports.json_values import json_text
from monitor.reports.summary_table import summary_table


def show_summary(summary: dict[str, Any], *, as_json: bool) -> None:
    """Print it the way that was asked for."""
    if as_json:
        typer.echo(json_text(summary))
    else:
        Console().print(summary_table(summary))
