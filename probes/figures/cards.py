"""Figures outside tables: cards, pairs of paragraphs, definition lists, one text node, counts in parentheses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from probes.figures.blocks import selector
from probes.figures.columns import without_period
from probes.figures.dates import find_period
from probes.figures.figure import Figure, Period
from probes.figures.flow import Flow, Path, Place
from probes.figures.labels import NOTHING, LabelBook, Meaning, kind_of, unit_of
from probes.figures.numbers import Number
from probes.figures.pairing import Slot, pair
from probes.figures.tokens import Token
from probes.figures.words import plain, squeeze

_APART = 5  # levels that words and number may stand apart from their common element
_GROUPED = 6  # levels up to which figures support one another


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Words with their number, before it is known what they mean under their headings."""

    order: int
    path: Path
    label: str
    number: Number
    place: Place
    unit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A figure with its place in the page, and whether people see it."""

    figure: Figure
    order: int
    path: Path
    hidden: bool
    card: bool


def read_cards(flow: Flow, labels: LabelBook, law_day: date) -> tuple[list[Reading], list[str]]:
    """The figures of the flow and the doubts met; running numbers of steps are no figures."""
    named, used = _across(flow.places, labels, law_day)
    pairs = sorted([*named, *_within(flow.places, labels, law_day)], key=lambda item: item.order)
    pairs = _without_steps(pairs)
    headings = [place for place in flow.places if place.sort == "words" and place.order not in used]
    readings: list[Reading] = []
    doubts: list[str] = []
    meanings = [(_meaning(item, pairs, headings, labels, law_day), item) for item in pairs]
    meanings = [((_unclashed(meaning, item, meanings), period), item) for (meaning, period), item in meanings]
    for (meaning, period), item in meanings:
        if meaning.ambiguous:
            doubts.append(meaning.ambiguous)
        if meaning.weak and not _supported(item, meanings, headings, labels):
            continue
        figure = _figure(item, meaning, period)
        if figure is not None:
            readings.append(
                Reading(figure=figure, order=item.order, path=item.path, hidden=item.place.hidden, card=True)
            )
    return readings, doubts


def _within(places: Sequence[Place], labels: LabelBook, law_day: date) -> list[Pair]:
    """The pairs inside single statements such as "ĐÃ TIẾP NHẬN:9696"."""
    pairs = []
    for before, place in zip([None, *places], places, strict=False):
        if not place.row or (_unit_after_label(before, place, labels, law_day)):
            continue
        row = [token for token in place.row if not token.edge or token.text]
        slots = [_slot(token, labels, law_day) for token in row]
        for number, words in pair(slots, lambda left, right: 1).items():
            told = row[number].number
            if told is not None:
                pairs.append(_pair(place, row[words].text, told))
    return pairs


def _unit_after_label(before: Place | None, place: Place, labels: LabelBook, law_day: date) -> bool:
    """Whether "983 Thủ tục hành chính" stands under words that name the number: then it is a unit after all."""
    if before is None or before.sort != "words" or plain(place.row[-1].text) != "thủ tục hành chính":
        return False
    near = _near(before, place)
    return near is not None and near >= len(place.path) - 2 and _known(before.text, labels, law_day)


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


def common(left: Path, right: Path) -> int:
    """How many elements from the root two places share."""
    count = 0
    for one, other in zip(left, right, strict=False):
        if one is not other:
            break
        count += 1
    return count


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


def _meaning(
    item: Pair, pairs: Sequence[Pair], headings: Sequence[Place], labels: LabelBook, law_day: date
) -> tuple[Meaning, Period | None]:
    above = _headings(item, headings)
    if any(labels.says("foreign", place.text) for place in above[:2]):
        return NOTHING, None
    groups = _groups(item, pairs, above, labels)
    meaning = labels.mean(item.label, law_day=law_day, groups=groups)
    period = None
    if not meaning.known and (found := find_period(item.label)):
        meaning, period = labels.mean(found[1], law_day=law_day, groups=groups), found[0]
    if meaning.total and meaning.count is None:
        meaning = _total(item, groups, above, labels)
    return meaning, period


def _total(item: Pair, groups: Sequence[str], above: Sequence[Place], labels: LabelBook) -> Meaning:
    """A bare "Tổng số" is a total of services only where its heading or its unit speaks of services alone."""
    core = labels.core(above[0].text) if above else None
    if (
        not groups
        and "hồ sơ" not in plain(item.label)
        and (item.unit == "service" or (core and core.service and not core.dossier))
    ):
        return Meaning(count="services_total")
    return NOTHING


def _headings(item: Pair, headings: Sequence[Place]) -> list[Place]:
    """The words before the pair that name no number, nearest first, as far as they stand over it."""
    found = []
    for place in reversed([place for place in headings if place.order < item.order][-12:]):
        shared = common(place.path, item.path)
        reach = 8 if place.heading else 4
        if (
            not place.linked
            and shared
            and len(place.path) - shared <= 3
            and len(item.path) - shared <= reach
            and len(place.text) <= 160
        ):
            found.append(place)
    return found


def _groups(item: Pair, pairs: Sequence[Pair], above: Sequence[Place], labels: LabelBook) -> tuple[str, ...]:
    nested = [other for other in pairs if other is not item and _holds(other, item)]
    if nested and labels.group(nested[-1].label):
        return (nested[-1].label,)
    for place in above[:3]:
        family = labels.group(without_period(place.text))
        if family in ("open", "resolved", "received", "online"):
            return (without_period(place.text),)
        if place.heading:
            break
    return ()


def _holds(outer: Pair, inner: Pair) -> bool:
    """Whether the inner pair stands in a list inside the outer one's element."""
    depth = len(outer.path)
    if len(inner.path) <= depth or inner.path[depth - 1] is not outer.path[-1]:
        return False
    return any(element.name in ("ul", "ol", "dl") for element in inner.path[depth:])


