"""A page as a sequence of blocks of text and of data tables, in the order that a reader meets them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from probes.figures.charts import chart_tables
from probes.figures.elements import BLOCKS, SKIPPED, is_hidden, is_withdrawn
from probes.figures.grid import cells_of, row_elements, text_of
from probes.figures.ruled import rule
from probes.figures.selector import classes
from probes.figures.split_digits import put_together
from probes.figures.words import BREAK, INLINE, seen
from probes.markup import Element, Part

_EMPTY_VALUES = frozenset({"p", "dd", "td", "b", "strong", "em", "span", "h1", "h2", "h3", "h4", "h5", "h6"})
_VALUE_NAME = re.compile(r"val|num|count|so_|so-|total|stat|phan_tram|tiep|giai|percent|received|solved", re.I)
_LAYOUT = frozenset(
    ["table", "footer", "header", "nav", "section", "article", "aside", "main"]
)  # what no table of data holds
_DIGIT, _LETTER = re.compile(r"\d"), re.compile(r"[^\W\d_]{2}")
_COUNTERS = ("data-target", "data-count", "data-to", "data-end", "data-number", "data-purecounter-end", "data-stop")
_WHOLE_NUMBER = re.compile(r"\d{1,12}|\d{1,3}(?:[.,]\d{3})+")
_LOCKED = re.compile(r"\d{1,12}|\d{1,3}(?:[.,]\d{3})+|\d{1,3}(?:[.,]\d{1,2})?\s*%")
_MAX_DEPTH = 200
_LINE = "\x1d"  # a line break, until it is known whether the lines are statements
_BLANK = " \t\r\n\x1d\x1e\x1f\u00a0"
_STATEMENT = re.compile(r"[^\W\d_]{2}[^:]*:[^:]*\d")  # words, a colon and a number
_VALUE = re.compile(r"[^\w]*\d(?!\d?[.)/]\s*[^\W\d])")  # a line that opens with a number which does not count the lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One run of text between block edges. `text` keeps marks of inline edges and line breaks; `path` are the
    elements around it, outermost first; an empty place for a value has no text."""

    text: str
    element: Element
    path: tuple[Element, ...]
    hidden: bool
    heading: bool
    linked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table that holds no other table."""

    element: Element
    path: tuple[Element, ...]
    hidden: bool


class _Gatherer:
    """Collects the text between two block edges; holds the open block."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.linked = 0
        self.letters = 0

    def add(self, text: str, *, linked: bool) -> None:
        self.parts.append(text)
        self.letters += len(text)
        self.linked += len(text) if linked else 0

    def take(self) -> tuple[str, bool]:
        text, linked = put_together(seen("".join(self.parts))), self.linked * 2 > self.letters > 0
        self.parts, self.linked, self.letters = [], 0, 0
        return text.strip(_BLANK), linked


def walk(page: Element) -> Iterator[Block | Table]:
    """The blocks and data tables of the page; comments, scripts, styles, forms' choices and code are left out."""
    yield from _walk(page, (), hidden=False, linked=False, gathered=_Gatherer())


def _walk(
    element: Element, path: tuple[Element, ...], *, hidden: bool, linked: bool, gathered: _Gatherer
) -> Iterator[Block | Table]:
    # An explicit stack: hostile pages nest deeper than Python may recurse.
    stack: list[tuple[Element, tuple[Element, ...], bool, bool, Iterator[Part]]] = []
    path, hidden = (*path, element), hidden or is_hidden(element)
    stack.append((element, path, hidden, linked, iter(element.contents)))
    while stack:
        element, path, hidden, linked, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield from _leave(element, path, hidden=hidden, gathered=gathered, outer=stack[-1][0] if stack else None)
        elif not isinstance(child, str):
            for drawn in chart_tables(child) if child.name == "script" else ():
                yield from _flush(path, hidden=hidden, gathered=gathered)
                yield Table(element=drawn, path=(*path, drawn), hidden=True)
            if child.name in SKIPPED or len(path) > _MAX_DEPTH or is_withdrawn(child):
                gathered.add(INLINE, linked=False)
                continue
            block = child.name in BLOCKS or child.sort in BLOCKS
            if block:
                yield from _flush(path, hidden=hidden, gathered=gathered)
            inner, shut = (*path, child), hidden or is_hidden(child)
            if (child.sort == "table" or (block and rule(child))) and _holds_data(child):
                yield Table(element=child, path=inner, hidden=shut)
                continue
            if child.name in ("br", "input", "img", "i"):
                gathered.add(_LINE if child.name == "br" else INLINE + _locked_value(child), linked=False)
            elif not block:
                if shut and not hidden:
                    yield from _flush(path, hidden=hidden, gathered=gathered)
                gathered.add(BREAK if child.name in ("a", "button") else INLINE, linked=False)
            stack.append((child, inner, shut, linked or child.name == "a", iter(_shown(child))))
        else:
            gathered.add(child, linked=linked)


