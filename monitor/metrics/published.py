"""Metrics of what portals publish: the latest figure of each portal's whole, while its reading is young enough."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from prometheus_client import Metric

from monitor.metrics.families import Sample, gauge
from monitor.rollup.picture import Picture
from monitor.rollup.reconciliation import Place, reconcile
from monitor.rounds.cadence import LOCAL
from monitor.storage.standing import KeptFigure
from probes.figures.figure import Period, PublishedCounts

_UNREAD = timedelta(hours=24 + 48)  # statistics are read daily; 48 h beyond that they are dropped
_LABELS = ("portal", "key", "period", "definition")
_FAMILIES = {
    "service": ("emc_published_services", "Services as the portal publishes them."),
    "dossier": ("emc_published_dossiers", "Dossiers as the portal publishes them."),
    "point": ("emc_published_points", "Points as the portal publishes them."),
    "ratio": ("emc_published_ratio", "Ratios as the portal publishes them, 0..1."),
}


def published_families(picture: Picture) -> Iterator[Metric]:
    """Figures of judged portals by unit, the pages' own dates, the last changes seen, doubts and differences."""
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
    yield gauge(
        "emc_published_problems",
        "Doubts about the figures of the last reading, by kind; kinds not met are absent.",
        ("portal", "kind"),
        _problems(picture),
    )
    yield gauge(
        "emc_published_difference_ratio",
        "Largest less smallest over the largest, where several places publish one figure of an agency.",
        ("agency", "key", "period"),
        _differences(picture),
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


def _problems(picture: Picture) -> Iterator[Sample]:
    for item in picture.judged:
        read = item.standing.seen.get("published_counts") if item.standing else None
        if read is not None and isinstance(read.facts, PublishedCounts) and picture.at - read.at <= _UNREAD:
            for kind, number in sorted(Counter(problem.kind for problem in read.facts.problems).items()):
                yield (item.portal.id, kind), number


def _differences(picture: Picture) -> Iterator[Sample]:
    """Of each agency, figure and kind of period the latest one; how far apart, never who is right."""
    places = [Place(portal=item.portal, agency=item.agency, standing=item.standing) for item in picture.judged]
    latest: dict[tuple[str, ...], tuple[date, float]] = {}
    for told in reconcile(places):
        labels = (told.agency, told.key, period_word(told.period))
        end = told.period.end if told.period and told.period.end else date.min
        if told.share is not None and (labels not in latest or latest[labels][0] < end):
            latest[labels] = (end, told.share)
    yield from ((labels, share) for labels, (_, share) in latest.items())