_Told = list[tuple[tuple[Meaning, Period | None], Pair]]


def _unclashed(meaning: Meaning, item: Pair, meanings: _Told) -> Meaning:
    """Among cards of one group: a sum of received and carried is not received; bare "quá hạn" beside "trong hạn" is in doubt."""
    near = [other for (other, _), pair_ in meanings if pair_ is not item and _together(item, pair_)]
    counts = {other.count for other in near}
    if meaning.count == "dossiers_received" and meaning.summed and ("dossiers_carried" in counts):
        return NOTHING
    if (
        meaning.count == "dossiers_late"
        and plain(item.label) in _LATE
        and "dossiers_on_time" not in counts
        and "dossiers_early" not in counts
    ):
        if any(
            plain(pair_.label).endswith(_OPEN_ENDS)
            for _, pair_ in meanings
            if pair_ is not item and _together(item, pair_)
        ):
            return Meaning(ambiguous=f"“{item.label}”: finished or still open dossiers")
    return meaning


_LATE = ("quá hạn", "trễ hạn", "chậm hạn", "hồ sơ quá hạn", "hồ sơ trễ hạn", "số hồ sơ quá hạn")
_OPEN_ENDS = ("trong hạn", "còn hạn", "chưa đến hạn", "sắp đến hạn", "đang giải quyết", "đang xử lý")


def _together(one: Pair, other: Pair) -> bool:
    """Whether two pairs stand in one group: in one part of the page that is not the page itself."""
    shared = common(one.path, other.path)
    apart = max(len(one.path), len(other.path)) - shared
    if shared and one.path[shared - 1].name in ("body", "html", "form"):
        return apart <= 1
    return apart <= _GROUPED


def _supported(item: Pair, meanings: _Told, headings: Sequence[Place], labels: LabelBook) -> bool:
    above = _headings(item, headings)
    if any(labels.says("visitors", text) for text in (*(place.text for place in above[:2]), item.label)):
        return False
    near = [(meaning, other) for (meaning, _), other in meanings if other is not item and _together(item, other)]
    if any(labels.says("visitors", other.label) for _, other in near):
        return False
    if item.unit is not None or any(meaning.count and not meaning.weak for meaning, _ in near):
        return True
    if any(_of_kind(place.text, labels) for place in above[:2]):
        return True
    return len({meaning.count for meaning, _ in near if meaning.count}) >= 1


def _of_kind(text: str, labels: LabelBook) -> bool:
    core = labels.core(text)
    return core.dossier or core.service


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
