"""Statements of period and date between the figures of a page, and what else they say."""

import re
from dataclasses import dataclass
from datetime import date

from probes.figures.dates import bare_period, find_as_of, find_period, to_date, without_as_of
from probes.figures.figure import Period
from probes.figures.labels import LabelBook
from probes.figures.words import plain
from probes.markup import Element

Path = tuple[Element, ...]
_SPOKEN = re.compile(r"các năm|nhiều năm|đầu năm|cac nam|nhieu nam|dau nam", re.IGNORECASE)
_LONGEST = 200  # characters: a note is short


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A statement of period or date; `ends` closes what an earlier one said ("các năm")."""

    order: int
    path: Path
    period: Period | None
    as_of: date | None
    heading: bool
    year_to_date: bool = False
    ends: bool = False
    bare: str = ""  # a month or quarter without its year, which other statements name
    unit: str | None = None  # `dossier` or `service` where the statement speaks of these alone


def bare_note(order: int, path: Path, *, bare: str, heading: bool) -> Note:
    """The statement of a month or quarter without its year."""
    return Note(order=order, path=path, period=None, as_of=None, heading=heading, bare=bare)


def note_of(text: str, labels: LabelBook, *, order: int, path: Path, heading: bool) -> tuple[Note | None, str | None]:
    """What the text says of period and date, and what else it says (`None`: nothing)."""
    if len(text) > _LONGEST or not (any(char.isdigit() for char in text) or _SPOKEN.search(text)):
        return None, text
    if bare_period(text, 2000) is not None:
        return bare_note(order, path, bare=text, heading=heading), None
    found, as_of = find_period(text), find_as_of(text)
    ends = labels.says("shared", text)
    if found is None and as_of is None and not ends and not to_date(text):
        return None, text
    rest = plain(found[1] if found else without_as_of(text))
    if any(char.isalpha() for char in rest) and not labels.says("statistics", rest):
        return None, text
    core = labels.core(text)
    handled = labels.says("handled", core.filled) and "hồ sơ" not in plain(text)
    note = Note(
        order=order,
        path=path,
        period=found[0] if found else None,
        as_of=as_of,
        heading=heading,
        year_to_date=to_date(text),
        ends=ends,
        unit=None if handled else core.kind,
    )
    return note, text if any(char.isalpha() for char in rest) else None
