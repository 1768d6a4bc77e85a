"""Metrics of what portals publish: the latest figure of each portal's whole, while its reading is young enough."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from prometheus_client import Metric

from monitor.metrics.families import PortalFamily, Sample, gauge
from monitor.rollup.picture import Picture, PortalPicture
from monitor.rollup.reconciliation import Place, reconcile
from monitor.rounds.cadence import LOCAL
from monitor.storage.standing import KeptFigure
from probes.figures.figure import Period, PublishedCounts
from probes.observe import Observation

_UNREAD = timedelta(hours=24 + 48)  # statistics are read daily; 48 h beyond that they are dropped
_LABELS = ("portal", "key", "period", "definition")


def published_families(picture: Picture) -> Iterator[Metric]:
    """Figures of judged portals by unit, the pages' own dates, the last changes seen, doubts and differences."""
    for family in PUBLISHED_FAMILIES:
        yield family.over(picture.portals, at=picture.at)
    yield difference_family(picture)


def difference_family(picture: Picture) -> Metric:
    """How far apart the places are that publish one figure of an agency; never who is right."""
    return gauge(
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


def _young(item: PortalPicture, at: datetime) -> Iterator[KeptFigure]:
    """What a judged portal publishes of its whole, read lately enough."""
    for kept in item.standing.figures if item.judged and item.standing else ():
        if kept.figure.scope is None and at - kept.last_seen <= _UNREAD:
            yield kept


def _samples(figures: Iterable[KeptFigure]) -> Iterator[Sample]:
    latest: dict[tuple[str, ...], tuple[date, float]] = {}
    for kept in figures:
        figure = kept.figure
        labels = (kept.portal, figure.key, period_word(figure.period), figure.definition or "")
        end = figure.period.end if figure.period and figure.period.end else date.min
        if labels not in latest or latest[labels][0] < end:
            latest[labels] = (end, figure.value)
    yield from ((labels, value) for labels, (_, value) in latest.items())


def _as_of(item: PortalPicture, at: datetime) -> Iterator[Sample]:
    days = [kept.figure.as_of for kept in _young(item, at) if kept.figure.as_of is not None]
    if days:
        yield (item.portal.id,), datetime.combine(max(days), time(), LOCAL).timestamp()


def _changed(item: PortalPicture, at: datetime) -> Iterator[Sample]:
    times = [kept.changed for kept in _young(item, at)]
    if times:
        yield (item.portal.id,), max(times).timestamp()


def _reading(item: PortalPicture) -> Observation | None:
    return item.standing.seen.get("published_counts") if item.judged and item.standing else None


def _problems(item: PortalPicture, at: datetime) -> Iterator[Sample]:
    read = _reading(item)
    if read is not None and isinstance(read.facts, PublishedCounts) and at - read.at <= _UNREAD:
        for kind, number in sorted(Counter(problem.kind for problem in read.facts.problems).items()):
            yield (item.portal.id, kind), number


def _shown(item: PortalPicture) -> object:
    return item.portal, item.standing.figures if item.standing else ()


def _figures_end(item: PortalPicture) -> Iterator[datetime]:
    for kept in item.standing.figures if item.standing else ():
        yield kept.last_seen + _UNREAD


def _reading_ends(item: PortalPicture) -> Iterator[datetime]:
    read = _reading(item)
    if read is not None:
        yield read.at + _UNREAD


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


def _of_unit(unit: str, name: str, documentation: str) -> PortalFamily:
    def samples(item: PortalPicture, at: datetime) -> Iterable[Sample]:
        return _samples(kept for kept in _young(item, at) if kept.figure.unit == unit)

    return PortalFamily(
        name=name, documentation=documentation, labels=_LABELS, samples=samples, ends=_figures_end, rests_on=_shown
    )


PUBLISHED_FAMILIES = (
    _of_unit("service", "emc_published_services", "Services as the portal publishes them."),
    _of_unit("dossier", "emc_published_dossiers", "Dossiers as the portal publishes them."),
    _of_unit("point", "emc_published_points", "Points as the portal publishes them."),
    _of_unit("ratio", "emc_published_ratio", "Ratios as the portal publishes them, 0..1."),
    PortalFamily(
        name="emc_published_as_of_timestamp_seconds",
        documentation="The page's own date of its figures.",
        labels=("portal",),
        samples=_as_of,
        ends=_figures_end,
        rests_on=_shown,
    ),
    PortalFamily(
        name="emc_published_changed_timestamp_seconds",
        documentation="When a figure was last seen to change.",
        labels=("portal",),
        samples=_changed,
        ends=_figures_end,
        rests_on=_shown,
    ),
    PortalFamily(
        name="emc_published_problems",
        documentation="Doubts about the figures of the last reading, by kind; kinds not met are absent.",
        labels=("portal", "kind"),
        samples=_problems,
        ends=_reading_ends,
        rests_on=lambda item: (item.portal, _reading(item)),
    ),
)
