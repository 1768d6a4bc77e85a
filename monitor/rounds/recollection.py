"""What is known of each portal between its rounds: read from the store once, then carried on by the rounds themselves.

One process leads a store, so nobody else's rounds can come between.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Protocol

from monitor.records import Round
from monitor.rounds.round import looked_daily
from monitor.rounds.watch import Recall
from monitor.rules.contract import History, Span
from monitor.storage.spans import continue_span
from probes.contract import Memory
from probes.figures.figure import Figure, PublishedCounts
from probes.observe import Observation

_DAYS = 30.0  # that the rules look back
_AHEAD = timedelta(days=3)  # a state may hold beyond the present: two intervals, of a day each at most


class Kept(Protocol):
    """What a store can tell of a portal."""

    def memory(self, portal: str) -> Mapping[str, Memory]:
        """What probes remember."""
        ...

    def history(self, portal: str, *, until: datetime, days: float = _DAYS) -> History:
        """What earlier rounds showed."""
        ...

    def last_observations(self, portal: str) -> Mapping[str, Observation]:
        """The last observation by probe."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """One portal; `looked_at` is when its last known round began, `None` before the first one."""

    memories: Mapping[str, Memory]
    spans: tuple[Span, ...]
    figures: tuple[Figure, ...]
    observations: Mapping[str, Observation]
    looked_at: datetime | None


class Recollection:
    """Safe for threads as long as no portal has two rounds at once, which `InFlight` sees to; `kept` and `left_out`
    may come from the writer's thread at any time."""

    def __init__(self, store: Kept) -> None:
        """Nothing is read before somebody asks."""
        self._store = store
        self._known: dict[str, _Known] = {}
        self._doubtful: set[str] = set()  # portals of which a round was left out while others may still wait
        self._lock = Lock()

    def recall(self, portal: str, *, now: datetime) -> Recall:
        """What is known of a portal at `now` (aware UTC): the same as the store would tell once all is kept."""
        known = self._known.get(portal)
        if known is None:
            known = self._known[portal] = self._read(portal, now=now)
        spans = (span for span in known.spans if span.start < now and span.end > now - timedelta(days=_DAYS))
        return Recall(
            memories=known.memories,
            history=History(
                spans=tuple(replace(span, end=now) if span.end > now else span for span in spans),
                figures=known.figures,
            ),
            observations=known.observations,
            looked_daily=looked_daily(known.memories),
        )

    def news(self, taken: Round) -> Round:
        """The same round with only those memories that differ from what is known, which are all that need keeping."""
        known = self._known.get(taken.portal)
        before = known.memories if known is not None else {}
        return replace(
            taken,
            remember={probe: memory for probe, memory in taken.remember.items() if not _same(before, probe, memory)},
        )

    def learn(self, taken: Round) -> None:
        """Carry on with a round that was handed to the store; one that is not newer changes nothing, as there."""
        with self._lock:
            known = self._known.get(taken.portal)
            if known is None or (known.looked_at is not None and taken.since <= known.looked_at):
                return
            self._known[taken.portal] = _Known(
                memories={**known.memories, **taken.remember},
                spans=_continued(known.spans, taken),
                figures=_figures(taken) or known.figures,
                observations={**known.observations, **{item.probe: item for item in taken.observations}},
                looked_at=taken.since,
            )

    def left_out(self, taken: Round) -> None:
        """The store will never have this round: what is known of its portal is read from there again."""
        with self._lock:
            self._doubtful.add(taken.portal)
            self._known.pop(taken.portal, None)

    def kept(self, rounds: Iterable[Round]) -> None:
        """These rounds are in the store. After one was left out, what was read while others waited lacks those: it is
        read again, until the last that is known of is in the store itself."""
        if not self._doubtful:
            return
        with self._lock:
            for taken in rounds:
                if taken.portal in self._doubtful:
                    known = self._known.pop(taken.portal, None)
                    if known is not None and known.looked_at == taken.since:
                        self._doubtful.discard(taken.portal)

    def _read(self, portal: str, *, now: datetime) -> _Known:
        history = self._store.history(portal, until=now + _AHEAD, days=_DAYS + _AHEAD / timedelta(days=1))
        observations = self._store.last_observations(portal)
        return _Known(
            memories=self._store.memory(portal),
            spans=history.spans,
            figures=history.figures,
            observations=observations,
            looked_at=max((item.at for item in observations.values() if item.attempt == 1), default=None),
        )


def _same(memories: Mapping[str, Memory], probe: str, memory: Memory) -> bool:
    before = memories.get(probe)
    return before is memory or before == memory


def _continued(spans: tuple[Span, ...], taken: Round) -> tuple[Span, ...]:
    """The spans with this round's, joined as the store joins them; those too old for every rule are left out."""
    last = spans[-1] if spans else None
    continued = continue_span(last, state=taken.state, since=taken.since, holds_until=taken.holds_until)
    oldest = taken.since - timedelta(days=_DAYS) - _AHEAD
    before = tuple(span for span in spans[:-1] if span.end > oldest)
    if continued.ended is not None:
        return (*before, continued.ended, continued.present)
    if last is None or continued.present.start == last.start:
        return (*before, continued.present)
    return (*before, last, continued.present)


def _figures(taken: Round) -> tuple[Figure, ...]:
    """Those of the round's last reading that has any."""
    read = [item.facts for item in taken.observations if isinstance(item.facts, PublishedCounts) and item.facts.figures]
    return read[-1].figures if read else ()
