"""What stands around a number on a page: the pairs of its group, and the headings over it."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from probes.figures.flow import Path, Place
from probes.figures.notes import Note
from probes.figures.numbers import Number
from probes.figures.words import squeeze

_DEEPEST = 20  # levels that a number may stand inside the section that it is counted for
_GROUPED = 6  # levels up to which figures support one another
_WINDOW, _HEADINGS = 24, 12  # how many neighbours and headings are looked at, so that long pages stay cheap


Held = Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Words with their number, before it is known what they mean under their headings."""

    order: int
    path: Path
    label: str
    number: Number
    place: Place
    unit: str | None
    said: str = ""  # the period that its statement opens with: "Tháng 9: tiếp nhận …"


def common(left: Path, right: Path) -> int:
    """How many elements from the root two places share."""
    count = 0
    for one, other in zip(left, right, strict=False):
        if one is not other:
            break
        count += 1
    return count


class Around:
    """The pairs and the loose words of a page, asked for what stands around one pair."""

    def __init__(self, pairs: Sequence[Pair], words: Sequence[Place], held: Held, dated: Sequence[Note] = ()) -> None:
        """All in reading order; `held`: how many numbers each element holds, `dated`: headings that are a period."""
        self._dated = [note for note in dated if note.heading]
        self._days = [note.order for note in self._dated]
        self._pairs, self._words, self._held = pairs, words, held
        self._titles: dict[int, Place | None] = {}
        self._orders = [place.order for place in words]
        self._places = {id(item): index for index, item in enumerate(pairs)}

    def near(self, item: Pair) -> list[Pair]:
        """The pairs shortly before and behind."""
        index = self._places[id(item)]
        return [other for other in self._pairs[max(0, index - _WINDOW) : index + _WINDOW] if other is not item]

    def group(self, item: Pair) -> list[Pair]:
        """The pairs of its group: in one part of the page, and not under another heading."""
        return [other for other in self.near(item) if _together(item, other) and not self._parted(item, other)]

    def _parted(self, one: Pair, other: Pair) -> bool:
        """Whether a heading stands between two pairs, or the section of the earlier one ends before the later one."""
        earlier, later = (one, other) if one.order <= other.order else (other, one)
        title, over = self._title(later), self._title(earlier)
        between = self._dated[bisect_right(self._days, earlier.order) : bisect_right(self._days, later.order)]
        if any(_heads(note, later, earlier) for note in between):
            return True
        if title is not None:
            return title.order > earlier.order
        return over is not None and of_its_own(over, later.path, self._held)

    def headings(self, item: Pair) -> list[Place]:
        """The words before the pair that name no number, nearest first, as far as they stand over it."""
        end = bisect_left(self._orders, item.order)
        near = reversed(self._words[max(0, end - _HEADINGS) : end])
        over = (place for place in near if _over(place, item) and not of_its_own(place, item.path, self._held))
        return _outermost_last(over)

    def _title(self, item: Pair) -> Place | None:
        """The nearest heading over the pair."""
        if id(item) not in self._titles:
            self._titles[id(item)] = next((place for place in self.headings(item) if place.heading), None)
        return self._titles[id(item)]


def _heads(note: Note, later: Pair, earlier: Pair) -> bool:
    """Whether a period stands as a heading over the later one of two pairs, in a box that the earlier is not in."""
    box = common(note.path, later.path)
    return box >= len(note.path) - 2 and common(earlier.path, later.path) < box


def _outermost_last(over: Iterable[Place]) -> list[Place]:
    """The words over a pair, nearest first, without headings of sections that a nearer one of their rank has closed."""
    told: list[Place] = []
    rank = 9
    for place in over:
        own = _RANKS.get(place.element.name)
        if own is None or own < rank:
            told.append(place)
            rank = own or rank
    return told


_RANKS = {f"h{rank}": rank for rank in range(1, 7)}


def numbers_held(places: Sequence[Place]) -> Held:
    """How many numbers and statements each element of the page holds; a table counts for two."""
    held: Counter[int] = Counter()
    for place in places:
        if place.sort in ("number", "wall"):
            weight = 2 if place.element.sort == "table" else sum(token.number is not None for token in place.row)
            for element in place.path[-_DEEPEST:]:
                held[id(element)] += max(1, weight)
    return held


def of_its_own(place: Place, path: Path, held: Held) -> bool:
    """Whether words stand in a section that has numbers of its own, and not over what is at that path."""
    shared = common(place.path, path)
    if shared >= len(place.path):
        return False
    return held.get(id(place.path[shared]), 0) - (place.sort == "wall") > 1


def _over(place: Place, item: Pair) -> bool:
    shared = common(place.path, item.path)
    if place.linked or not shared or len(place.text) > 160:
        return False
    if any(element.name == "footer" for element in item.path[shared:]):
        return False  # what stands in the foot of a page is not counted under the words of its middle
    return len(place.path) - shared <= 3 and len(item.path) - shared <= (8 if place.heading else 4)


def titles(place: Place, path: Path) -> bool:
    """Whether words stand as a title over what is at that path, and not as a heading inside the section before."""
    shared = common(place.path, path)
    if not place.heading or shared >= len(place.path):
        return False
    return squeeze(place.path[shared].text(" ")) == squeeze(place.element.text(" "))


def _together(one: Pair, other: Pair) -> bool:
    """Whether two pairs stand in one group: in one part of the page that is not the page itself."""
    shared = common(one.path, other.path)
    apart = max(len(one.path), len(other.path)) - shared
    if shared and one.path[shared - 1].name in ("body", "html", "form"):
        return apart <= 1
    return apart <= _GROUPED
