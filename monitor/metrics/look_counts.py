"""Looks by portal, vantage and outcome, since the process started: what `emc_looks_total` counts."""

import threading
from collections.abc import Collection, Iterator

from prometheus_client import Metric

from monitor.metrics.families import Sample, counter

LABELS = ("portal", "vantage", "outcome")
NAME, DOCUMENTATION = "emc_looks", "Looks taken, by their outcome (seen, or the kind of failure)."


class LookCounts:
    """Counters that begin at 0; a plain table, as the client's own cost more than the looks at a nation's scale."""

    def __init__(self) -> None:
        """Nothing is counted yet."""
        self._lock = threading.Lock()
        self._counts: dict[str, dict[tuple[str, str, str], float]] = {}

    def add(self, portal: str, vantage: str, outcome: str, *, amount: int = 1) -> None:
        """So many more looks; 0 makes the counter known."""
        labels = (portal, vantage, outcome)
        with self._lock:
            counts = self._counts.setdefault(portal, {})
            counts[labels] = counts.get(labels, 0.0) + amount

    def portals(self) -> frozenset[str]:
        """Those that have counters."""
        with self._lock:
            return frozenset(self._counts)

    def forget(self, portals: Collection[str]) -> None:
        """Their series are gone."""
        with self._lock:
            for portal in portals:
                self._counts.pop(portal, None)

    def samples(self) -> list[Sample]:
        """All of them, those of one portal together."""
        with self._lock:
            return [sample for counts in self._counts.values() for sample in counts.items()]

    def collect(self) -> Iterator[Metric]:
        """The family, for a registry."""
        yield counter(NAME, DOCUMENTATION, LABELS, self.samples())
