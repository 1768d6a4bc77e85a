"""What two looks together tell: figures that jumped. A month's figure that starts anew on the 1st has not jumped."""

from collections.abc import Mapping
from typing import Any

from probes.figures.figure import Figure, Problem, PublishedCounts

_LIMIT = 0.2  # product threshold: a change of more than a fifth between two looks is a question
_LEAST = 20  # below this a fifth is noise


def whole(facts: PublishedCounts) -> dict[str, Any]:
    """The figures of the portal's whole, as the next look compares with them: key and period to value."""
    return {_name(figure): figure.value for figure in facts.figures if figure.scope is None}


def jumps(facts: PublishedCounts, last: Mapping[str, Any]) -> list[Problem]:
    """Numbers of services that changed by more than a fifth since the last look.

    Dossiers of a running period grow from nothing by design, so they are compared elsewhere, over their history.
    """
    problems = []
    for figure in facts.figures:
        before = last.get(_name(figure))
        asked = figure.scope is None and figure.unit == "service"
        if asked and isinstance(before, int) and before >= _LEAST and abs(figure.value - before) > _LIMIT * before:
            problems.append(Problem(kind="jump", detail=f"{figure.key} from {before} to {figure.value}"))
    return problems


def _name(figure: Figure) -> str:
    period = figure.period
    return f"{figure.key} {period.start} {period.end}" if period else figure.key
