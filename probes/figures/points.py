"""Points of the index of Decision 766 in rows of their own: only where three groups stand and points are said."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from probes.figures.around import common
from probes.figures.cells import cell_number
from probes.figures.columns import Column
from probes.figures.figure import Figure
from probes.figures.flow import Place
from probes.figures.grid import Cell, Row
from probes.figures.labels import LabelBook, unit_of
from probes.figures.numbers import Kind, Number
from probes.figures.selector import selector
from probes.figures.words import fold, plain, squeeze

_GROUPS = 3
_NEAR = 12  # places: a board of seven groups, each with its words and its points
_ABOVE = 40  # places: as far up a board's heading is looked for
# What Decision 766/QĐ-TTg gives at most; an index with other maxima is another index.
_AT_MOST = {
    "score_transparency": 18,
    "score_progress": 20,
    "score_online": 12,
    "score_payment": 10,
    "score_satisfaction": 18,
    "score_digitisation": 22,
    "score_total": 100,
}
_OF = re.compile(r"(\d{1,3}(?:[.,]\d{1,3})?)\s*/\s*(\d{1,3})(?:[.,]0+)?\s*(?:điểm|diem|đ)?", re.IGNORECASE)
_SAID = re.compile(rf"{_OF.pattern}|(\d{{1,3}}(?:[.,]\d{{1,3}})?)\s*(?:điểm|diem)(?!\w)", re.IGNORECASE)
_MOST = 100  # points: the whole index has as many


def with_total(columns: Sequence[Column], said: Iterable[str]) -> list[Column]:
    """The columns, their only "Tổng điểm" read as the index's total where the words over the table name the index."""
    told = [fold(plain(text)) for text in said]
    if any(column.score for column in columns) or not any(_INDEX.search(text) for text in told):
        return list(columns)
    if any(_GROUP.search(text) for text in told):
        return list(columns)  # of one group of the index, and not of the whole
    found = [column for column in columns if column.path and plain(column.path[-1]) in _TOTALS]
    if len(found) != 1:
        return list(columns)
    return [replace(column, score="score_total") if column is found[0] else column for column in columns]


_INDEX = re.compile(r"bo chi so (?:phuc vu|766)|chi so phuc vu nguoi dan|766/qd-ttg|quyet dinh (?:so )?766|chi so 766")
_GROUP = re.compile(r"so hoa|tien do|cong khai|minh bach|thanh toan|muc do hai long|dich vu (?:cong )?truc tuyen")
_TOTALS = ("tổng điểm", "tổng số điểm", "điểm tổng", "tổng điểm đạt được", "tổng điểm đạt")


def is_board(labels_told: Iterable[str], labels: LabelBook) -> bool:
    """Whether at least three groups of the index stand among those labels."""
    return len({key for text in labels_told if (key := labels.score(text)) and key != "score_total"}) >= _GROUPS


def read_points(rows: Sequence[Row], header: Row | None, labels: LabelBook, *, place: str) -> list[Figure]:
    """The points that the rows name, from the one column whose header says points reached; none without such."""
    columns = [] if header is None else [index for index, cell in enumerate(header.cells) if _reached(cell, labels)]
    if len(columns) != 1:
        return []
    figures = []
    for row in rows:
        cell = row.cells[columns[0]]
        key = next((key for other in row.told if (key := labels.score(other.line))), None)
        number = cell_number(cell.text) if cell is not None and row is not header else None
        if key is not None and number is not None:
            figures += point(key, number, label=row_label(row, labels), where=f"{place} > tr:nth-of-type({row.number})")
    return figures


def row_label(row: Row, labels: LabelBook) -> str:
    """The words of the row that name its points."""
    return next(cell.line for cell in row.told if labels.score(cell.line))


def point(key: str, number: Number, *, label: str, where: str) -> list[Figure]:
    """The figure of those points, or none where the number is no points."""
    value = number.value(Kind.POINT)
    if value is None or value > _MOST:
        return []
    raw, qualifier = number.raw, number.qualifier
    return [
        Figure(key=key, value=value, unit=unit_of(key), raw=raw, label=label, where=where, qualifier=qualifier),
    ]


def out_of(text: str) -> Number | None:
    """The points of "16,9/18", which says how many there are at most; `None` for anything else."""
    found = _OF.fullmatch(squeeze(text)) if len(text) < 40 else None
    if found is None:
        return None
    reached, most = float(found[1].replace(",", ".")), int(found[2])
    return Number(raw=found[0], digits=found[1]) if reached <= most and 2 <= most <= _MOST else None


def board_figures(places: Sequence[Place], labels: LabelBook) -> list[tuple[Place, Figure]]:
    """The points of a board outside tables that says beside each how many there are at most: "Tiến độ: 19,2/20"."""
    told = [(index, place, made) for index, place in enumerate(places) if (made := _said_at(places, index, labels))]
    if all(figure.value == _AT_MOST[figure.key] for _, _, figure in told):
        return []  # what the index gives at most
    figures = []
    for index, place, made in told:
        near = {figure.key for other, _, figure in told if abs(other - index) <= _NEAR} - {"score_total"}
        if len(near) >= _GROUPS and not _under_another(places, index, labels):
            figures.append((place, made))
    return figures


def _under_another(places: Sequence[Place], index: int, labels: LabelBook) -> bool:
    """Whether the heading over a place says that these are aims or maxima."""
    above = reversed(places[max(0, index - _ABOVE) : index])
    title = next((place.text for place in above if place.heading and place.text), "")
    return labels.says("foreign", title) or _limit(title)


def _said_at(places: Sequence[Place], index: int, labels: LabelBook) -> Figure | None:
    """The figure of points that stands at a place, its name in the same place or in the one before."""
    place, text = places[index], squeeze(places[index].text)
    found = _SAID.search(text) if len(text) <= _TITLE and any(map(str.isdigit, text)) else None
    if found is None or text[found.end() :].strip(" .;,)"):
        return None
    name = text[: found.start()].strip(" :.;,(–-")
    number = out_of(found[0]) if found[2] else Number(raw=found[0], digits=found[3])
    before = places[index - 1] if index else None
    if not name and before is not None and before.sort == "words" and _beside(before, place):
        name = before.text
    key = labels.score(name) if name else None
    if key is None or number is None or int(found[2] or _AT_MOST[key]) != _AT_MOST[key]:
        return None
    made = point(key, number, label=name, where=selector(place.element))
    return made[0] if made and made[0].value <= _AT_MOST[key] else None


_TITLE = 90  # characters: what is longer is running text


def _beside(one: Place, other: Place) -> bool:
    return one.hidden is other.hidden and len(other.path) - common(one.path, other.path) <= 3


def _reached(cell: Cell | None, labels: LabelBook) -> bool:
    return cell is not None and labels.says("points", cell.line) and not _limit(cell.line)


def _limit(text: str) -> bool:
    return any(word in plain(text) for word in ("tối đa", "toi da", "chuẩn", "thang", "max", "mục tiêu"))
