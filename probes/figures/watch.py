"""What two looks together tell: figures that jumped. A month's figure that starts anew on the 1st has not jumped."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from probes.figures.figure import Figure, Problem, PublishedCounts

_LIMIT = 0.2  # product threshold: a change of more than a fifth between two looks is a question
_LEAST = 20  # below this a fifth is noise
_GROWTH = 10  # product threshold: dossiers of a running period grow by design, but not tenfold between two looks
_ENOUGH = 100  # below this they may: the first days of a month or year


def whole(facts: PublishedCounts) -> dict[str, Any]:
    """The figures of the portal's whole, as the next look compares with them: key and period to value."""
    return {_name(figure): figure.value for figure in facts.figures if figure.scope is None}


def jumps(facts: PublishedCounts, last: Mapping[str, Any], *, since: date | None, day: date) -> list[Problem]:
    """Counts of the portal's whole that changed by more than a limit since the look of that day (`None`: unknown).

    Services: by more than a fifth either way. A fall alone may be lawful since 2026, when services move to central
    systems (Decree 224/2026 art. 15.1i): it is a question, no fault.
    Dossiers: a fall by more than a fifth, or a tenfold growth. A figure that names no period may be of a month, a
    quarter or a year: where a month began between the looks, it has started anew and is not compared.
    """
    problems = []
    for figure in facts.figures:
        before = last.get(_name(figure))
        if figure.scope is None and isinstance(before, int) and _jumped(figure, before, anew=_anew(figure, since, day)):
            problems.append(
                Problem(kind="jump", detail=f"{figure.key} from {before} to {figure.value}", key=figure.key)
            )
    return problems


def _jumped(figure: Figure, before: int, *, anew: bool) -> bool:
    if figure.unit == "service":
        return before >= _LEAST and abs(figure.value - before) > _LIMIT * before
    if figure.unit != "dossier" or anew or figure.key in _STOCKS:
        return False
    fell = before >= _LEAST and before - figure.value > _LIMIT * before
    return fell or (before >= _ENOUGH and figure.value > _GROWTH * before)


# What lies in the office today may be settled tomorrow: a stock falls by a fifth without anything being wrong.
_STOCKS = frozenset(
    [
        "dossiers_open",
        "dossiers_open_on_time",
        "dossiers_open_late",
        "dossiers_supplement",
        "dossiers_suspended",
        "dossiers_waiting",
    ]
)


def _anew(figure: Figure, since: date | None, day: date) -> bool:
    """Whether a figure without a period may count another period than at the last look."""
    return figure.period is None and (since is None or (since.year, since.month) != (day.year, day.month))


def _name(figure: Figure) -> str:
    period = figure.period
    return f"{figure.key} {period.start} {period.end}" if period else figure.key
