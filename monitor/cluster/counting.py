"""What the daemon counts of its work with other vantages; there only where it works with any."""

import threading
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter

OUTCOMES = ("asked", "answered", "late", "unasked", "unanswered", "refused")


class Counting:
    """Counters that begin at 0 with the process."""

    def __init__(self, registry: CollectorRegistry, vantages: Iterable[str]) -> None:
        """Register them."""
        self._lock = threading.Lock()
        self._looks = Counter(
            "emc_vantage_looks",
            "Looks asked of other vantages, by what came of them.",
            ("vantage", "outcome"),
            registry=registry,
        )
        self._refused = Counter(
            "emc_cluster_messages_refused",
            "Messages of workers that were not taken, because they cannot be true or cannot be read.",
            registry=registry,
        )
        self.told: dict[tuple[str, str], int] = {}
        for vantage in vantages:
            for outcome in OUTCOMES:
                self._looks.labels(vantage, outcome)

    def looks(self, vantage: str, outcome: str, amount: int = 1) -> None:
        """So many looks of that vantage came to this end."""
        with self._lock:
            self.told[vantage, outcome] = self.told.get((vantage, outcome), 0) + amount
        self._looks.labels(vantage, outcome).inc(amount)

    def refused(self) -> None:
        """A message was not taken."""
        self._refused.inc()
