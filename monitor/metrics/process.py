"""What the process counts of its own work: looks, rounds, errors. Counters start at 0 with the process."""

import threading
from collections.abc import Collection, Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector

from monitor.metrics.look_counts import LookCounts
from monitor.metrics.state_clock import StateClock
from monitor.records import Round
from probes.failures import SEEN

BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 20, 30, 45, 60)


class ProcessMetrics:
    """The counters and histograms of one daemon, in a registry of their own."""

    def __init__(self, clock: StateClock, *, portals: Iterable[str] = (), vantage: str = "") -> None:
        """Register every counter at 0, that of seen looks for each of the portals."""
        self.own = CollectorRegistry()  # what is not of portals
        ProcessCollector(registry=self.own)  # processor time and memory: what a look costs
        self.clock = clock
        self._round_lock = threading.Lock()
        self._vantage = vantage
        self.looks = LookCounts()
        self._ended: frozenset[str] = frozenset()
        for portal in portals:
            self._look(portal, vantage, SEEN, amount=0)
        self._rounds = Histogram(
            "emc_round_duration_seconds",
            "From the first look of a round to its verdicts.",
            buckets=BUCKETS,
            registry=self.own,
        )
        self._probes = Histogram(
            "emc_probe_duration_seconds",
            "Time that one probe took for one look.",
            ("probe",),
            buckets=BUCKETS,
            registry=self.own,
        )
        self.round_errors = Counter(
            "emc_round_errors", "Rounds that broke by the monitor's own fault.", registry=self.own
        )
        self.skipped = Counter(
            "emc_schedule_skipped", "Rounds left out because the last one was not over.", registry=self.own
        )
        self.registry = CollectorRegistry()  # everything
        self.registry.register(self.looks)
        self.registry.register(self.own)

    def watch(self, portals: Collection[str], *, judged: Collection[str]) -> None:
        """Count for these portals and no others from now on; the series of the others are gone."""
        with self._round_lock:
            self._ended = frozenset((self._ended | self.looks.portals()) - set(portals))
            self.looks.forget(self._ended)
            for portal in portals:
                self._look(portal, self._vantage, SEEN, amount=0)
        self.clock.watch(judged)

    def count(self, taken: Round) -> None:
        """Count one round that is done."""
        with self._round_lock:
            self._rounds.observe(max(0.0, (taken.ended - taken.since).total_seconds()))
            for item in taken.observations:
                self._probes.labels(item.probe).observe(item.seconds)
                if item.probe == "reachability":
                    self._look(taken.portal, item.vantage, item.outcome)
        if taken.judged:
            self.clock.note(taken.portal, taken.state.value, holds_until=taken.holds_until)

    def _look(self, portal: str, vantage: str, outcome: str, *, amount: int = 1) -> None:
        if portal not in self._ended:  # a round may end after its portal is no longer watched
            self.looks.add(portal, vantage, outcome, amount=amount)
