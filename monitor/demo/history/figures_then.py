"""The figures that a simulated portal published some days ago: fewer dossiers in its year, fewer services. Pure."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from probes.figures.figure import Figure, Period, PublishedCounts

_GROWING = frozenset(
    {
        *("dossiers_received", "dossiers_resolved", "dossiers_early", "dossiers_on_time", "dossiers_late"),
        *("dossiers_online", "dossiers_direct", "dossiers_postal", "dossiers_handled_online", "dossiers_handled_full"),
        *("dossiers_online_paid", "dossiers_withdrawn", "dossiers_refused", "dossiers_supplement"),
    }
)  # within their year
_ADDED = ("services_total", "services_information")  # the same number of both, so that the levels add up
_JUMPED = 0.04  # of the portals had far more services once


def services_before(chance: Random, counts: PublishedCounts) -> int:
    """How many services fewer the portal had before: a few as a rule, seldom far more instead (below 0), 0 where the
    page tells them apart by unit."""
    total = next((item for item in counts.figures if item.key == "services_total"), None)
    if total is None or any(item.scope is not None for item in counts.figures if item.key in _ADDED):
        return 0
    levels = [item.value for item in counts.figures if item.key == "services_information"]
    if chance.random() < _JUMPED:
        return -round(total.value * 0.6)
    return min(chance.randrange(0, 9), *(int(value) for value in levels)) if levels else chance.randrange(0, 9)


def counts_then(counts: PublishedCounts, *, ago: float, law_day: date, fewer: int) -> PublishedCounts:
    """What stood there `ago` days before the legal day, with so many services fewer."""
    return replace(counts, figures=tuple(_then(item, ago=ago, law_day=law_day, fewer=fewer) for item in counts.figures))


def _then(figure: Figure, *, ago: float, law_day: date, fewer: int) -> Figure:
    as_of = figure.as_of - timedelta(days=int(ago)) if figure.as_of else None
    value = figure.value
    if figure.key in _GROWING and figure.unit != "ratio":
        value = type(value)(round(value * _share(figure.period, ago=ago, law_day=law_day)))
    elif figure.key in _ADDED:
        value = max(0, value - fewer)
    if value == figure.value:
        return replace(figure, as_of=as_of)
    return replace(figure, value=value, raw=_written(value, like=figure.raw), as_of=as_of)


def _share(period: Period | None, *, ago: float, law_day: date) -> float:
    """Of what the period had brought by the legal day; a year's dossiers come in day by day."""
    begun = period.start if period is not None and period.start is not None else date(law_day.year, 1, 1)
    days = max(1, (law_day - begun).days + 1)
    return max(0.0, 1 - ago / days)


def _written(value: float, *, like: str) -> str:
    plain = f"{int(value):,}" if value == int(value) else f"{value}"
    return plain.replace(",", "." if "." in like else "," if "," in like else "")