def _locked_value(element: Element) -> str:
    """The number in a field that nobody can fill in, which only shows it; nothing for any other field."""
    attrs = element.attrs
    if element.name != "input" or not ("readonly" in attrs or "disabled" in attrs):
        return ""
    value = attrs.get("value", "").strip() if attrs.get("type", "text") in ("text", "number") else ""
    return f" {value} " if _LOCKED.fullmatch(value) else ""


def _shown(element: Element) -> list[Part]:
    """What stands in the element; of a counter that a script runs up from 0, the number at which it will stop."""
    ends = [element.attrs[name] for name in _COUNTERS if name in element.attrs] if element.attrs else []
    if not ends or element.text().strip() not in ("", "0"):
        return element.contents
    end = next((end for end in ends if _WHOLE_NUMBER.fullmatch(end)), None)
    return element.contents if end is None else [end]


def _holds_data(table: Element) -> bool:
    """Whether a table has rows of several cells and holds no other table; the rest is layout."""
    lists, rows = 0, False
    for part in table.parts():
        if isinstance(part, str):
            continue
        name = part.sort
        lists += name == "ul"
        if name in _LAYOUT or lists > 2:
            return False
        rows = rows or (name == "tr" and sum(1 for _ in cells_of(part)) > 1)
    return rows and not _holds_cards(table)


def _holds_cards(table: Element) -> bool:
    """Whether every cell is a card of its own, a number and its words in two lines."""
    rows = list(islice(row_elements(table), 4))
    texts = [text for row in rows for cell in cells_of(row) if (text := text_of(cell))]
    if len(rows) > 3 or len(texts) < 2:
        return False
    return all(BREAK in text and _DIGIT.search(text) and _LETTER.search(text) for text in texts)


def _leave(
    element: Element, path: tuple[Element, ...], *, hidden: bool, gathered: _Gatherer, outer: Element | None
) -> Iterator[Block]:
    if element.name in BLOCKS:
        yield from _flush(path, hidden=hidden, gathered=gathered)
    elif outer is not None:
        if hidden and not is_hidden(outer) and is_hidden(element):
            yield from _flush(path, hidden=True, gathered=gathered)
        gathered.add(BREAK if element.name in ("a", "button") else INLINE, linked=False)
    if _is_empty_value(element):
        yield from _flush(path[:-1], hidden=hidden, gathered=gathered)
        yield Block(text="", element=element, path=path, hidden=hidden, heading=False, linked=False)


def _flush(path: tuple[Element, ...], *, hidden: bool, gathered: _Gatherer) -> Iterator[Block]:
    text, linked = gathered.take()
    if text:
        # The text stands in the innermost block; inline elements around all of it do not count as places.
        element = path[-1]
        heading = any(_is_heading(tag) for tag in path[-4:])
        for line in _lines(text):
            yield Block(text=line, element=element, path=path, hidden=hidden, heading=heading, linked=linked)


def _lines(text: str) -> list[str]:
    """The lines of a text where each is a statement of its own, as in a list that a page writes with line breaks."""
    if _LINE not in text:
        return [text]
    lines = [line.strip(_BLANK) for line in text.split(_LINE)]
    told = [line for line in lines if _DIGIT.search(line)]
    if sum(_STATEMENT.search(line) is not None for line in told) > 1 and not any(map(_VALUE.match, told)):
        return [line for line in lines if line]
    return [text.replace(_LINE, BREAK)]


def _is_heading(tag: Element) -> bool:
    if tag.name in ("h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption"):
        return True
    return any(("title" in name or "head" in name) for name in classes(tag))


def _is_empty_value(element: Element) -> bool:
    if element.name not in _EMPTY_VALUES or any(
        not isinstance(child, str) or child.strip() for child in element.contents
    ):
        return False
    if element.name in ("p", "dd", "td"):
        return True
    named = " ".join([*classes(element), element.attrs.get("id", "")])
    return _VALUE_NAME.search(named) is not None
