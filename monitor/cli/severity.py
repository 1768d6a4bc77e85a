"""`--fail-on`: an exit status for scripts when a verdict of at least that severity fails."""

from collections.abc import Iterable

import typer

from monitor.rules.contract import Outcome, Severity, Verdict

FAILED = 3


def exit_on(verdicts: Iterable[Verdict], fail_on: str | None) -> None:
    """End with status 3 when one of the verdicts fails at that severity or a higher one."""
    if fail_on is None:
        return
    least = Severity[fail_on.upper()]
    if any(item.outcome is Outcome.FAIL and item.severity >= least for item in verdicts):
        raise typer.Exit(FAILED)
