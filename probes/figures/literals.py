"""Literals of scripts as plain values: what is written out is read, what has to be run is nothing."""

import re

_SPACE = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_KEY = re.compile(r"[\w$]+")
_STRING = re.compile(r"'((?:[^'\\\n]|\\.)*)'|\"((?:[^\"\\\n]|\\.)*)\"|`((?:[^`\\$]|\\.)*)`")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?![\w.])")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\(.)", re.DOTALL)
_MOST, _DEEPEST = 20_000, 30  # characters of one literal, and values in one another

Value = dict[str, "Value"] | list["Value"] | str | int | None


def literal_at(text: str, start: int) -> Value:
    """The value whose literal opens at that place; `None` for what is none, or has no end in sight."""
    reader = _Reader(text[start : start + _MOST])
    value = reader.value(0)
    return None if reader.lost else value


class _Reader:
    """Walks over one literal."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.lost = text, 0, False

    def value(self, depth: int) -> Value:
        """The value at this place; whole numbers only, any other expression is passed over."""
        self._skip()
        sign = self.text[self.at : self.at + 1]
        if sign in ("{", "[") and depth < _DEEPEST:
            self.at += 1
            return self._object(depth) if sign == "{" else self._array(depth)
        if found := _STRING.match(self.text, self.at):
            return self._simple(found, _ESCAPED.sub(_unescaped, found[1] or found[2] or found[3] or ""))
        if found := _NUMBER.match(self.text, self.at):
            return self._simple(found, int(found[0]) if found[0].isdecimal() else None)
        self._expression()
        return None

    def _simple(self, found: re.Match[str], value: Value) -> Value:
        self.at = found.end()
        self._skip()
        if self.text[self.at : self.at + 1] in (",", "]", "}", ")", ";", ""):
            return value
        self._expression()
        return None

    def _object(self, depth: int) -> Value:
        told: dict[str, Value] = {}
        while self._goes_on("}"):
            found = _STRING.match(self.text, self.at) or _KEY.match(self.text, self.at)
            if found is None:
                self._expression()
                continue
            key, self.at = found[0].strip("'\"`"), found.end()
            self._skip()
            if self.text[self.at : self.at + 1] == ":":
                self.at += 1
                told[key] = self.value(depth + 1)
            else:
                self._expression()
        return told

    def _array(self, depth: int) -> Value:
        told: list[Value] = []
        while self._goes_on("]"):
            told.append(self.value(depth + 1))
        return told

    def _goes_on(self, end: str) -> bool:
        """Whether another member follows; the comma before it, or the end, is passed."""
        self._skip()
        while self.text[self.at : self.at + 1] == ",":
            self.at += 1
            self._skip()
        sign = self.text[self.at : self.at + 1]
        if sign == end:
            self.at += 1
            return False
        if sign in ("", "]", "}", ")"):
            self.lost = True
        return not self.lost

    def _expression(self) -> None:
        """Pass over what is no literal, up to the comma or the bracket behind it."""
        depth = 0
        while self.at < len(self.text):
            if found := _STRING.match(self.text, self.at):
                self.at = found.end()
                continue
            sign = self.text[self.at]
            if depth == 0 and sign in ",]}":
                return
            depth += (sign in "([{") - (sign in ")]}")
            self.at += 1
        self.lost = True

    def _skip(self) -> None:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else {"n": "\n", "t": "\t"}.get(found[2], found[2])
