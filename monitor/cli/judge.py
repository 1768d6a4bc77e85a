"""`judge`: stored observations under the law of a day, or under another rule book; stores nothing."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from monitor.cli.judged import Asked, compared, judged, replayed
from monitor.cli.options import ConfigOption, DayOption, JsonOption, configuration_of
from monitor.cli.stored_looks import Days, proposed_rulebook, refused, stored_looks
from monitor.configuration import Configuration
from monitor.reports.json_values import json_text


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(judge)


def _day_option(name: str, words: str) -> Any:
    return typer.Option(name, formats=["%Y-%m-%d"], metavar="DAY", help=words, show_default=False)


def judge(
    on: DayOption = None,
    first: Annotated[datetime | None, _day_option("--from", "Every round of the days from this one on.")] = None,
    last: Annotated[datetime | None, _day_option("--to", "The last of these days.")] = None,
    rules: Annotated[
        Path | None,
        typer.Option("--rules", metavar="DIR", help="Another rule book: a configuration folder, or one of rule files."),
    ] = None,
    compare: Annotated[
        bool,
        typer.Option("--compare", help="What the other rule book changes, apart from what changed between two days."),
    ] = False,
    agency: Annotated[str | None, typer.Option("--agency", help="Only this agency's portals.")] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Đánh giá lại: judge what is stored under the law of a day, or under another rule book. Stores nothing.

    With --on what was seen by that day counts, where looks that old are stored; with --from and --to every round is
    judged again under the law of its own day.

    Examples:

      emc-monitor judge --on 2025-04-05 --agency p-01-ha-noi

      emc-monitor judge --rules ../proposed --json

      emc-monitor judge --from 2026-11-01 --to 2026-11-30

      emc-monitor judge --rules ../proposed --compare --from 2026-11-01 --to 2026-11-30
    """
    configuration = configuration_of(config)
    days = _days(on, first, last)
    if compare and rules is None and days is None:
        raise refused("--compare", "nothing to compare with", "--rules DIR, or --from DAY and --to DAY, or all three")
    proposed = None if rules is None else proposed_rulebook(rules, configuration)
    _check_agency(configuration, agency)
    with stored_looks(configuration, agency=agency) as looks:
        asked = Asked(
            configuration=configuration,
            looks=looks,
            agency=agency,
            on=on.date() if on else None,
            days=days,
            rules=rules,
            proposed=proposed,
        )
        shown = compared(asked) if compare else replayed(asked, days) if days else judged(asked)
    if as_json:
        typer.echo(json_text({"simulated": configuration.settings.simulated, **shown.json}))
    else:
        for table in shown.tables:
            Console().print(table)


def _days(on: datetime | None, first: datetime | None, last: datetime | None) -> Days | None:
    if first is None and last is None:
        return None
    if on is not None:
        raise refused("--on", "given beside --from or --to", "one or the other: rounds are judged under their own day")
    if first is None or last is None:
        raise refused("--from, --to", "only one of them", "both days")
    if last < first:
        raise refused("--to", f"{last.date()} is before {first.date()}", "a day not before --from")
    return Days(first=first.date(), last=last.date())


def _check_agency(configuration: Configuration, agency: str | None) -> None:
    if agency is not None and agency not in {item.id for item in configuration.catalogue.agencies}:
        raise refused("--agency", f"no agency {agency!r}", f"an id of {configuration.folder / 'agencies.csv'}")
