"""The crew of one process: transport, pool, writer and store, taking rounds and keeping what they bring."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext
from datetime import datetime

from monitor.announcing import Announcing
from monitor.assembly import build_gate, build_transport, build_watch
from monitor.canaries.asking import Canaries
from monitor.catalogue.records import PortalStatus
from monitor.configuration import Configuration
from monitor.elsewhere import Hosts, reach_out
from monitor.gear import Gear, manners_of, regeared
from monitor.metrics.process import ProcessMetrics
from monitor.metrics.state_clock import StateClock
from monitor.past_spans import PastSpans
from monitor.records import Round
from monitor.rounds.in_flight import InFlight, Reports
from monitor.rounds.pool import Pool
from monitor.rounds.recollection import Recollection
from monitor.rounds.watch import Recall, Subject
from monitor.standings import Standings
from monitor.storage.errors import StoreError
from monitor.storage.leadership import Lease, lead
from monitor.storage.location import store_url
from monitor.storage.store import Store
from monitor.storage.writer import Writer
from monitor.subjects import judged_of, subjects_of
from monitor.trust.self_check import SelfCheck
from probes.failures import FailureKind, State
from probes.transport.fetch import Transport

END_WITHIN = 4.0  # seconds; whoever started us waits 5
_MUSTER = 3.0  # seconds that a sweep waits for other vantages

log = logging.getLogger(__name__)


class Lookout:
    """Takes rounds and keeps them, until it is stopped; one lives in the daemon, one in a sweep."""

    def __init__(self, gear: Gear, *, monotonic: Callable[[], float], attended: bool = False) -> None:
        """Start the threads; they wait for rounds. `attended`: `take_all` tells of a store that refuses, not the
        log."""
        settings = gear.configuration.settings
        self.gear = gear
        self.reloaded = True  # whether the configuration last read again is the one in use
        self.subjects = subjects_of(gear.configuration)
        self.metrics = ProcessMetrics(
            StateClock(judged_of(self.subjects), now=gear.watch.vantage.now),
            portals=[item.portal.id for item in self.subjects],
            vantage=gear.watch.vantage.name,
        )
        self.standings = Standings(gear.store)
        self.past_spans = PastSpans(gear.store, days=30)
        self.recollection = Recollection(gear.store)
        vantage = gear.watch.vantage
        self.announcing = Announcing(gear.store, gear.configuration, now=vantage.now, new_id=vantage.new_id)
        self.writer = Writer(
            gear.store,
            on_kept=self._kept,
            on_left_out=self._left_out,
            beside=self.announcing.desk,
            attended=attended,
        )
        self.canaries = Canaries(gear.watch, gear.transport.settings)
        self._pool = Pool(settings.schedule.workers, monotonic=monotonic)
        self.elsewhere = reach_out(
            Hosts(
                gear=lambda: self.gear,
                subjects=lambda: self.subjects,
                conclude=lambda gathered: self._in_flight.conclude(gathered),
                put=self.writer.put,
                registry=self.metrics.own,
            )
        )
        self._in_flight = InFlight(
            gear.watch,
            self._pool,
            recall=self._recall,
            reports=Reports(
                done=self._done, broke=self._broke, skipped=self._skipped, waits=self._waits, looked=self._looked
            ),
            manners=manners_of(gear, self.canaries),
            company=self.elsewhere.company,
        )
        self._transports = [gear.transport]
        self.self_check = SelfCheck(gear.gate, self.canaries, monotonic=monotonic)
        self.last_round: datetime | None = None
        self.arriving: Callable[[Round], Sequence[Round]] = lambda taken: (taken,)  # a simulation puts a past before it
        self._stopping = False
        self._listeners: list[Callable[[str], None]] = []

    def take(self, subject: Subject) -> bool:
        """Put one round on its way; `False` when the portal's last one is not over."""
        return self._in_flight.take(subject)

    def take_all(
        self, subjects: Iterable[Subject], *, on_end: Callable[[str], None] | None = None, patience: float = 60
    ) -> None:
        """Check ourselves, take a round of each and wait until all are over and kept; `on_end` hears each portal's
        id.

        Raises `StoreError` when the store does not take them within `patience` seconds.
        """
        if on_end is not None:
            self._listeners.append(on_end)
        try:
            self.self_check.turn()
            self.elsewhere.muster(_MUSTER)
            for subject in subjects:
                self.take(subject)
            while not self._in_flight.wait(0.2):  # short waits, so that Ctrl-C is heard
                pass
            if not self.writer.drain(patience):
                why = self.writer.trouble or f"the store did not take the rounds within {patience:g} s"
                raise StoreError(f"{why}; rounds not kept: {self.writer.length()}")
        finally:
            if on_end is not None:
                self._listeners.remove(on_end)

    def use(self, configuration: Configuration) -> None:
        """Look on under another configuration, over the same store; looks that run end as they began.

        Raises `OSError` or `ValueError` with one sentence where a certificate file cannot be used.
        """
        before = self.gear
        gear = regeared(before, configuration)
        self._transports.append(gear.transport)
        if self._stopping:
            gear.transport.close()
            return
        self.canaries.use(gear.watch, gear.transport.settings)
        self._in_flight.use(gear.watch, manners_of(gear, self.canaries))
        self.gear, self.subjects = gear, subjects_of(configuration)
        self.announcing.use(configuration)
        self.metrics.watch([item.portal.id for item in self.subjects], judged=judged_of(self.subjects))
        self.self_check.use(gear.gate)
        self.elsewhere.use(gear)
        self._pool.submit(lambda: self._retire(before.transport), delay=2 * before.watch.patience)

    def lag(self) -> float:
        """Seconds that the next round has waited past its time."""
        return self._pool.lag()

    def online(self) -> Mapping[str, bool]:
        """Whether we are online ourselves, where somebody was asked, and whether each other vantage is connected."""
        ours = self.gear.gate.last()
        return {**({} if ours is None else {self.gear.watch.vantage.name: ours}), **self.elsewhere.online()}

    def stop(self, timeout: float) -> None:
        """End within about `timeout` seconds: cut the looks that run, keep every round that was taken."""
        self._stopping = True
        self.announcing.cease()
        self.elsewhere.cease()
        self.self_check.stop()
        for transport in tuple(self._transports):
            transport.close()
        self._pool.stop(timeout / 2)
        self.writer.stop(timeout / 2)
        self.elsewhere.stop(timeout / 4)
        self.announcing.stop(timeout / 4)

    def _retire(self, transport: Transport) -> None:
        """No look that began with it can still be on its way."""
        transport.close()
        self._transports.remove(transport)

    def _recall(self, subject: Subject) -> Recall:
        return self.recollection.recall(subject.portal.id, now=self.gear.watch.vantage.now())

    def _done(self, taken: Round) -> None:
        if self._stopping and _cut_short(taken):
            return
        self.metrics.count(taken)
        self.last_round = taken.ended
        with self.elsewhere.handing_over(taken):
            for news in map(self.recollection.news, self.arriving(taken)):
                self.writer.put(news)
                self.recollection.learn(news)
        self._tell(taken.portal)

    def _kept(self, rounds: Sequence[Round]) -> None:
        self.standings.kept(rounds)
        self.past_spans.kept(rounds)
        self.recollection.kept(rounds)
        self.elsewhere.kept(rounds)
        self.announcing.knock()

    def _left_out(self, taken: Round) -> None:
        self.recollection.left_out(taken)
        self.elsewhere.kept([taken])

    def _broke(self, subject: Subject, fault: Exception) -> None:
        del fault  # logged where it was caught
        self.metrics.round_errors.inc()
        self._tell(subject.portal.id)

    def _skipped(self, subject: Subject) -> None:
        log.info("round skipped: portal %s is still being looked at", subject.portal.id)
        self.metrics.skipped.inc()

    def _waits(self, subject: Subject, until: datetime) -> None:
        log.info("round left out: portal %s wants to be left alone until %s", subject.portal.id, until.isoformat())
        self.last_round = self.gear.watch.vantage.now()
        self._tell(subject.portal.id)

    def _looked(self, subject: Subject, state: State) -> None:
        if subject.portal.status is PortalStatus.CONFIRMED:
            self.gear.gate.looked(subject.portal.id, failed=state is State.DOWN)

    def _tell(self, portal: str) -> None:
        for listener in tuple(self._listeners):
            listener(portal)


