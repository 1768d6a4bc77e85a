"""Figures outside tables: cards, pairs of paragraphs, definition lists, one text node, counts in parentheses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from probes.figures.around import Around, Pair, numbers_held, titles
from probes.figures.context import year_at
from probes.figures.dividing import divided
from probes.figures.figure import Figure, Period
from probes.figures.flow import Flow, Path, Place
from probes.figures.foreign import is_aim
from probes.figures.labels import LabelBook, Meaning, kind_of, unit_of
from probes.figures.naming import is_left_over, meaning_of, supported, unclashed, unit_over
from probes.figures.numbers import Kind
from probes.figures.pairing import Slot, pair
from probes.figures.points import board_figures, is_board
from probes.figures.selector import selector
from probes.figures.served import of_each_served, whose
from probes.figures.slots import known, near, of_one_make, pair_at
from probes.figures.statements import pairs_within
from probes.figures.subject import is_of_another
from probes.figures.table_rows import named_period
from probes.figures.words import plain

_MOST = 800  # figures outside tables that one page may hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A figure with its place in the page, and whether people see it."""

    figure: Figure
    order: int
    path: Path
    hidden: bool
    card: bool

    def of(self, figure: Figure) -> "Reading":
        """The same place with that figure."""
        return Reading(figure=figure, order=self.order, path=self.path, hidden=self.hidden, card=self.card)

    def of_part(self, part: str | None) -> "Reading":
        """The same for that part of the whole, where there is one and no unit is named."""
        return self.of(replace(self.figure, scope=part)) if part and self.figure.scope is None else self


def read_cards(flow: Flow, labels: LabelBook, law_day: date) -> tuple[list[Reading], list[str]]:
    """The figures of the flow and the doubts met; running numbers of steps are no figures."""
    named, used = _across(flow.places, labels, law_day)
    pairs = sorted([*named, *pairs_within(flow.places, labels, law_day)], key=lambda item: item.order)
    told_apart = divided(_without_steps(pairs[:_MOST]), labels, law_day)
    pairs, served = of_each_served(told_apart.pairs)
    named_orders = {item.order for item in pairs if known(item.label, labels, law_day, head=item.place.head)}
    around = Around(pairs, _loose(flow.places, used | named_orders), numbers_held(flow.places), flow.notes)
    told = {id(item): meaning_of(item, around, labels, law_day) for item in pairs}
    readings: list[Reading] = []
    units: list[str | None] = []
    parts: list[str | None] = []
    doubts: list[str] = []
    for item in pairs:
        meaning, period = told[id(item)]
        if item.said and (period := named_period(item.said, year_at(item.order, flow.notes))) is None:
            continue  # of a month in a year that the page does not name
        if (points := _points(item, around, labels)) is not None:
            meaning = Meaning(count=points)
        if meaning.known and id(item) in told_apart.doubtful:
            meaning = Meaning(ambiguous=f"“{item.label}”: finished or still open dossiers")
        near = [(told[id(other)][0], other) for other in around.group(item)] if meaning.known else []
        meaning = unclashed(meaning, item, near)
        if meaning.ambiguous:
            doubts.append(meaning.ambiguous)
        if meaning.weak and abs(_year(item.number.digits) - law_day.year) <= 1:
            continue  # beside so common a word it may as well be the year
        if meaning.weak and not supported(item, near, around.headings(item), labels):
            continue
        if meaning.weak and is_left_over(meaning, item, near, around.headings(item)[:2], labels=labels):
            continue
        if plain(item.label) in _PROCEDURES and _is_category(item, [(told[id(o)][0], o) for o in around.near(item)]):
            continue
        figure = _figure(item, meaning, period)
        if figure is not None and not _of_another(item, figure, near, around=around, labels=labels):
            label = served.get(id(item), item.label)
            of, part = whose(item, label, flow.places)
            units.append(unit_over(around.headings(item), labels) or of)
            parts.append(of if part else None)
            readings.append(_reading(item.place, replace(figure, label=label)))
    totals = _totals(flow.places, [(told[id(item)][0], item) for item in pairs])
    boards = [_reading(place, figure) for place, figure in board_figures(flow.places, labels)]
    told_of = zip(by_unit(readings, units), parts, strict=True)
    return [*(reading.of_part(part) for reading, part in told_of), *totals, *boards], doubts


def _year(digits: str) -> int:
    """The number where it is written as years are, else 0."""
    return int(digits) if len(digits) == 4 and digits.isdecimal() else 0


def _is_category(item: Pair, near: Sequence[tuple[Meaning, Pair]]) -> bool:
    """Whether "Thủ tục hành chính 12" stands in a row of categories that mean nothing to us."""
    if not any(element.name in ("li", "a") for element in item.path):
        return False
    alike = [meaning for meaning, other in near if of_one_make(other.path, item.path)]
    return bool(alike) and not any(meaning.known for meaning in alike)


