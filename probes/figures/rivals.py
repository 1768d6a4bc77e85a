"""Boxes of one make that give one figure with several values and do not say whose each is: none of them is given."""

from collections.abc import Sequence

from probes.figures.cards import Reading
from probes.figures.figure import Period
from probes.figures.slots import of_one_make

_Key = tuple[str, Period | None]


def without_rivals(readings: Sequence[Reading]) -> tuple[list[Reading], list[str]]:
    """The readings without those of nameless boxes that repeat one another, and what was left out, in words."""
    groups: dict[_Key, list[Reading]] = {}
    for reading in readings:
        if reading.card and not reading.hidden and reading.figure.scope is None:
            groups.setdefault((reading.figure.key, reading.figure.period), []).append(reading)
    left_out: set[int] = set()
    told = []
    for (key, _), group in groups.items():
        if len({reading.figure.value for reading in group}) < 2:
            continue
        alike = [one for one in group if any(of_one_make(one.path, other.path) for other in group if other is not one)]
        if len({reading.figure.value for reading in alike}) > 1:
            left_out.update(id(reading) for reading in alike)
            told.append(f"{key} stands in {len(alike)} boxes alike that do not say whose or of when they are")
    return [reading for reading in readings if id(reading) not in left_out], told
