"""Whose figures a statement of period or date covers: those of the smallest part of the page that holds both."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from probes.figures.dates import bare_period
from probes.figures.figure import Period
from probes.figures.notes import Note, Path
from probes.markup import Element

_NEAR, _FAR = 4, 9  # levels that a bare statement, and a heading's, may reach upwards


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """A note with the element whose figures it covers; `back`: those before it, for want of any behind it."""

    note: Note
    inside: Element
    back: bool


class Context:
    """The notes of one page, asked for the period and day of a place."""

    def __init__(self, notes: Sequence[Note], places: Iterable[tuple[int, Path]]) -> None:
        """`places` are where figures stand, in reading order."""
        orders: dict[int, list[int]] = {}
        for order, path in places:
            for element in path:
                orders.setdefault(id(element), []).append(order)
        told = [_dated(note, notes) for note in notes]
        self._reaches = [reach for note in told if (reach := _reach(note, orders)) is not None]
        stamps = {note.as_of for note in notes if note.as_of is not None}
        self._only_stamp = next(iter(stamps)) if len(stamps) == 1 else None

    def period(self, order: int, path: Path, unit: str) -> Period | None:
        """The period of a figure of that unit at that place; a statement about dossiers does not cover services."""

        def speaks(note: Note) -> bool:
            told = note.period is not None or note.ends or note.year_to_date or bool(note.bare)
            return told and (note.unit is None or unit not in ("dossier", "service") or note.unit == unit)

        note = self._nearest(order, path, speaks)
        if note is None or note.ends or (note.bare and note.period is None):
            return None
        if note.period is None:
            day = self.as_of(order, path)
            return Period(start=date(day.year, 1, 1), end=day) if day else None
        if note.period.end is None and note.period.start is not None:
            day = self.as_of(order, path)
            end = day if day and day >= note.period.start else None
            return Period(start=note.period.start, end=end)
        return note.period

    def as_of(self, order: int, path: Path) -> date | None:
        """The day that a figure at that place is of: the nearest statement's, else the page's only one."""
        note = self._nearest(order, path, lambda note: note.as_of is not None)
        return note.as_of if note is not None else self._only_stamp

    def _nearest(self, order: int, path: Path, wanted: Callable[[Note], bool]) -> Note | None:
        inside = {id(element) for element in path}
        covering = [reach for reach in self._reaches if wanted(reach.note) and id(reach.inside) in inside]
        before = [reach for reach in covering if reach.note.order <= order and not reach.back]
        behind = [reach for reach in covering if reach.back and reach.note.order > order]
        last = max(before, key=lambda reach: reach.note.order, default=None)
        first = min(behind, key=lambda reach: reach.note.order, default=None)
        if last is None or first is None:
            found = last or first
        else:  # what stands in the figure's own box, under it, says more than what stands far over it
            depths = {id(element): depth for depth, element in enumerate(path)}
            found = first if depths[id(first.inside)] > depths[id(last.inside)] else last
        return found.note if found is not None else None


def year_at(order: int, notes: Sequence[Note]) -> int | None:
    """The year that holds at a place: the only one that the page names, else that of the nearest statement before."""
    years = [(note.order, day.year) for note in notes if (day := _day_of(note)) is not None]
    if len({year for _, year in years}) == 1:
        return years[0][1]
    return next((year for place, year in reversed(years) if place <= order), None)


def _day_of(note: Note) -> date | None:
    return note.period.start if note.period is not None and note.period.start is not None else note.as_of


def _dated(note: Note, notes: Sequence[Note]) -> Note:
    """A month that is named without its year, in the year that the page names elsewhere."""
    year = year_at(note.order, notes) if note.bare else None
    return note if year is None else replace(note, period=bare_period(note.bare, year))


def _reach(note: Note, orders: dict[int, list[int]]) -> Reach | None:
    """The smallest part of the page that holds the note and a figure behind it; a note under its figures stays near.

    A day that stands in the box of the figures before it is theirs, whatever comes behind the box.
    """
    ahead, behind = (_within(note, orders, back=back) for back in (False, True))
    if ahead is None or (behind is not None and note.as_of is not None and behind < ahead):
        return None if behind is None else Reach(note=note, inside=note.path[-1 - behind], back=True)
    return Reach(note=note, inside=note.path[-1 - ahead], back=False)


def _within(note: Note, orders: dict[int, list[int]], *, back: bool) -> int | None:
    """How many levels up a part of the page holds the note and a figure behind it, or before it."""
    if back and note.heading and note.as_of is None:
        return None
    far = _FAR if note.as_of is not None or not back else _NEAR
    for level, element in enumerate(reversed(note.path)):
        if level > far or (back and note.as_of is None and element.name in ("body", "html")):
            return None
        found = orders.get(id(element), ())
        if any((order < note.order) if back else (order >= note.order) for order in found):
            return level
    return None