def _totals(places: Sequence[Place], pairs: Sequence[tuple[Meaning, Pair]]) -> list[Reading]:
    """ "1.930 thủ tục hành chính" in a row of boxes that count levels of services: it is their total."""
    levels = [item for meaning, item in pairs if meaning.count in ("services_full", "services_partial")]
    used = {item.order for _, item in pairs}
    readings = []
    for place in places if levels else ():
        if place.sort != "number" or place.unit != "service" or place.number is None or place.order in used:
            continue
        words = plain(place.element.text(" ").replace(place.number.raw, " ", 1))
        value = place.number.value(Kind.COUNT)
        if words in _PROCEDURES and value and any(of_one_make(item.path, place.path) for item in levels):
            made = _figure(pair_at(place, words, place.number), Meaning(count="services_total"), None)
            readings += [_reading(place, made)] if made else []
    return readings


_PROCEDURES = ("thủ tục hành chính", "thủ tục", "tthc")


def _reading(place: Place, figure: Figure) -> Reading:
    return Reading(figure=figure, order=place.order, path=place.path, hidden=place.hidden, card=True)


def _of_another(
    item: Pair, figure: Figure, near: Sequence[tuple[Meaning, Pair]], *, around: Around, labels: LabelBook
) -> bool:
    """Whether the group that the figure stands in counts something else than dossiers of procedures."""
    counts = [(meaning.count, other) for meaning, other in near if meaning.count]
    if figure.unit != "dossier" or any(unit_of(key) != "dossier" for key, _ in counts):
        return False
    headings = [place.text for place in around.headings(item)[:2] if titles(place, item.path)]
    keys, told = {figure.key, *(key for key, _ in counts)}, {item.label, *(other.label for _, other in counts)}
    return is_of_another(keys, told, headings, labels)


def _points(item: Pair, around: Around, labels: LabelBook) -> str | None:
    """The key of points where at least three groups of the index stand together, with numbers that are no shares."""
    key = None if item.number.percent else labels.score(item.label)
    if key is None:
        return None
    board = [item.label, *(other.label for other in around.group(item) if not other.number.percent)]
    return key if is_board(board, labels) else None


def _loose(places: Sequence[Place], used: set[int]) -> list[Place]:
    """The words that name no number: headings with a number in them are such too."""
    return [
        place
        for place in places
        if place.text
        and place.order not in used
        and (place.sort == "words" or (place.sort == "wall" and (place.heading or is_aim(place.text))))
    ]


def _across(places: Sequence[Place], labels: LabelBook, law_day: date) -> tuple[list[Pair], set[int]]:
    """The pairs of neighbouring blocks, and which blocks of words were used up."""
    wanted = _beside_numbers(places)
    slots = [
        Slot(
            sort="words" if place.sort == "words" else "number" if place.sort in ("number", "empty") else "wall",
            known=index in wanted and place.sort == "words" and known(place.text, labels, law_day),
            forward=place.colon,
            owned=any(element.name == "dt" for element in place.path[-3:]),
            title=place.heading and index in wanted,
            share=place.number is not None and place.number.percent,
        )
        for index, place in enumerate(places)
    ]
    paired = pair(slots, lambda left, right: near(places[left], places[right]))
    pairs, used = [], set()
    for number, words in paired.items():
        used.add(places[words].order)
        told = places[number].number
        if told is not None:
            pairs.append(replace(pair_at(places[number], places[words].text, told), unit=places[number].unit))
    return pairs, used


def _beside_numbers(places: Sequence[Place]) -> set[int]:
    numbers = [index for index, place in enumerate(places) if place.sort in ("number", "empty")]
    return {index + step for index in numbers for step in (-1, 1)}


def by_unit(readings: list[Reading], units: Sequence[str | None]) -> list[Reading]:
    """The readings, those of cards that stand once for each of several units with their unit as scope."""
    if not any(units):
        return readings
    named: dict[str, dict[str | None, int | float]] = {}
    for reading, unit in zip(readings, units, strict=True):
        if reading.figure.scope is None:
            named.setdefault(reading.figure.key, {})[unit] = reading.figure.value
    several = {key for key, values in named.items() if len(values) > 1 and len(set(values.values())) > 1}
    return [
        reading.of(replace(reading.figure, scope=unit)) if unit and reading.figure.key in several else reading
        for reading, unit in zip(readings, units, strict=True)
    ]


def _without_steps(pairs: list[Pair]) -> list[Pair]:
    """Figures 1, 2, 3 … in a row are the running numbers of steps or ranks."""
    digits = [item.number.digits for item in pairs]
    drop: set[int] = set()
    for index, text in enumerate(digits):
        if text.lstrip("0") == "1":
            end = index + 1
            while end < len(digits) and digits[end].lstrip("0") == str(end - index + 1):
                end += 1
            if end - index >= 3:
                drop.update(range(index, end))
    return [item for index, item in enumerate(pairs) if index not in drop]


def _figure(item: Pair, meaning: Meaning, period: Period | None) -> Figure | None:
    key = meaning.key(item.number)
    value = item.number.value(kind_of(key)) if key else None
    if key is None or value is None:
        return None
    unit = unit_of(key)
    if item.unit is not None and unit in ("dossier", "service") and item.unit != unit:
        return None
    return Figure(
        key=key,
        value=value,
        unit=unit,
        raw=item.number.raw,
        label=item.label,
        where=selector(item.place.element),
        qualifier=item.number.qualifier,
        period=period,
    )
