"""What several pages of one portal say together: each figure once, and a doubt where two pages disagree."""

from dataclasses import replace

from probes.figures.figure import Figure, Period, Problem, PublishedCounts

_Identity = tuple[str, str | None, Period | None, str | None]

FAMILIES = frozenset({"service", "dossier"})  # the units that a system of dossiers and services publishes


def families(facts: PublishedCounts) -> frozenset[str]:
    """Of which of the two families the facts hold a figure: `service`, `dossier`."""
    return FAMILIES & {figure.unit for figure in facts.figures}


def merge(first: PublishedCounts, second: PublishedCounts) -> PublishedCounts:
    """Both pages' figures. One at two places is given once; where two values differ, that of `first` stays.

    A figure is the same by key, scope, period and definition. One page may name the period that the other leaves
    out: of equal values the one that stood first is given.
    """
    stood = {_identity(figure): figure for figure in first.figures}
    by_name: dict[tuple[str, str | None], list[Figure]] = {}
    for figure in first.figures:
        by_name.setdefault((figure.key, figure.scope), []).append(figure)
    figures, problems = list(first.figures), list(first.problems)
    for figure in second.figures:
        twin = stood.get(_identity(figure))
        if twin is None and not any(_alike(figure, other) for other in by_name.get((figure.key, figure.scope), ())):
            figures.append(figure)
        elif twin is not None and twin.value != figure.value:
            whose = f"{figure.scope}: " if figure.scope else ""
            detail = f"{whose}{figure.key} is {twin.value} on one page and {figure.value} on another"
            problems.append(Problem(kind="inconsistent", detail=detail, key=figure.key))
    return PublishedCounts(
        figures=tuple(figures),
        problems=tuple(dict.fromkeys([*problems, *second.problems])),
        pages=tuple(dict.fromkeys([*(first.pages if first.figures else ()), *second.pages])),
        platform=first.platform or second.platform,
    )


def with_problems(facts: PublishedCounts, problems: list[Problem]) -> PublishedCounts:
    """The facts with more doubts, each told once."""
    return replace(facts, problems=tuple(dict.fromkeys([*facts.problems, *problems])))


def _identity(figure: Figure) -> _Identity:
    return figure.key, figure.scope, figure.period, figure.definition


def _alike(one: Figure, other: Figure) -> bool:
    """Whether one page says with a period or definition what the other says without."""
    return (
        one.value == other.value
        and (one.period == other.period or None in (one.period, other.period))
        and (one.definition == other.definition or None in (one.definition, other.definition))
    )
