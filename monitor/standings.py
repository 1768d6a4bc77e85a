"""What stands for every portal, read from the store once and then carried on by the rounds that it has kept."""

import threading
from collections.abc import Collection, Mapping, Sequence

from monitor.moved_standing import moved
from monitor.records import Round
from monitor.slimming import Slimming
from monitor.storage.looked_at import looked_at
from monitor.storage.standing import Standing
from monitor.storage.store import Store

_AT_ONCE = 500  # portals read together: a whole nation at once would need its memory twice


class Standings:
    """A scrape reads hardly anything. Safe to use from several threads.

    One process leads a store, so nothing changes behind its back; the writer tells what it has kept.
    """

    def __init__(self, store: Store) -> None:
        """Nothing is read before somebody asks."""
        self._store = store
        self._reading = threading.Lock()
        self._telling = threading.Lock()
        self._slimming = Slimming()
        self._known: dict[str, Standing] | None = None
        self._news: set[str] = set()  # what only the store knows
        self._waiting: list[Round] | None = None  # kept while all was being read

    def kept(self, rounds: Sequence[Round]) -> None:
        """Hear from the writer which rounds it has kept."""
        with self._telling:
            if self._waiting is not None:
                self._waiting += rounds
            elif self._known is not None:
                self._carry_on(rounds)

    def all(self) -> Mapping[str, Standing]:
        """Every portal's standing, by portal in the order of their ids, as of the last commit before this call."""
        with self._reading:
            if self._known is None:
                self._read_all()
            with self._telling:
                news, self._news = self._news, set()
            if news:
                self._read_again(news)
            with self._telling:
                return dict(self._known or {})

    def _read_all(self) -> None:
        with self._telling:
            self._waiting = []
        names = looked_at(self._store.engine)
        steps = (names[first : first + _AT_ONCE] for first in range(0, len(names), _AT_ONCE))
        known = {item.portal: item for some in steps for item in self._read(some)}
        with self._telling:
            waiting, self._waiting, self._known = self._waiting or [], None, known
            self._carry_on(waiting)

    def _read_again(self, news: Collection[str]) -> None:
        """A round that was kept meanwhile is in what is read; told once more, it changes nothing."""
        with self._telling:
            self._waiting = []
        found = {item.portal: item for item in self._read(news)}
        with self._telling:
            waiting, self._waiting = self._waiting or [], None
            self._known = dict(sorted({**(self._known or {}), **found}.items()))
            self._carry_on(waiting)

    def _read(self, portals: Collection[str]) -> list[Standing]:
        return [self._slimming.slim(item) for item in self._store.standings(portals)]

    def _carry_on(self, rounds: Sequence[Round]) -> None:
        if self._known is None:
            return
        for taken in sorted(rounds, key=lambda item: item.since):
            before = self._known.get(taken.portal)
            after = moved(before, taken) if before is not None and taken.portal not in self._news else None
            if after is None:
                self._news.add(taken.portal)
            else:
                self._known[taken.portal] = after
