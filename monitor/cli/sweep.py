"""`sweep`: one round over the catalogue, then the summary."""

import time
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.options import ConfigOption, FailOnOption, JsonOption, configuration_of
from monitor.cli.progress import round_bar
from monitor.cli.severity import exit_on
from monitor.cli.summary import show_summary
from monitor.daemon import end_on_sigterm
from monitor.lookout import Lookout, on_watch
from monitor.rollup.picture import verdicts_of
from monitor.rounds.watch import Subject
from monitor.view import View
from probes.mistakes import DataError, Mistake


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(sweep)


def sweep(
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="PORTAL", help="Only this portal; may be given again.")
    ] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
    fail_on: FailOnOption = None,
) -> None:
    """Một vòng đo: one round over the catalogue with a progress bar, then the national summary.

    Refuses while a daemon leads the same store.

    Examples:

      emc-monitor sweep --json > summary.json

      emc-monitor sweep --only p-01-ha-noi.portal --fail-on major
    """
    end_on_sigterm()
    configuration = configuration_of(config)
    with on_watch(configuration, attended=True) as lookout:
        subjects = _chosen(lookout, only or [], folder=configuration.folder)
        started = time.monotonic()
        with round_bar(len(subjects)) as step:
            lookout.take_all(subjects, on_end=lambda _portal: step())
        view = View(lookout)
        show_summary(view.summary(seconds=round(time.monotonic() - started, 3)), as_json=as_json)
        view.keep_scores()
        chosen = {item.portal.id for item in subjects}
        picture = view.picture()
    exit_on((verdict for item in picture.judged if item.portal.id in chosen for verdict in verdicts_of(item)), fail_on)


def _chosen(lookout: Lookout, only: list[str], *, folder: Path) -> tuple[Subject, ...]:
    known = {item.portal.id: item for item in lookout.subjects}
    mistakes = [
        Mistake(
            file="--only",
            where="",
            wrong=f"{portal!r} is not looked at",
            expected=f"the id of a proposed or confirmed portal in {folder / 'portals.csv'} that is in force",
        )
        for portal in only
        if portal not in known
    ]
    if mistakes:
        raise DataError(mistakes)
    return tuple(known[portal] for portal in dict.fromkeys(only)) if only else lookout.subjects
