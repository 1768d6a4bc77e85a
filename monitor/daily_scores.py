"""Every agency's score of each day, kept so that a trend can be drawn; it breaks where the rule book changes."""

import logging
import threading
from collections.abc import Callable

from monitor.rollup.picture import Picture
from monitor.rounds.cadence import LOCAL
from monitor.storage.errors import StoreError
from monitor.storage.scores import DayScore

FIRST = 600.0  # seconds after the start: by then every portal was looked at, at the default interval
EVERY = 3600.0  # the last of a day counts, so a restart or an outage of ours loses an hour at most

log = logging.getLogger(__name__)


def day_scores(picture: Picture, *, rulebook: str) -> tuple[DayScore, ...]:
    """The scores of the picture's day (Asia/Ho_Chi_Minh); agencies without a judged portal have none."""
    return tuple(
        DayScore(
            day=picture.at.astimezone(LOCAL).date(),
            agency=item.agency.id,
            at=picture.at,
            law_day=picture.law_day,
            rulebook=rulebook,
            score=item.score.score,
            low=item.score.low,
            high=item.score.high,
            coverage=item.score.coverage,
            band=item.score.band.id if item.score.band else None,
        )
        for item in picture.agencies
        if item.portals
    )


class DailyScores:
    """Keeps them again and again in a thread of its own; a store that refuses is logged and asked again."""

    def __init__(self, keep: Callable[[], None], *, first: float = FIRST, every: float = EVERY) -> None:
        """`keep` reads and writes; it raises `StoreError` where the store does not take them."""
        self._keep = keep
        self._first = first
        self._every = every
        self._ended = threading.Event()

    def start(self) -> None:
        """Go on for as long as the process lives, or until `stop`."""
        threading.Thread(target=self._run, name="daily scores", daemon=True).start()

    def stop(self) -> None:
        """End before the next time."""
        self._ended.set()

    def _run(self) -> None:
        pause = self._first
        while not self._ended.wait(pause):
            pause = self._every
            try:
                self._keep()
            except StoreError as error:
                log.error("scores of the day not kept: %s", error)
