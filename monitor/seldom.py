"""What goes on and on is said when it begins, and then once in a while."""

import time
from collections.abc import Callable

EVERY = 300.0  # seconds between two lines about the same trouble


class Seldom:
    """Remembers what was said of the trouble that goes on; for one thread."""

    def __init__(self, *, every: float = EVERY, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Nothing was said yet. `every` is in seconds."""
        self._every = every
        self._monotonic = monotonic
        self._said: dict[str, float] = {}

    def worth_saying(self, trouble: str) -> bool:
        """Whether this trouble is new, or was last said so long ago that it counts as said when this is true."""
        now = self._monotonic()
        last = self._said.get(trouble)
        if last is not None and now - last < self._every:
            return False
        self._said = {words: at for words, at in self._said.items() if now - at < self._every} | {trouble: now}
        return True

    def over(self) -> bool:
        """The trouble is over; whether anything was said of it."""
        said, self._said = bool(self._said), {}
        return said
