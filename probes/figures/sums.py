"""What came in and what was carried over, added up: a third figure of that name is their sum and counts no arrivals."""

from collections.abc import Sequence

from probes.figures.cards import Reading
from probes.figures.figure import Period

_Whose = tuple[str | None, Period | None, bool]
_RECEIVED, _CARRIED = "dossiers_received", "dossiers_carried"


def without_sums(readings: Sequence[Reading]) -> list[Reading]:
    """The readings without "Tiếp nhận: 9.400" where "Kỳ trước: 400" and "Trong kỳ: 9.000" of the same stand beside it.

    Nothing is left out where the three do not add up, nor where nothing was carried over.
    """
    values: dict[tuple[_Whose, str], set[int | float]] = {}
    for reading in readings:
        if reading.figure.key in (_RECEIVED, _CARRIED):
            values.setdefault((_whose(reading), reading.figure.key), set()).add(reading.figure.value)
    return [reading for reading in readings if not _is_sum(reading, values)]


def _is_sum(reading: Reading, values: dict[tuple[_Whose, str], set[int | float]]) -> bool:
    figure, whose = reading.figure, _whose(reading)
    if figure.key != _RECEIVED:
        return False
    received, carried = values[whose, _RECEIVED], values.get((whose, _CARRIED), set())
    return any(before and figure.value - before in received for before in carried)


def _whose(reading: Reading) -> _Whose:
    return reading.figure.scope, reading.figure.period, reading.card
