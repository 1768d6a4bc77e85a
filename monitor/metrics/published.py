"""Metrics of what portals publish: the latest figure of each portal's whole, while its reading is young enough."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from prometheus_client import Metric

from monitor.metrics.families import Sample, gauge
from monitor.rollup.picture import Picture
from monitor.rounds.cadence import LOCAL
from monitor.storage.standing import KeptFigure
from probes.figures.figure import Period

_UNREAD = timedelta(hours=24 + 48)  # statistics are read daily; 48 h beyond that they are dropped
_LABELS = ("portal", "key", "period", "definition")
_FAMILIES = {
    "service": ("emc_published_services", "Services as the portal publishes them."),
    "dossier": ("emc_published_dossiers", "Dossiers as the portal publishes them."),
    "point": ("emc_published_points", "Points as the portal publishes them."),
    "ratio": ("emc_published_ratio", "Ratios as the portal publishes them, 0..1."),
}


def published_families(picture: Picture) -> Iterator[Metric]:
    """Figures of judged portals by unit, the pages' own dates, and the last changes seen."""
    figures = [
        (item.portal.id, kept)
        for item in picture.judged
        for kept in (item.standing.figures if item.standing else ())
        if kept.figure.scope is None and picture.at - kept.last_seen <= _UNREAD
    ]
    for unit, (name, documentation) in _FAMILIES.items():
        yield gauge(name, documentation, _LABELS, _samples([item for item in figures if item[1].figure.unit == unit]))
    yield gauge(
        "emc_published_as_of_timestamp_seconds", "The page's own date of its figures.", ("portal",), _as_of(figures)
    )
    yield gauge(
        "emc_published_changed_timestamp_seconds",
        "When a figure was last seen to change.",
        ("portal",),
        _changed(figures),
    )


def period_word(period: Period | None) -> str:
    """`year quarter month to_date unknown`: the length of a period; from 1 January to any other day is to date."""
    if period is None or period.end is None:
        return "unknown"
    start, end = period.start, period.end
    if start is None:
        return "to_date"
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    whole = start.day == 1 and (end + timedelta(days=1)).day == 1
    words = {1: "month", 3: "quarter", 12: "year"}
    if whole and months in words:
        return words[months]
    return "to_date" if start == date(end.year, 1, 1) else "unknown"


def _samples(figures: list[tuple[str, KeptFigure]]) -> Iterator[Sample]:
    latest: dict[tuple[str, ...], tuple[date, float]] = {}
    for portal, kept in figures:
        figure = kept.figure
        labels = (portal, figure.key, period_word(figure.period), figure.definition or "")
        end = figure.period.end if figure.period and figure.period.end else date.min
        if labels not in latest or latest[labels][0] < end:
            latest[labels] = (end, figure.value)
    yield from ((labels, value) for labels, (_, value) in latest.items())


def _as_of(figures: list[tuple[str, KeptFigure]]) -> Iterator[Sample]:
    newest: dict[str, float] = {}
    for portal, kept in figures:
        if kept.figure.as_of is not None:
            stamp = datetime.combine(kept.figure.as_of, time(), LOCAL).timestamp()
            newest[portal] = max(newest.get(portal, stamp), stamp)
    yield from (((portal,), stamp) for portal, stamp in newest.items())


def _changed(figures: list[tuple[str, KeptFigure]]) -> Iterator[Sample]:
    newest: dict[str, float] = {}
    for portal, kept in figures:
        stamp = kept.changed.timestamp()
        newest[portal] = max(newest.get(portal, stamp), stamp)
    yield from (((portal,), stamp) for portal, stamp in newest.items())
