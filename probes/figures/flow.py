"""A page's blocks as one row of places: words, numbers and walls, with the notes of period and date between them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from probes.figures.blocks import Block, Table
from probes.figures.dates import bare_period
from probes.figures.labels import LabelBook
from probes.figures.notes import Note, bare_note, note_of
from probes.figures.numbers import Number
from probes.figures.tokens import Token, tokens_of
from probes.figures.words import plain, squeeze
from probes.markup import Element

Path = tuple[Element, ...]
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})[.)]?\s+\D")
_SHORT = 100  # characters: what is longer than a label has to speak of our topic
_PLACES, _TABLES, _NOTES = 5_000, 150, 200  # as many of one page are read; no honest page has more


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Words, a number, an empty place or a wall, where it stands and whether people see it."""

    order: int
    sort: str  # words, number, empty, wall
    text: str
    path: Path
    element: Element
    hidden: bool
    heading: bool = False
    linked: bool = False
    colon: bool = False
    number: Number | None = None
    unit: str | None = None
    row: tuple[Token, ...] = ()  # of a wall: the statement that it holds
    head: str = ""  # of a statement in parentheses: the label before them, which it divides


@dataclass(slots=True)
class Flow:
    """The page in reading order."""

    places: list[Place] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    tables: list[tuple[int, Table]] = field(default_factory=list)
    outline: dict[str, str] = field(default_factory=dict)  # the labels of numbered statements, by their numbers
    divided: tuple[Element | None, str] = (None, "")  # the last statement without a dash: where, and its label


def flow_of(pieces: Iterable[Block | Table], labels: LabelBook) -> Flow:
    """Put the page's blocks and tables in a row."""
    flow = Flow()
    for order, piece in enumerate(pieces):
        if isinstance(piece, Table):
            if len(flow.tables) < _TABLES:
                flow.tables.append((order, piece))
            flow.places.append(
                Place(order=order, sort="wall", text="", path=piece.path, element=piece.element, hidden=piece.hidden)
            )
        else:
            _add(flow, order, piece, labels)
        if len(flow.places) >= _PLACES:
            break
    _join_months(flow)
    return flow


def _join_months(flow: Flow) -> None:
    """Make a statement of "THÁNG" and the number below it, where they stand alone in two neighbouring elements."""
    kept: list[Place] = []
    for place in flow.places:
        last = kept[-1] if kept else None
        alone = last is not None and last.sort == "words" and plain(last.text) in ("tháng", "quý", "thang", "quy")
        if last is not None and alone and place.sort == "number":
            text = f"{last.text} {place.text}"
            if last.element.parent is place.element.parent and bare_period(text, 2000) is not None:
                kept.pop()
                flow.notes.append(bare_note(place.order, place.path, bare=text, heading=place.heading))
                continue
        kept.append(place)
    flow.places = kept
    flow.notes.sort(key=lambda note: note.order)


def _add(flow: Flow, order: int, block: Block, labels: LabelBook) -> None:
    text = squeeze(block.text) if len(block.text) < 2000 else block.text[:2000]
    if not text:
        flow.places.append(_place(order, block, "empty", ""))
        return
    note, rest = note_of(text, labels, order=order, path=block.path, heading=block.heading)
    if note is not None and not block.linked and len(flow.notes) < _NOTES:
        flow.notes.append(note)
        if rest is None:
            return
    if plain(text) == "tthc" and not (flow.places and flow.places[-1].sort == "number"):
        flow.places.append(_place(order, block, "words", text))  # a card's label; behind a number it is its unit
        return
    telling = len(text) <= _SHORT or not any(map(str.isdigit, text)) or labels.says("topic", text)
    rows = tokens_of(block.text) if telling else ()
    if not rows:
        flow.places.append(_place(order, block, "wall", ""))
        return
    apart = len(rows) > 1 and not any(token.number for token in rows[0])
    above = _outlined(flow, text, _without_units(rows[0], labels)) or _dashed(flow, text, block, rows[0], labels=labels)
    for number, row in enumerate(rows):
        if not number and len(rows) > 1 and all(token.empty for token in row):
            continue  # parentheses alone: no value is missing before them
        head = _head(_without_units(rows[0], labels)) if number else above
        _add_row(flow, order, block, _without_units(row, labels), apart=apart, head=head)


