"""Boxes and tables with nothing but zeros are what scripts have not filled yet: their zeros are no figures."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from probes.figures.cards import Reading
from probes.figures.figure import Problem

_MAIN = ("dossiers_received", "dossiers_resolved", "services_total", "services_full", "services_online")
_ROOTS = ("html", "body", "form", "main")


def without_empty_shells(readings: Sequence[Reading]) -> tuple[list[Reading], list[Problem]]:
    """The readings in reading order without those of empty cards and tables, and the doubt where there were some."""
    cards = sorted((reading for reading in readings if reading.card), key=lambda reading: reading.order)
    empty = {*_empty_tables(readings), *map(id, _empty_cards(cards))}
    kept = [reading for reading in readings if id(reading) not in empty]
    problems = [Problem(kind="not_loaded", detail="all values are 0: filled in by script")] if empty else []
    return sorted(kept, key=lambda reading: reading.order), problems


def _empty_tables(readings: Iterable[Reading]) -> list[int]:
    groups: dict[int, list[Reading]] = {}
    for reading in readings:
        if not reading.card:
            groups.setdefault(reading.order, []).append(reading)
    return [id(reading) for group in groups.values() if len(group) > 1 and not _filled(group) for reading in group]


def _empty_cards(cards: Sequence[Reading]) -> list[Reading]:
    """Cards in a box of zeros alone that counts what comes in or goes out, or in a run of such zeros."""
    if not _filled(cards):
        return list(cards)
    if all(card.figure.value for card in cards if card.figure.key in _MAIN):
        return []
    held, filled = Counter[int](), Counter[int]()
    for card in cards:
        around = [id(element) for element in card.path if element.name not in _ROOTS]
        held.update(around)
        filled.update(around if card.figure.value else ())
    boxes = {
        identity
        for card in cards
        if card.figure.key in _MAIN and not card.figure.value
        for element in card.path
        if held[identity := id(element)] > 1 and not filled[identity]
    }
    return [card for card in cards if any(id(element) in boxes for element in card.path)] + _runs(cards)


def _runs(cards: Sequence[Reading]) -> list[Reading]:
    """Zeros in a row, what came in and what went out among them."""
    runs = [list(run) for zero, run in groupby(cards, key=lambda card: not card.figure.value) if zero]
    return [card for run in runs if {*_MAIN[:2]} <= {card.figure.key for card in run} for card in run]


def _filled(readings: Iterable[Reading]) -> bool:
    return any(reading.figure.value for reading in readings)
