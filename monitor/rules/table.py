"""Strict reading of one TOML table: every unknown key, missing key and wrong form is noted, none stops the reading."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from probes.mistakes import Mistake

T = TypeVar("T")
E = TypeVar("E", bound=Enum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(Generic[T]):
    """The form that a value must have: in words, as a reader that raises `ValueError`, and what stands in for a
    wrong value until all mistakes are told."""

    expected: str
    read: Callable[[Any], T]
    blank: T


class Table:
    """One table of a file, from which each key is taken once; `done` notes the keys that nobody asked for."""

    def __init__(self, values: Mapping[str, Any], *, file: str, where: str, mistakes: list[Mistake]) -> None:
        """`where` is the table's own place in the file, empty for the whole."""
        self._left = dict(values)
        self._file = file
        self._where = where
        self.mistakes = mistakes

    def wrong(self, key: str, wrong: str, expected: str) -> None:
        """Note a mistake at a key of this table; an empty key is the table itself."""
        self.mistakes.append(Mistake(file=self._file, where=self.place(key), wrong=wrong, expected=expected))

    def place(self, key: str) -> str:
        """The key's place in the file, as `terms[1].law.document`."""
        return ".".join(part for part in (self._where, key) if part)

    def need(self, key: str, form: Form[T]) -> T:
        """The value of a key that must be there."""
        if key not in self._left:
            self.wrong(key, "missing", form.expected)
            return form.blank
        return self._taken(key, form, form.blank)

    def may(self, key: str, form: Form[T], default: T) -> T:
        """The value of a key that may be left out."""
        return self._taken(key, form, default) if key in self._left else default

    def _taken(self, key: str, form: Form[T], blank: T) -> T:
        value = self._left.pop(key)
        try:
            return form.read(value)
        except ValueError:
            self.wrong(key, f"{shown(value)} is not allowed", form.expected)
            return blank

    def tables(self, key: str) -> list["Table"]:
        """The tables of an array `[[key]]`; at least one must be there."""
        values = self._left.pop(key, None)
        if not isinstance(values, list) or not values or not all(isinstance(value, dict) for value in values):
            self.wrong(key, "missing" if values is None else "not an array of tables", f"at least one [[{key}]]")
            return []
        return [self._below(f"{key}[{number}]", value) for number, value in enumerate(values, start=1)]

    def table(self, key: str) -> "Table":
        """A table that must be there; an empty one stands in for it."""
        values = self._left.pop(key, None)
        if not isinstance(values, dict):
            self.wrong(key, "missing" if values is None else "not a table", f"a table [{key}]")
            return self._below(key, {}, muted=True)
        return self._below(key, values)

    def has(self, key: str) -> bool:
        """Whether the key is still to be taken."""
        return key in self._left

    def names(self) -> tuple[str, ...]:
        """The keys that are still to be taken."""
        return tuple(self._left)

    def done(self) -> None:
        """Note every key that was never asked for."""
        for key in self._left:
            self.wrong(key, "unknown key", "no such key")
        self._left.clear()

    def _below(self, key: str, values: Mapping[str, Any], *, muted: bool = False) -> "Table":
        heard: list[Mistake] = [] if muted else self.mistakes
        return Table(values, file=self._file, where=self.place(key), mistakes=heard)


def open_table(path: Path, name: str, mistakes: list[Mistake]) -> Table | None:
    """A file's whole as a table, which mistakes call `name`; `None`, and a mistake, where it cannot be read."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        mistakes.append(Mistake(file=name, where="", wrong=f"cannot be read ({error})", expected="TOML in UTF-8"))
        return None
    return Table(values, file=name, where="", mistakes=mistakes)


def shown(value: Any) -> str:
    """A value as the operator wrote it, cut short."""
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _day(value: Any) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError
    return value


def _number(value: Any, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ValueError
    return float(value)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError
    return tuple(_text(item) for item in value)


def _names(value: Any) -> tuple[str, ...]:
    return () if value == [] else _texts(value)


def _patterns(value: Any) -> tuple[str, ...]:
    patterns = _texts(value)
    try:
        for pattern in patterns:
            re.compile(pattern)
    except re.error as error:
        raise ValueError from error
    return patterns


def _groups(value: Any) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(value, dict) or not value:
        raise ValueError
    return MappingProxyType({name: _texts(words) for name, words in value.items()})


TEXT = Form(expected="a text that is not empty", read=_text, blank="")
FLAG = Form(expected="true or false", read=_flag, blank=True)
DAY = Form(expected="a day such as 2026-07-01", read=_day, blank=date.min)
TEXTS: Form[tuple[str, ...]] = Form(expected="a list of texts, not empty", read=_texts, blank=())
RATIO = Form(expected="a ratio from 0 to 1 such as 0.99", read=lambda value: _number(value, 0, 1), blank=0.0)
WEIGHT = Form(expected="a number from 0 to 100", read=lambda value: _number(value, 0, 100), blank=0.0)
POSITIVE = Form(expected="a ratio above 0, at most 1", read=lambda value: _number(value, 1e-9, 1), blank=1.0)
DAYS = Form(expected="a whole number of days such as 14", read=_whole, blank=0)
WORKING_DAYS = Form(expected="a whole number of working days such as 7", read=_whole, blank=0)
SECONDS = Form(expected="a number of seconds, 0 or more", read=lambda value: _number(value, 0, 1e9), blank=0.0)
COUNT = Form(expected="a whole number, 0 or more", read=_whole, blank=0)
POINTS = Form(expected="a number from 0 to 100", read=lambda value: _number(value, 0, 100), blank=0.0)
NAMES: Form[tuple[str, ...]] = Form(expected="a list of texts", read=_names, blank=())
PATTERNS: Form[tuple[str, ...]] = Form(expected="a list of regular expressions", read=_patterns, blank=())
WORD_GROUPS: Form[Mapping[str, tuple[str, ...]]] = Form(
    expected="a table of lists of texts, none empty", read=_groups, blank=MappingProxyType({})
)


def one_of(kind: type[E], blank: E) -> Form[E]:
    """One value of a closed list of texts."""
    return Form(expected=_listed(kind), read=kind, blank=blank)


def some_of(kind: type[E]) -> Form[frozenset[E]]:
    """A list of values of a closed list of texts, not empty."""
    return Form(
        expected=f"a list of: {', '.join(str(item.value) for item in kind)}",
        read=lambda value: frozenset(kind(item) for item in _texts(value)),
        blank=frozenset(),
    )


def _listed(kind: type[E]) -> str:
    return "one of: " + ", ".join(str(item.value) for item in kind)
