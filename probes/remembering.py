"""What was worked out of a value that comes back as the very same object, look after look."""

from typing import Generic, TypeVar

V = TypeVar("V")


class ByIdentity(Generic[V]):
    """Results by the identity of what they were made of; safe for threads, and bounded.

    Only for values that nobody changes. The last `remembered` results are there, at most twice as many.
    """

    def __init__(self, remembered: int) -> None:
        """Remember nothing yet."""
        self._remembered = remembered
        self._recent: dict[int, tuple[object, V]] = {}
        self._older: dict[int, tuple[object, V]] = {}

    def find(self, value: object) -> V | None:
        """What was put for this very object."""
        name = id(value)
        found = self._recent.get(name)
        if found is not None and found[0] is value:
            return found[1]
        found = self._older.get(name)
        if found is None or found[0] is not value:
            return None
        self.put(value, found[1])
        return found[1]

    def put(self, value: object, result: V) -> V:
        """Remember a result. The value is held with it, so that no other object can take its identity."""
        if len(self._recent) >= self._remembered:  # two generations need no lock: each step is one assignment
            self._recent, self._older = {}, self._recent
        self._recent[id(value)] = (value, result)
        return result
