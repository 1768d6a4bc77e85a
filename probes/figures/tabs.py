"""Panes behind tabs: what a tab is called stands over its pane, and "Tháng này" is the month of the day of reading."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeGuard

from probes.figures.blocks import Block, Table
from probes.figures.dates import bare_period, find_period
from probes.figures.labels import LabelBook
from probes.figures.naming import names_unit
from probes.figures.words import fold, plain, squeeze
from probes.markup import Element

_TARGETS = ("data-bs-target", "data-target", "href", "aria-controls", "data-tab")
_TABBED = re.compile(r"(?:data-bs-target|data-target|aria-controls|data-tab)=|href=[\"']#\w")
_NAME = 40  # characters: what is longer is no tab
_MOST = 60  # tabs of one page


def with_tab_names(
    pieces: Iterable[Block | Table], page: Element, labels: LabelBook, law_day: date, *, source: str
) -> Iterator[Block | Table]:
    """The blocks and tables of a page, with the name of its tab as a heading before what stands in each pane.

    Headings that say "Tháng này" are spelt out too.
    """
    names = _tab_names(page, labels, law_day) if _TABBED.search(source) else {}
    for piece in pieces:
        for depth, element in enumerate(piece.path if names else ()):
            name = names.pop(element.attrs["id"], None) if "id" in element.attrs else None
            if name is not None:
                path = piece.path[: depth + 1]
                yield Block(text=name, element=element, path=path, hidden=piece.hidden, heading=True, linked=False)
        yield replace(piece, text=spelt_out(piece.text, law_day)) if _is_title(piece) else piece


def _is_title(piece: Block | Table) -> TypeGuard[Block]:
    return isinstance(piece, Block) and piece.heading and not piece.linked and len(piece.text) <= _NAME


def spelt_out(text: str, day: date) -> str:
    """ "Tháng này" as the month that holds the day, and so on; any other text as it stands."""
    said = fold(plain(text))
    if found := _THIS.fullmatch(said):
        return _RELATIVE[found[1] or found[2]](day)
    return text


def _tab_names(page: Element, labels: LabelBook, law_day: date) -> dict[str, str]:
    """By the id of its pane the name of each tab that tells a period, a unit or another subject; none of two names."""
    names: dict[str, set[str]] = {}
    for element in page.elements():
        target = _target(element.attrs) if element.attrs else ""
        if not target or len(names) > _MOST:
            continue
        text = squeeze(element.text(" "))
        name = spelt_out(text, law_day) if len(text) <= _NAME else ""
        told = name != text or find_period(name) or bare_period(name, law_day.year) or names_unit(name, labels)
        if told or labels.says("foreign", name):
            names.setdefault(target, set()).add(name)
    return {target: found.pop() for target, found in names.items() if len(found) == 1 and found != {""}}


def _target(attrs: Mapping[str, str]) -> str:
    """The id of the element that a tab shows."""
    for name in _TARGETS:
        value = attrs.get(name, "")
        if value.startswith("#") or (value and name not in ("href", "data-target", "data-bs-target")):
            return value.removeprefix("#")
    return ""


def _month(day: date) -> str:
    return f"Tháng {day.month}/{day.year}"


def _week(day: date) -> str:
    monday = day - timedelta(days=day.weekday())
    return f"Từ ngày {monday:%d/%m/%Y} đến ngày {monday + timedelta(days=6):%d/%m/%Y}"


_RELATIVE: Mapping[str, Callable[[date], str]] = {
    "hom nay": lambda day: f"Trong ngày {day:%d/%m/%Y}",
    "hom qua": lambda day: f"Trong ngày {day - timedelta(days=1):%d/%m/%Y}",
    "tuan nay": _week,
    "thang nay": _month,
    "thang truoc": lambda day: _month(day.replace(day=1) - timedelta(days=1)),
    "quy nay": lambda day: f"Quý {(day.month + 2) // 3}/{day.year}",
    "nam nay": lambda day: f"Năm {day.year}",
    "nam truoc": lambda day: f"Năm {day.year - 1}",
}
_THIS = re.compile(rf"(?:trong )?({'|'.join(_RELATIVE)})|(?:ho so|so lieu|thong ke)(?: trong)? ({'|'.join(_RELATIVE)})")
