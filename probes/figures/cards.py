"""Figures outside tables: cards, pairs of paragraphs, definition lists, one text node, counts in parentheses."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from probes.figures.columns import without_period
from probes.figures.figure import Figure, Period
from probes.figures.flow import Flow, Path, Place
from probes.figures.labels import LabelBook, Meaning, kind_of, unit_of
from probes.figures.naming import Around, Pair, common, meaning_of, supported, unclashed, unit_over
from probes.figures.numbers import Number
from probes.figures.pairing import Slot, pair
from probes.figures.selector import selector
from probes.figures.statements import opened
from probes.figures.tokens import Token
from probes.figures.words import plain, squeeze

_MOST = 800  # figures outside tables that one page may hold
_APART = 5  # levels that words and number may stand apart from their common element


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


def read_cards(flow: Flow, labels: LabelBook, law_day: date) -> tuple[list[Reading], list[str]]:
    """The figures of the flow and the doubts met; running numbers of steps are no figures."""
    named, used = _across(flow.places, labels, law_day)
    pairs = sorted([*named, *_within(flow.places, labels, law_day)], key=lambda item: item.order)
    pairs = _without_steps(pairs[:_MOST])
    around = Around(pairs, [place for place in flow.places if place.sort == "words" and place.order not in used])
    told = {id(item): meaning_of(item, around, labels, law_day) for item in pairs}
    readings: list[Reading] = []
    units: list[str | None] = []
    doubts: list[str] = []
    for item in pairs:
        meaning, period = told[id(item)]
        near = [(told[id(other)][0], other) for other in around.group(item)] if meaning.known else []
        meaning = unclashed(meaning, item, near)
        if meaning.ambiguous:
            doubts.append(meaning.ambiguous)
        if meaning.weak and not supported(item, near, around.headings(item), labels):
            continue
        figure = _figure(item, meaning, period)
        if figure is not None:
            units.append(unit_over(around.headings(item), labels))
            readings.append(
                Reading(figure=figure, order=item.order, path=item.path, hidden=item.place.hidden, card=True)
            )
    return by_unit(readings, units), doubts


def _within(places: Sequence[Place], labels: LabelBook, law_day: date) -> list[Pair]:
    """The pairs inside single statements such as "ĐÃ TIẾP NHẬN:9696"."""
    pairs = []
    for before, place in zip([None, *places], places, strict=False):
        if not place.row or (_unit_after_label(before, place, labels, law_day)):
            continue
        row = opened([token for token in place.row if not token.edge or token.text], place, labels)
        slots = [_slot(token, labels, law_day) for token in row]
        unknown = [token for slot, token in zip(slots, row, strict=True) if slot.sort == "words" and not slot.known]
        if any(_is_prose(token) or labels.says("elsewhere", token.text) for token in unknown) or _of_another(
            row, unknown
        ):
            continue
        for number, words in pair(slots, _side_by_side).items():
            told = row[number].number
            if told is not None and not _of_something_else(slots, number, words) and not _is_menu(place, row, words):
                pairs.append(_pair(place, _PERIOD.sub("", squeeze(row[words].text), count=1), told))
    return pairs


# "Từ đầu năm đến ngày 30/09/2025:" before a label
_PERIOD = re.compile(r"(?:tính |lũy kế )?(?:từ|đến|trong|tháng|quý|năm|ngày)\b.{0,60}:\s", re.IGNORECASE)
_SENTENCE = 6  # words: a longer stretch that is no label belongs to running text


def _of_another(row: Sequence[Token], unknown: Sequence[Token]) -> bool:
    """Whether a sentence with several numbers tells of somebody: "Tỉnh Thử đã tiếp nhận …, giải quyết đúng hạn …"."""
    several = sum(token.number is not None for token in row) > 1
    return several and any(_DOING.search(squeeze(token.text)) for token in unknown)


_DOING = re.compile(r"\w\s+(?:đã\s+)?(?:tiếp nhận|giải quyết|xử lý)$", re.IGNORECASE)


def _is_prose(token: Token) -> bool:
    words = squeeze(token.text)
    return len(words.split()) > _SENTENCE and not _PERIOD.match(words)


def _of_something_else(slots: Sequence[Slot], number: int, words: int) -> bool:
    """Whether a number after its label is counted in something else: "Giải quyết trong hạn: 5 ngày"."""
    after = slots[number + 1] if number + 1 < len(slots) else None
    names_next = number + 2 < len(slots) and slots[number + 2].sort == "number"
    return words < number and after is not None and after.sort == "words" and not after.known and not names_next


def _is_menu(place: Place, row: Sequence[Token], words: int) -> bool:
    """Whether "Thủ tục hành chính (29)" is a link to a category of a menu."""
    return place.linked and words == 0 and plain(row[0].text) == "thủ tục hành chính"


def _unit_after_label(before: Place | None, place: Place, labels: LabelBook, law_day: date) -> bool:
    """Whether "983 Thủ tục hành chính" stands under words that name the number: then it is a unit after all."""
    if before is None or before.sort != "words" or plain(place.row[-1].text) != "thủ tục hành chính":
        return False
    near = _near(before, place)
    return near is not None and near >= len(place.path) - 2 and _known(before.text, labels, law_day)


def _side_by_side(left: int, right: int) -> int:
    """Inside one statement all neighbours are equally close."""
    return right - left


def _pair(place: Place, label: str, number: Number) -> Pair:
    return Pair(order=place.order, path=place.path, label=squeeze(label), number=number, place=place, unit=place.unit)


def _slot(token: Token, labels: LabelBook, law_day: date) -> Slot:
    if token.number is not None:
        return Slot(sort="number", share=token.number.percent)
    if not token.words:
        return Slot(sort="wall")
    return Slot(sort="words", known=_known(token.text, labels, law_day), forward=token.colon)


def _known(text: str, labels: LabelBook, law_day: date) -> bool:
    if len(text) > 160:
        return False
    return labels.mean(squeeze(text), law_day=law_day).known or labels.mean(without_period(text), law_day=law_day).known


def _across(places: Sequence[Place], labels: LabelBook, law_day: date) -> tuple[list[Pair], set[int]]:
    """The pairs of neighbouring blocks, and which blocks of words were used up."""
    wanted = _beside_numbers(places)
    slots = [
        Slot(
            sort="words" if place.sort == "words" else "number" if place.sort in ("number", "empty") else "wall",
            known=index in wanted and place.sort == "words" and _known(place.text, labels, law_day),
            forward=place.colon,
            title=place.heading and index in wanted,
            share=place.number is not None and place.number.percent,
        )
        for index, place in enumerate(places)
    ]
    paired = pair(slots, lambda left, right: _near(places[left], places[right]))
    pairs, used = [], set()
    for number, words in paired.items():
        used.add(places[words].order)
        told = places[number].number
        if told is not None:
            pairs.append(replace(_pair(places[number], places[words].text, told), unit=places[number].unit))
    return pairs, used


def _beside_numbers(places: Sequence[Place]) -> set[int]:
    numbers = [index for index, place in enumerate(places) if place.sort in ("number", "empty")]
    return {index + step for index in numbers for step in (-1, 1)}


def _near(left: Place, right: Place) -> int | None:
    if left.hidden is not right.hidden:
        return None
    shared = common(left.path, right.path)
    if max(len(left.path), len(right.path)) - shared > _APART:
        return None
    return shared


def by_unit(readings: list[Reading], units: Sequence[str | None]) -> list[Reading]:
    """The readings, those of cards that stand once for each of several units with their unit as scope."""
    named: dict[str, dict[str | None, int | float]] = {}
    for reading, unit in zip(readings, units, strict=True):
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