def _outlined(flow: Flow, text: str, row: list[tuple[Token, str | None]]) -> str:
    """The label of the statement that a numbered one divides: "2.1. Trước hạn" stands under "2. Đã giải quyết"."""
    found = _NUMBERED.match(text)
    if found is None:
        return ""
    number = found[1].rstrip(".")
    flow.outline[number] = _head(row)
    return flow.outline.get(number.rpartition(".")[0], "")


def _dashed(flow: Flow, text: str, block: Block, row: tuple[Token, ...], *, labels: LabelBook) -> str:
    """The label of finished or open dossiers that statements with a dash below it divide: "- Quá hạn: 2"."""
    if not text.startswith(("-", "–", "+", "*", "•")):
        head = _head(_without_units(row, labels))
        flow.divided = (block.element.parent, head) if labels.group(head) in ("open", "resolved") else (None, "")
        return ""
    where, head = flow.divided
    return head if where is block.element.parent else ""


def _head(row: list[tuple[Token, str | None]]) -> str:
    """The label that the parentheses behind it divide: the only words of the statement before them."""
    words = [token for token, _ in row if token.words]
    return squeeze(words[0].text).rstrip(": ") if len(words) == 1 else ""


def _is_card(token: Token) -> bool:
    """Whether the words are a card's label: "Thủ tục hành chính" with a capital; in running text it is a unit."""
    return token.text[:1].isupper() and plain(token.text) == "thủ tục hành chính"


def _without_units(row: tuple[Token, ...], labels: LabelBook) -> list[tuple[Token, str | None]]:
    """The row without words that are only a unit; the number before keeps the unit."""
    told: list[tuple[Token, str | None]] = []
    for token in row:
        unit = labels.is_unit(token.text) if token.words and not _is_card(token) else None
        if unit is None:
            told.append((token, None))
        elif told and told[-1][0].number is not None:
            told[-1] = (told[-1][0], unit)
    return told


def _add_row(
    flow: Flow, order: int, block: Block, row: list[tuple[Token, str | None]], *, apart: bool, head: str
) -> None:
    """Put one statement into the flow; `apart`: the block's numbers stand in parentheses, its words before them."""
    numbers = [(token, unit) for token, unit in row if token.number is not None]
    words = [token for token, _ in row if token.words]
    if numbers and words:
        kept = tuple(token for token, _ in row)
        unit = next((unit for _, unit in numbers if unit), None)
        flow.places.append(_place(order, block, "wall", squeeze(block.text), row=kept, unit=unit, head=head))
    elif numbers:
        for token, unit in numbers:
            flow.places.append(_place(order, block, "number", token.text, number=token.number, unit=unit))
    elif words:
        colon = words[-1].colon or block.text.rstrip(" \x1f\x1e\u00a0").endswith(":")
        text = squeeze(" ".join(token.text for token in words)) if apart else squeeze(block.text)
        flow.places.append(_place(order, block, "words", text, colon=colon and not apart))
    elif any(token.empty for token, _ in row):
        flow.places.append(_place(order, block, "empty", ""))


def _place(
    order: int,
    block: Block,
    sort: str,
    text: str,
    *,
    number: Number | None = None,
    unit: str | None = None,
    colon: bool = False,
    row: tuple[Token, ...] = (),
    head: str = "",
) -> Place:
    return Place(
        order=order,
        sort=sort,
        text=text,
        path=block.path,
        element=block.element,
        hidden=block.hidden,
        heading=block.heading,
        linked=block.linked,
        colon=colon,
        number=number,
        unit=unit,
        row=row,
        head=head,
    )
