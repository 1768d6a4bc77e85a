"""Boxes whose first figure names what the others divide: "Đang giải quyết 30" over "Trong hạn 28" and "Quá hạn 2"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from probes.figures.around import Pair, common
from probes.figures.columns import without_period
from probes.figures.flow import Path
from probes.figures.labels import LabelBook
from probes.figures.numbers import Kind
from probes.figures.words import plain
from probes.markup import Element

_HEADS = ("open", "resolved")
_PARTS = 7  # figures at most that divide another one
_APART = 6  # levels that a figure and its parts stand apart at most
_LISTS = ("ul", "ol", "dl")
_SHARED = frozenset(["quá hạn", "trễ hạn", "chậm hạn", "đã quá hạn", "trong hạn", "đúng hạn"])  # of finished and open


@dataclass(frozen=True, slots=True, kw_only=True)
class Divided:
    """The pairs, those that divide another one with its label as their head; `doubtful`: which may be of another."""

    pairs: list[Pair]
    doubtful: frozenset[int]


def divided(pairs: Sequence[Pair], labels: LabelBook, law_day: date) -> Divided:
    """Give each pair its head where a sum or a list says so; a word that stands under two heads is else in doubt."""
    heads: dict[int, str] = {}
    families = [labels.group(without_period(item.label)) for item in pairs]
    for index, (item, family) in enumerate(zip(pairs, families, strict=True)):
        if family in _HEADS:
            parts = _parts(pairs, index, labels, law_day)
            heads |= dict.fromkeys(parts, without_period(item.label))
    told = [_under(item, heads.get(index, "")) for index, item in enumerate(pairs)]
    doubtful = {id(told[index]) for index in _twice(pairs, families) if not told[index].place.head}
    return Divided(pairs=told, doubtful=frozenset(doubtful))


def _under(item: Pair, head: str) -> Pair:
    return replace(item, place=replace(item.place, head=head)) if head and not item.place.head else item


def _parts(pairs: Sequence[Pair], index: int, labels: LabelBook, law_day: date) -> list[int]:
    """The places of the pairs that divide the one at that index."""
    head = pairs[index]
    label, whole = without_period(head.label), head.number.value(Kind.COUNT)
    following: list[int] = []
    for place in range(index + 1, min(len(pairs), index + 1 + _PARTS)):
        item = pairs[place]
        meant = labels.mean(item.label, law_day=law_day, groups=(label,)).count
        if meant is None or meant in ("dossiers_open", "dossiers_resolved") or _far(head.path, item.path):
            break
        following.append(place)
    for count in range(2, len(following) + 1):
        values = [pairs[place].number.value(Kind.COUNT) for place in following[:count]]
        if whole and None not in values and sum(value or 0 for value in values) == whole:
            return following[:count]
    return [place for place in following if _listed(pairs, index, place)]


def _far(one: Path, other: Path) -> bool:
    return max(len(one), len(other)) - common(one, other) > _APART


def _listed(pairs: Sequence[Pair], head: int, part: int) -> bool:
    """Whether the part stands in a list right under the only figure that its box holds before the list."""
    found = _list_around(pairs[part].path, pairs[head].path)
    if found is None:
        return False
    box = found.parent
    before = pairs[head - 1] if head else None
    alone = before is None or not any(element is box for element in before.path)
    return alone and any(element is box for element in pairs[head].path)


def _list_around(path: Path, outside: Path) -> Element | None:
    shared = common(path, outside)
    if any(element.name in _LISTS for element in outside[shared:]):
        return None
    return next((element for element in path[shared:] if element.name in _LISTS), None)


def _twice(pairs: Sequence[Pair], families: Sequence[str | None]) -> list[int]:
    """The pairs whose words stand under a count of finished and under one of open dossiers with two values."""
    found: list[int] = []
    seen: dict[str, list[int]] = {}
    for index, item in enumerate(pairs):
        if plain(item.label).removeprefix("hồ sơ ") in _SHARED and (above := _above(families, index)):
            rivals = [place for place in seen.get(plain(item.label), []) if _above(families, place) != above]
            near = [place for place in rivals if not _far(pairs[place].path, item.path)]
            found += [index, *near] if any(pairs[p].number.digits != item.number.digits for p in near) else []
            seen.setdefault(plain(item.label), []).append(index)
    return found


def _above(families: Sequence[str | None], index: int) -> str | None:
    """The nearest of the families of finished and open dossiers before that pair."""
    start = max(0, index - _PARTS)
    return next((family for family in reversed(families[start:index]) if family in _HEADS), None)
