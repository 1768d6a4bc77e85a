"""How portals spent the last weeks: their state spans, read from the store once and then carried on by each round."""

import threading
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from monitor.records import Round
from monitor.rules.contract import Span
from monitor.storage.looked_at import read_spans
from monitor.storage.spans import continue_span, seconds_by_state
from monitor.storage.store import Store

_AHEAD = timedelta(days=1)  # what is a little older than asked for stays, so that it is not thrown out at every round
_AT_ONCE = 500  # portals read together


class PastSpans:
    """One process leads a store, so nobody else's rounds come between. Safe to use from several threads."""

    def __init__(self, store: Store, *, days: float) -> None:
        """So many days are kept. Nothing is read before somebody asks."""
        self._store = store
        self._length = timedelta(days=days) + _AHEAD
        self._lock = threading.Lock()
        self._spans: dict[str, tuple[Span, ...]] = {}
        self._looked: dict[str, datetime] = {}  # when each one's last known round began
        self._unread: list[Round] = []  # kept while the store was being read
        self._reading = False

    def kept(self, rounds: Sequence[Round]) -> None:
        """Hear from the writer which rounds it has kept."""
        with self._lock:
            if self._reading:
                self._unread += rounds
            else:
                self._carry_on(rounds)

    def spent(
        self, portals: Collection[str], *, end: datetime, lengths: Mapping[str, timedelta]
    ) -> dict[str, dict[str, Mapping[str, float]]]:
        """By window and portal: seconds by state and `unobserved` of the windows of these lengths before `end`."""
        with self._lock:
            unknown = [portal for portal in portals if portal not in self._spans]
        if unknown:
            self._read(unknown, end=end)
        with self._lock:
            spans = {portal: self._spans.get(portal, ()) for portal in portals}
        return {
            window: {
                portal: seconds_by_state(_within(found, end - length), start=end - length, end=end)
                for portal, found in spans.items()
            }
            for window, length in lengths.items()
        }

    def _read(self, portals: Sequence[str], *, end: datetime) -> None:
        with self._lock:
            self._reading = True
        found: dict[str, tuple[tuple[Span, ...], datetime | None]] = {}
        try:
            for first in range(0, len(portals), _AT_ONCE):
                some = portals[first : first + _AT_ONCE]
                found |= read_spans(self._store.engine, some, since=end - self._length)
        finally:
            with self._lock:
                for portal, (spans, looked) in found.items():
                    self._spans[portal] = spans
                    if looked is not None:
                        self._looked[portal] = looked
                self._reading, unread = False, self._unread
                self._unread = []
                self._carry_on(unread)

    def _carry_on(self, rounds: Sequence[Round]) -> None:
        """Rounds that are not newer or came too late are left out, as the store does; portals that nobody asked for
        too."""
        for taken in sorted(rounds, key=lambda item: item.since):
            spans, looked = self._spans.get(taken.portal), self._looked.get(taken.portal)
            if taken.late or spans is None or (looked is not None and taken.since <= looked):
                continue
            self._looked[taken.portal] = taken.since
            last = spans[-1] if spans else None
            continued = continue_span(last, state=taken.state, since=taken.since, holds_until=taken.holds_until)
            if last is None:
                self._spans[taken.portal] = (continued.present,)
            elif continued.ended is None and continued.present.start == last.start:
                self._spans[taken.portal] = (*spans[:-1], continued.present)
            else:
                before = _within((*spans[:-1], continued.ended or last), taken.since - self._length)
                self._spans[taken.portal] = (*before, continued.present)


def _within(spans: tuple[Span, ...], start: datetime) -> tuple[Span, ...]:
    """Those that reach beyond `start`; they are in order and do not overlap."""
    first = next((place for place, span in enumerate(spans) if span.end > start), len(spans))
    return spans[first:]
