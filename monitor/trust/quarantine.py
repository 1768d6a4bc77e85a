"""Too many portals failing at once says more about ourselves than about them: then a wider look decides."""

import threading
from collections import OrderedDict
from collections.abc import Callable


def too_many(failing: int, looked: int, *, share: float, minimum: int) -> bool:
    """Whether more than `share` (0..1) of at least `minimum` portals fail."""
    return looked >= minimum and failing > share * looked


class Quarantine:
    """Counts each judged portal's last first look within a sliding window; safe to use from several threads."""

    def __init__(self, *, share: float, minimum: int, window: float, monotonic: Callable[[], float]) -> None:
        """`window` in seconds, about one interval, so that every portal counts once."""
        self._share = share
        self._minimum = minimum
        self._window = window
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._looks: OrderedDict[str, tuple[float, bool]] = OrderedDict()  # the oldest first
        self._failing = 0

    def note(self, portal: str, *, failed: bool) -> None:
        """A portal's round began with this look; it takes the place of the portal's earlier one."""
        with self._lock:
            if portal in self._looks:
                self._forget(portal)
            self._looks[portal] = (self._monotonic(), failed)
            self._failing += failed

    def suspected(self) -> bool:
        """Whether too many fail at present."""
        with self._lock:
            begins = self._monotonic() - self._window
            while self._looks and next(iter(self._looks.values()))[0] < begins:
                self._forget(next(iter(self._looks)))
            return too_many(self._failing, len(self._looks), share=self._share, minimum=self._minimum)

    def _forget(self, portal: str) -> None:
        self._failing -= self._looks.pop(portal)[1]
