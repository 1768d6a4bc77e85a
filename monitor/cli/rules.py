"""`rules`: the rule book for people to read, made from the files that judge."""

import typer

from monitor.cli.options import ConfigOption, folder_of
from monitor.reports.rule_reference import rule_reference
from monitor.rollup.target_files import load_targets
from monitor.rules.rulebook import load_rulebook


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(rules)


def rules(config: ConfigOption = None) -> None:
    """Bộ quy tắc: every duty with its law, days, thresholds, how it is seen and what to do, as Markdown.

    Example: emc-monitor rules > config/rules/README.md
    """
    folder = folder_of(config)
    typer.echo(rule_reference(load_rulebook(folder), load_targets(folder)), nl=False)
