"""Boxes or rows that give one figure with several values and do not say whose each is: none of them is given."""

from collections.abc import Sequence

from probes.figures.cards import Reading
from probes.figures.figure import Figure, Period
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
    for key, group in _alike_tables(readings):
        left_out.update(id(reading) for reading in group)
        told.append(f"{key} stands in {len(group)} tables alike that do not say whose or of when they are")
    return [reading for reading in readings if id(reading) not in left_out], told


def _alike_tables(readings: Sequence[Reading]) -> list[tuple[str, list[Reading]]]:
    """The figures of the whole that stand with several values under one label in several tables."""
    groups: dict[tuple[str, Period | None, str], list[Reading]] = {}
    for reading in readings:
        figure = reading.figure
        if not reading.card and not reading.hidden and figure.scope is None:
            groups.setdefault((figure.key, figure.period, figure.label), []).append(reading)
    return [
        (key, group)
        for (key, _, _), group in groups.items()
        if len({reading.order for reading in group}) > 1 and len({reading.figure.value for reading in group}) > 1
    ]


def without_parts(figures: Sequence[Figure], parts: set[int]) -> list[Figure]:
    """The figures of rows without those that stand with several values under rows which are not understood.

    `parts`: which figures (by identity) divide such a row, as "Đã giải quyết" does under "Hồ sơ toàn trình".
    """
    values: dict[tuple[str, str | None, Period | None], set[int | float]] = {}
    for figure in figures:
        values.setdefault((figure.key, figure.scope, figure.period), set()).add(figure.value)
    return [
        figure
        for figure in figures
        if id(figure) not in parts or len(values[figure.key, figure.scope, figure.period]) < 2
    ]
