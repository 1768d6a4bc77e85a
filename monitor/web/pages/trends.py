"""The trends of all agencies, read from the daily scores and remembered for a while, as these change once an hour."""

import threading
import time
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from monitor.storage.engine import reading
from monitor.storage.period_scores import read_points
from monitor.storage.store import Store
from monitor.web.pages.trend_lines import TrendLine, trend_line

DAYS = 30
_FRESH = 300.0  # seconds


class Trends:
    """Threads may share it; several that ask at once read it once."""

    def __init__(self, store: Store, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Nothing is read before somebody asks."""
        self._store, self._monotonic = store, monotonic
        self._lock = threading.Lock()
        self._made: tuple[float, date, Mapping[str, TrendLine]] | None = None

    def until(self, last: date) -> Mapping[str, TrendLine]:
        """By agency, the days up to `last` (Asia/Ho_Chi_Minh); agencies without scores are left out."""
        with self._lock:
            made = self._made
            if made is None or made[1] != last or self._monotonic() - made[0] > _FRESH:
                made = (self._monotonic(), last, self._read(last))
                self._made = made
            return made[2]

    def _read(self, last: date) -> Mapping[str, TrendLine]:
        first = last - timedelta(days=DAYS - 1)
        with reading(self._store.engine) as connection:
            points = read_points(connection, first=first, last=last)
        return {agency: trend_line(found, first=first, last=last) for agency, found in points.items()}
