"""Where each province stands on the tile map: a cell for every one of the 63, and boxes for both archipelagos.

By the code of the General Statistics Office; the 34 of today carry codes of the 63 and stand where those stood.
Not to scale: the order from north to south and from west to east is kept, so that a province is found.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from monitor.rollup.picture import AgencyPicture

WIDE, HIGH, COLUMNS = 74, 34, 8.9  # units of a cell, and columns of the map
_ONE_LINE = 9  # letters that fit beside one another

_ROWS = (
    "... 02 04",
    ". 12 10 08 06 20",
    "11 14 15 25 19 24 22",
    ". . 17 26 01 27 30 31",
    "... . 35 33 34",
    "... 38 37 36",
    "... 40",
    "... 42",
    "... . 44",
    "... . 45",
    "... . . 46",
    "... . . 49 48",
    "... . . 62 51",
    "... . . 64 52",
    "... . . 66 54",
    "... . 70 67 56",
    "... 72 74 68 58",
    ". . 80 79 75 60",
    "89 87 82 83 77",
    "91 92 86 84",
    ". 93 94",
    "96 95",
)
_CELLS = {
    code: (column, row)
    for row, line in enumerate(_ROWS)
    for column, code in enumerate(line.replace("...", ". . .").split())
    if code != "."
}
ROWS = len(_ROWS)
ARCHIPELAGOS = (("Hoàng Sa", "Đà Nẵng", 10.2), ("Trường Sa", "Khánh Hòa", 15.4))  # name, province, row


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One province's cell, with its name in at most two short lines."""

    agency: AgencyPicture
    x: float
    y: float
    lines: tuple[str, ...]


def tiles(provinces: Iterable[AgencyPicture]) -> tuple[Tile, ...]:
    """Provinces by code; those without one (an invented estate) take the free cells in their order, from the north to
    the south."""
    found = tuple(provinces)
    taken = {item.agency.gso_code for item in found}
    free = [cell for code, cell in _CELLS.items() if code not in taken]
    nowhere = sum(1 for item in found if item.agency.gso_code not in _CELLS)
    step = max(len(free) / max(nowhere, 1), 1.0)
    return tuple(_placed(found, (free[int(number * step)] for number in range(min(nowhere, len(free))))))


def _placed(found: tuple[AgencyPicture, ...], free: Iterator[tuple[int, int]]) -> Iterator[Tile]:
    for item in found:
        cell = _CELLS.get(item.agency.gso_code) or next(free, None)
        if cell is not None:
            yield Tile(agency=item, x=cell[0] * WIDE, y=cell[1] * HIGH, lines=_lines(item.agency.name_vi))


def _lines(name: str) -> tuple[str, ...]:
    """The name without its kind, in one line where it is short, else in two."""
    short = name.removeprefix("Tỉnh ").removeprefix("Thành phố ").split(" (")[0]
    words = [word[:12] for word in short.replace(" - ", " ").split()[:4]]
    if len(" ".join(words)) <= _ONE_LINE or len(words) < 2:
        return (" ".join(words),)
    half = (len(words) + 1) // 2
    return " ".join(words[:half]), " ".join(words[half:])
