"""Time spent in each state, by portal, since the process started: what `emc_portal_state_seconds_total` counts."""

import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from probes.failures import State

UNOBSERVED = "unobserved"


@dataclass(slots=True)
class _Running:
    state: str
    counted_to: datetime
    holds_until: datetime


class StateClock:
    """Accumulates seconds by portal and state; a state counts until it goes stale, after that the time is
    unobserved."""

    def __init__(self, portals: tuple[str, ...], *, now: Callable[[], datetime]) -> None:
        """All portals start unobserved, now."""
        self._now = now
        self._lock = threading.Lock()
        self._running: dict[str, _Running] = {}
        self._seconds: dict[str, dict[str, float]] = {}
        self.watch(portals)

    def watch(self, portals: Collection[str]) -> None:
        """Count for these portals and no others: those that are new start unobserved, now."""
        states = (*(state.value for state in State), UNOBSERVED)
        with self._lock:
            start = self._now()
            for portal in self._running.keys() - set(portals):
                del self._running[portal], self._seconds[portal]
            for portal in (name for name in portals if name not in self._running):
                self._running[portal] = _Running(UNOBSERVED, start, start)
                self._seconds[portal] = dict.fromkeys(states, 0.0)

    def note(self, portal: str, state: str, *, holds_until: datetime) -> None:
        """From now on the portal is in `state`, until `holds_until` (aware UTC) or the next note."""
        with self._lock:
            if portal not in self._running:
                return
            self._count(portal, self._now())
            running = self._running[portal]
            running.state, running.holds_until = state, holds_until

    def seconds(self) -> Mapping[str, Mapping[str, float]]:
        """Seconds by portal and state up to now."""
        with self._lock:
            at = self._now()
            for portal in self._running:
                self._count(portal, at)
            return {portal: dict(states) for portal, states in self._seconds.items()}

    def _count(self, portal: str, at: datetime) -> None:
        running = self._running[portal]
        if at <= running.counted_to:  # the wall clock was set back: nothing is counted twice
            return
        fresh_to = max(running.counted_to, min(at, running.holds_until))
        states = self._seconds[portal]
        states[running.state] += (fresh_to - running.counted_to).total_seconds()
        states[UNOBSERVED] += (at - fresh_to).total_seconds()
        running.counted_to = at
