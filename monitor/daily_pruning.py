"""What is past its time leaves the store once a night, so that its size stays level without anybody's help."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from monitor.rounds.cadence import LOCAL, Night
from monitor.storage.errors import StoreError
from monitor.storage.prune import Pruned

EVERY = 600.0  # seconds between two looks at the clock
_TRIES = 3  # in one night; a store that refuses is asked again the next one

log = logging.getLogger(__name__)


def pruning_due(last: datetime | None, *, now: datetime, night: Night) -> bool:
    """Whether it is night (Asia/Ho_Chi_Minh) and nothing was removed yet on this day; times are aware."""
    here = now.astimezone(LOCAL)
    return night.start <= here.hour < night.end and (last is None or last.astimezone(LOCAL).date() < here.date())


class DailyPruning:
    """Does so in a thread of its own for as long as the process lives; a store that refuses ends nothing."""

    def __init__(
        self,
        prune: Callable[[datetime], Pruned],
        *,
        now: Callable[[], datetime],
        night: Callable[[], Night],
        every: float = EVERY,
    ) -> None:
        """`prune` removes what is past its time at that moment; it raises `StoreError` where the store refuses."""
        self._prune = prune
        self._now = now
        self._night = night
        self._every = every
        self._last: datetime | None = None
        self._tries = 0
        self._ended = threading.Event()

    def start(self) -> None:
        """Go on until `stop`."""
        threading.Thread(target=self._run, name="daily pruning", daemon=True).start()

    def stop(self) -> None:
        """End before the next time."""
        self._ended.set()

    def _run(self) -> None:
        while not self._ended.wait(self._every):
            if pruning_due(self._last, now=self._now(), night=self._night()):
                self._turn()

    def _turn(self) -> None:
        now = self._now()
        self._tries += 1
        try:
            gone = self._prune(now)
        except StoreError as error:
            log.error("what is past its time was not removed: %s", error)
            if self._tries < _TRIES:
                return
        else:
            log.info("removed what is past its time: %d observations, %d pages", gone.observations, gone.evidence)
        self._last, self._tries = now, 0
