"""Rows that divide the row above them: "1. Trong hạn" under "III. Đang giải quyết", "1.1" under "1", "- " under all."""

import re

_DASH = re.compile(r"^\s*[-+•*–]\s*")
_NUMBER = re.compile(r"^(?:(\d{1,3}(?:\.\d{1,2})*)|([IVX]{1,5}|[A-ZĐ])|([a-zđ]))\s*[.)/]?$")
_SECTION, _UNNUMBERED, _LETTER, _DASHED = 0, 0, 20, 30  # ranks; a decimal number has one for each of its parts


class Outline:
    """The rows over the present one, outermost first, each with its rank."""

    def __init__(self) -> None:
        """No row has been met."""
        self._open: list[tuple[int, str]] = []

    def parent(self, number: str, text: str, *, label: str) -> str:
        """The label of the row that this one divides, or nothing; the row is then the one that later rows may divide.

        `number`: the row's running number, empty where it has none; `text`: its label with its dash, `label`: without.
        """
        rank = _rank(number, text)
        while self._open and self._open[-1][0] >= rank:
            self._open.pop()
        above = self._open[-1][1] if self._open else ""
        self._open.append((rank, label))
        return above


def _rank(number: str, text: str) -> int:
    if _DASH.match(text):
        return _DASHED
    found = _NUMBER.match(number.strip())
    if found is None:
        return _UNNUMBERED
    if found[1]:
        return 1 + found[1].count(".")
    return _SECTION if found[2] else _LETTER
