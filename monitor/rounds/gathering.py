"""Rounds that wait for other vantages: each is over once all that were asked have answered, or its time is up.

No thread waits with it. A round that nobody else takes part in never comes here.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import takewhile

from monitor.rounds.seen import Seen
from monitor.rounds.watch import Recall, Subject
from probes.observe import Sight

MOST = 5000  # rounds that wait at once, with the pages that they saw; beyond it the oldest wait no longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What came together of one round. `first` is `None` where we did not look ourselves; `missing` did not answer.

    `leader` is the vantage that leads in our place, `None` while we do; it stands in `elsewhere` too. `standing` are
    vantages that the portal asked to leave it alone for a while, after they had reached it.
    """

    subject: Subject
    recall: Recall
    names: Mapping[str, str] = field(default_factory=dict)
    first: Sight | None = None
    second: Sight | None = None
    elsewhere: tuple[Seen, ...] = ()
    missing: frozenset[str] = frozenset()
    leader: str | None = None
    standing: frozenset[str] = frozenset()


def led_by_the_first(gathered: Gathered) -> Gathered:
    """Where we did not look, who looked with the most probes leads, of several the first that answered."""
    if gathered.first is not None or not gathered.elsewhere:
        return gathered
    lead = max(gathered.elsewhere, key=lambda seen: len(seen.first.observations))
    return replace(gathered, first=lead.first, second=lead.second, leader=lead.vantage)


@dataclass(slots=True, kw_only=True, eq=False)
class _Open:
    """One round on its way."""

    subject: Subject
    recall: Recall
    names: Mapping[str, str]
    until: float
    looking: bool
    expected: set[str]
    missing: set[str] = field(default_factory=set)
    first: Sight | None = None
    second: Sight | None = None
    seen: dict[str, Seen] = field(default_factory=dict)


class Gathering:
    """Safe to use from several threads. `over` is told of each round once, by whoever brought its last part."""

    def __init__(
        self,
        *,
        window: float,
        monotonic: Callable[[], float],
        over: Callable[[Gathered], None],
        most: int = MOST,
    ) -> None:
        """`window`: seconds that a round waits for others; it always waits for our own look."""
        self._window = window
        self._monotonic = monotonic
        self._over = over
        self._most = most
        self._lock = threading.Lock()
        self._open: dict[str, _Open] = {}  # by portal, the oldest first

    def __len__(self) -> int:
        """Rounds that wait."""
        return len(self._open)

    def wait_for(self, window: float) -> None:
        """So many seconds from the next round on."""
        self._window = window

    def begin(self, subject: Subject, recall: Recall, *, asked: Mapping[str, str], looking: bool) -> None:
        """A round begins, and these vantages are asked; `looking`: we look ourselves as well.

        `asked` gives the name that the round has with each vantage. Nobody else knows it, so that one cannot answer for
        another; what comes under any other name is too late.
        """
        until = self._monotonic() + self._window
        begun = _Open(subject=subject, recall=recall, names=asked, until=until, looking=looking, expected=set(asked))
        with self._lock:
            self._open[subject.portal.id] = begun
            crowded = len(self._open) > self._most
            oldest = next((item for item in self._open.values() if not item.looking), None) if crowded else None
        if oldest is not None:
            self._end(oldest)

    def looked(self, portal: str, first: Sight, second: Sight | None) -> bool:
        """Our own look is there; `False` where no such round is gathered."""
        with self._lock:
            item = self._open.get(portal)
            if item is None or not item.looking:
                return False
            item.first, item.second, item.looking = first, second, False
        self._settle(item)
        return True

    def seen(self, portal: str, name: str, seen: Seen) -> bool:
        """What another vantage saw; `False` where its round is over, or it was not asked, or has answered."""
        with self._lock:
            item = self._open.get(portal)
            if item is None or seen.vantage not in item.expected or item.names[seen.vantage] != name:
                return False
            item.expected.discard(seen.vantage)
            item.seen[seen.vantage] = seen
        self._settle(item)
        return True

    def absent(self, vantage: str, rounds: Mapping[str, str] | None = None) -> None:
        """Nothing is to be expected of this vantage any more: in these rounds (names by portal), or in any."""
        with self._lock:
            among = tuple(self._open.values()) if rounds is None else tuple(self._named(vantage, rounds))
            waiting = [item for item in among if vantage in item.expected]
            for item in waiting:
                item.expected.discard(vantage)
                item.missing.add(vantage)
        for item in waiting:
            self._settle(item)

    def forget(self, portal: str) -> Gathered | None:
        """Our own part broke: the round is no more, and nobody is told; gives what was there of it."""
        with self._lock:
            item = self._open.pop(portal, None)
        return _gathered(item) if item is not None else None

    def overdue(self) -> None:
        """End those whose time is up; to be called every now and then."""
        now = self._monotonic()
        with self._lock:  # they stand in the order of their beginnings
            due = tuple(takewhile(lambda item: item.until <= now, self._open.values()))
        for item in due:
            self._settle(item)

    def _named(self, vantage: str, rounds: Mapping[str, str]) -> Iterator[_Open]:
        found = ((self._open.get(portal), name) for portal, name in rounds.items())
        return (item for item, name in found if item is not None and item.names.get(vantage) == name)

    def _settle(self, item: _Open) -> None:
        if not item.looking and (not item.expected or item.until <= self._monotonic()):
            self._end(item)

    def _end(self, item: _Open) -> None:
        with self._lock:
            if self._open.get(item.subject.portal.id) is not item:
                return  # somebody else ended it at the same time
            del self._open[item.subject.portal.id]
        self._over(_gathered(item))


def _gathered(item: _Open) -> Gathered:
    return Gathered(
        subject=item.subject,
        recall=item.recall,
        names=item.names,
        first=item.first,
        second=item.second,
        elsewhere=tuple(item.seen.values()),
        missing=frozenset(item.missing | item.expected),
    )
