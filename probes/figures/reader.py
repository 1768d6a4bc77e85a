"""From a page or a JSON answer to its published figures: one entry point, pure, and quiet where it is not sure."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from probes.answer import Answer
from probes.document import Document, Unreadable
from probes.figures.answers import read_answer, unsaid_members
from probes.figures.around import Held, common, numbers_held, of_its_own, titles
from probes.figures.blocks import Block, Table, walk
from probes.figures.cards import Reading, by_unit, read_cards
from probes.figures.context import Context, year_at
from probes.figures.data import CountsData
from probes.figures.doubts import doubts
from probes.figures.embedded import embedded_json, parse
from probes.figures.figure import Figure, Period, Problem, PublishedCounts
from probes.figures.flow import Flow, Place, flow_of
from probes.figures.foreign import of_another
from probes.figures.label_rows import read_label_rows
from probes.figures.labels import LabelBook
from probes.figures.naming import unit_over
from probes.figures.profiles import Profile, recognise
from probes.figures.rivals import without_rivals
from probes.figures.running import YEAR_TO_DATE, settled
from probes.figures.shells import without_empty_shells
from probes.figures.split_tables import with_headers
from probes.figures.subject import counts_beside, is_of_another
from probes.figures.sums import without_sums
from probes.figures.tables import read_table
from probes.figures.tabs import with_tab_names

_ELEMENTS = 40_000  # a table of all 3,321 communes with ten columns has fewer; their tree costs half a second


def read_counts(page: Answer | Document | bytes, data: CountsData, *, law_day: date, url: str = "") -> PublishedCounts:
    """The figures of an answer, a parsed page or the bytes of a JSON answer, on that legal day."""
    if isinstance(page, Answer):
        url = page.exchange.final_url
        page = page.document if page.document is not None else page.exchange.body
    if isinstance(page, Document):
        return read_html(page, data, law_day=law_day)
    return read_json(page, data, law_day=law_day, url=url)


def read_json(body: bytes, data: CountsData, *, law_day: date, url: str = "") -> PublishedCounts:
    """The figures of a JSON answer by the adapter that recognises it; HTML where JSON was awaited gives none."""
    content = parse(body) if body.lstrip()[:1] in (b"{", b"[", b"\xef") else None
    figures = () if content is None else read_answer(content, data.adapters, url=url)
    unsaid = [] if content is None else unsaid_members(content, data.adapters)
    problems = [Problem(kind="ambiguous", detail=f"{name}: what it counts is not said") for name in unsaid]
    return PublishedCounts(
        figures=figures,
        problems=(*problems, *doubts(figures, law_day=law_day, stale_days=data.labels.stale_days)),
        pages=(url,) if url else (),
    )


def read_html(document: Document, data: CountsData, *, law_day: date) -> PublishedCounts:
    """The figures of a page, each once; hidden ones only where nothing visible says the same."""
    elements = document.source.count("<") - document.source.count("</")
    if elements > _ELEMENTS:
        return PublishedCounts(problems=(Problem(kind="unreadable", detail=f"{elements} elements: too many to read"),))
    try:
        page = document.markup
    except Unreadable as refused:
        return PublishedCounts(problems=(Problem(kind="unreadable", detail=refused.reason),))
    profile = recognise(data.profiles, document.source, document.url)
    labels = data.labels
    flow = flow_of(with_tab_names(walk(page), page, labels, law_day, source=document.source), labels)
    cards, told = read_cards(flow, labels, law_day)
    tables, also_told = _tables(flow, labels, law_day)
    readings, problems = without_empty_shells([*cards, *tables])
    readings, rivals = without_rivals(without_sums(_in_context(readings, flow)))
    figures = _once(readings, _embedded(document, data))
    figures = [_defined(figure, profile) for figure in figures]
    problems += [Problem(kind="ambiguous", detail=text) for text in dict.fromkeys([*told, *also_told, *rivals])]
    problems += doubts(figures, law_day=law_day, stale_days=labels.stale_days)
    return PublishedCounts(
        figures=tuple(figures),
        problems=tuple(dict.fromkeys(problems)),
        pages=(document.url,) if document.url else (),
        platform=profile.name if profile else None,
    )


def _tables(flow: Flow, labels: LabelBook, law_day: date) -> tuple[list[Reading], list[str]]:
    readings: list[Reading] = []
    units: list[str | None] = []
    told: list[str] = []
    held = numbers_held(flow.places) if flow.tables else {}
    for order, table, header in with_headers(flow.tables):
        places = _over(order, table, flow=flow, labels=labels, held=held)
        over = [place.text for place in places]
        headings = [place.text for place in places if titles(place, table.path)]
        if any(of_another(text, labels) for text in over):
            continue
        year = year_at(order, flow.notes)
        read = read_table(table.element, labels, law_day, over=over, year=year, header=header)
        figures = read.figures
        if not read.understood:
            figures = read_label_rows(table.element, labels, law_day, over=over, year=year)
        if _of_another(figures, [*headings, *read.titles], read.heads, labels):
            continue
        told += read.doubts
        readings += [
            Reading(figure=figure, order=order, path=table.path, hidden=table.hidden, card=False) for figure in figures
        ]
        unit = unit_over(places[-1:], labels)
        units += [None if figure.scope else unit for figure in figures]
    return by_unit(readings, units), told


def _of_another(figures: Sequence[Figure], headings: Sequence[str], heads: Sequence[str], labels: LabelBook) -> bool:
    """Whether a table counts something else than dossiers of procedures, by its headings and its other columns."""
    counts = [figure for figure in figures if figure.unit == "dossier"]
    if not counts or len(counts) < len([figure for figure in figures if figure.unit != "ratio"]):
        return False
    told = {figure.label for figure in counts}
    if counts_beside(heads, told, headings, labels):
        return True
    return is_of_another({figure.key for figure in counts}, told, headings, labels)


def _over(order: int, table: Table, *, flow: Flow, labels: LabelBook, held: Held) -> list[Place]:
    """The words right over a table, which may say that it counts something else (petitions, visits)."""
    end = bisect_left(flow.places, order, key=lambda place: place.order)
    over = [place for place in flow.places[max(0, end - 8) : end] if place.text and _speaks(place)][-2:]
    near = [place for place in over if _stands_over(place, table) and not of_its_own(place, table.path, held)]
    return near[-1:] if near and (near[-1].heading or labels.says("procedural", near[-1].text)) else near


def _stands_over(place: Place, table: Table) -> bool:
    shared = common(place.path, table.path)
    apart = place.path[shared:]
    return len(table.path) - shared <= 4 and not any(element.name in _FRAMES for element in apart)


_FRAMES = ("header", "nav", "footer", "aside", "td")


def _speaks(place: Place) -> bool:
    return (place.sort == "words" or (place.sort == "wall" and place.heading)) and not place.linked


def _in_context(readings: Sequence[Reading], flow: Flow) -> list[Reading]:
    context = Context(flow.notes, {reading.order: reading.path for reading in readings}.items())
    running = [_name(reading.figure) for reading in readings if reading.figure.period is YEAR_TO_DATE]
    named = Counter(_name(reading.figure) for reading in readings) if running else Counter()
    known: dict[tuple[int, str], tuple[Period | None, date | None]] = {}
    placed = []
    for reading in readings:
        figure = reading.figure
        place = (reading.order, figure.unit)
        if (found := known.get(place)) is None:
            found = known[place] = (
                context.period(reading.order, reading.path, figure.unit),
                context.as_of(reading.order, reading.path),
            )
        period, as_of = found
        as_of = figure.as_of or as_of
        period = settled(figure.period, period, as_of)
        if period is None and figure.period is YEAR_TO_DATE and named[_name(figure)] > 1:
            continue  # of the month or of the year to date: the page does not say which months
        if period is not figure.period or as_of is not figure.as_of:
            reading = reading.of(figure.of_time(period, as_of))
        placed.append(reading)
    return placed


def _embedded(document: Document, data: CountsData) -> list[Figure]:
    if not any(
        name in document.source for adapter in data.adapters for name in (*adapter.requires[:1], *adapter.any_of)
    ):
        return []
    return [
        figure
        for place, content in embedded_json(document.markup)
        for figure in read_answer(content, data.adapters, at=place)
    ]


_Name = tuple[str, str | None]


def _once(readings: Sequence[Reading], embedded: Iterable[Figure]) -> list[Figure]:
    """Each figure once: what people see first, then what is hidden without a visible twin."""
    told: list[Figure] = []
    twins: dict[_Name, list[Figure]] = {}
    for reading in readings:
        if not reading.hidden:
            _tell(reading.figure, told, twins)
    seen = {name: {figure.period for figure in alike} for name, alike in twins.items()}
    for figure in (*(reading.figure for reading in readings if reading.hidden), *embedded):
        periods = seen.get(_name(figure), set())
        if not periods or (figure.period is not None and not periods & {figure.period, None}):
            _tell(figure, told, twins)
    return told


def _tell(figure: Figure, told: list[Figure], twins: dict[_Name, list[Figure]]) -> None:
    alike = twins.setdefault(_name(figure), [])
    if len(alike) < _TWINS and not any(_same(figure, other) for other in alike):
        alike.append(figure)
        told.append(figure)


_TWINS = 60  # as many periods of one figure are told, no more


def _name(figure: Figure) -> _Name:
    return figure.key, None if figure.scope is None else figure.scope.casefold()


def _same(one: Figure, other: Figure) -> bool:
    return one.value == other.value and (one.period == other.period or None in (one.period, other.period))


def _defined(figure: Figure, profile: Profile | None) -> Figure:
    definition = profile.definition(figure.key) if profile and figure.definition is None else None
    return figure if definition is None else replace(figure, definition=definition)


__all__ = ["Block", "read_counts", "read_html", "read_json"]
