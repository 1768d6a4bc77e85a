"""The row "Tổng số" below rows of levels of services: their total, where it is what the levels add up to."""

from collections.abc import Sequence

from probes.figures.cells import cell_number
from probes.figures.figure import Figure
from probes.figures.grid import Row
from probes.figures.labels import LabelBook, unit_of
from probes.figures.numbers import Kind

_TOTAL = "services_total"
_LEVELS = {"services_full", "services_partial", "services_information"}


def level_total(figures: Sequence[Figure], rows: Sequence[Row], labels: LabelBook, *, place: str) -> list[Figure]:
    """The total of the levels, from the first row of a sum that holds it; none beside figures of anything else.

    A bare "Tổng số" does not say what it counts, so nothing is given unless the levels add up to it.
    """
    levels = [figure for figure in figures if figure.key in _LEVELS]
    keys, places = {figure.key for figure in levels}, {(figure.scope, figure.period) for figure in levels}
    if len(keys) < 2 or len(levels) != len(keys) or len(places) != 1 or len(levels) != len(figures):
        return []
    awaited = sum(figure.value for figure in levels)
    for row in rows:
        if not any(labels.in_table("sum_rows", cell.line) for cell in row.told[:2]):
            continue
        number = next((number for cell in row.told if (number := cell_number(cell.text)) and not number.percent), None)
        value = number.value(Kind.COUNT) if number else None
        if number is None or value != awaited:
            continue
        where = f"{place} > tr:nth-of-type({row.number})"
        label = next(cell.line for cell in row.told if labels.in_table("sum_rows", cell.line))
        return [
            Figure(
                key=_TOTAL,
                value=value,
                unit=unit_of(_TOTAL),
                raw=number.raw,
                label=label,
                where=where,
                qualifier=number.qualifier,
                scope=levels[0].scope,
                period=levels[0].period,
            )
        ]
    return []
