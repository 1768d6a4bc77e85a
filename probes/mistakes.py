"""Mistakes in data files, collected so that all of them can be shown at once."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One mistake: the file, the place in it (`line 12`, a key such as `transport.deadline`), what is wrong, the
    form expected."""

    file: str
    where: str
    wrong: str
    expected: str

    def __str__(self) -> str:
        """One line for stderr."""
        place = f"{self.file}: {self.where}" if self.where else self.file
        return f"{place}: {self.wrong}; expected {self.expected}"


class DataError(Exception):
    """A data or configuration file cannot be used; holds every mistake found in it."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        """Keep the mistakes; the message is one line for each."""
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = tuple(mistakes)