def _cut_short(taken: Round) -> bool:
    """A round that our own end cut short says nothing about the portal."""
    return any(item.failure and item.failure.kind is FailureKind.MONITOR_FAULT for item in taken.observations)


@contextmanager
def on_watch(configuration: Configuration, *, attended: bool = False, lease: Lease | None = None) -> Iterator[Lookout]:
    """A lookout over the configured store, which it leads for as long as it lives, or by the caller's `lease`.

    `attended`: whoever takes rounds waits for them and hears of a store that refuses by the error of `take_all`.
    Raises `AlreadyLed` when another process watches the same store, `StoreError` when the store cannot be used.
    """
    settings = configuration.settings
    url = store_url(settings.storage.url, settings.data.dir)
    facts = {probe.name: probe.facts for probe in configuration.probes}
    gate = build_gate(configuration)
    with (
        nullcontext(lease) if lease is not None else lead(url) as held,
        Store.open(url, simulation=settings.simulation.scenario, facts_types=facts) as store,
        closing(build_transport(configuration, keep=True)) as transport,
    ):
        held.begin(store.engine)
        store.fence = held.fence
        watch = build_watch(configuration, transport, gate)
        gear = Gear(configuration=configuration, watch=watch, transport=transport, gate=gate, store=store)
        lookout = Lookout(gear, monotonic=time.monotonic, attended=attended)
        try:
            yield lookout
        finally:
            lookout.stop(END_WITHIN)
