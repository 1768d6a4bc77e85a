"""What stands for every portal, read from the store once and then again only where something new was kept."""

import threading
from collections.abc import Sequence

from monitor.records import Round
from monitor.storage.standing import Standing
from monitor.storage.store import Store


class Standings:
    """A scrape reads a few portals anew instead of all of them. Safe to use from several threads.

    One process leads a store, so nothing changes behind its back; the writer tells what it has kept.
    """

    def __init__(self, store: Store) -> None:
        """Nothing is read before somebody asks."""
        self._store = store
        self._reading = threading.Lock()
        self._telling = threading.Lock()
        self._known: dict[str, Standing] | None = None
        self._news: set[str] = set()

    def kept(self, rounds: Sequence[Round]) -> None:
        """Hear from the writer which portals have something new."""
        with self._telling:
            self._news.update(item.portal for item in rounds)

    def all(self) -> tuple[Standing, ...]:
        """Every portal's standing, by id, as of the last commit before this call."""
        with self._reading:
            with self._telling:
                news, self._news = self._news, set()
            if self._known is None:
                self._known = {item.portal: item for item in self._store.standings()}
            elif news:
                self._known |= {item.portal: item for item in self._store.standings(news)}
            return tuple(self._known[portal] for portal in sorted(self._known))
