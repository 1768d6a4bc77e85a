"""A worker's crew: it takes the looks of a batch as the daemon takes its own, and judges nothing."""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from pydantic_core import PydanticSerializationError

from monitor.assembly import build_gate, build_transport, build_watch
from monitor.canaries.asking import Canaries
from monitor.catalogue.owners import owner_finder
from monitor.catalogue.records import Agency, Lifecycle, Portal, PortalStatus
from monitor.cluster.errand import Errand, Parcel
from monitor.cluster.packing import pack_sight
from monitor.cluster.wire import MOST_BYTES, Batch, LookSent, Wanted
from monitor.configuration import Configuration
from monitor.rounds.in_flight import Company, InFlight, Manners, Reports
from monitor.rounds.pool import Pool
from monitor.rounds.round import ROUND, state_of
from monitor.rounds.turns import overridden_hosts
from monitor.rounds.waiting import asked_to_wait, remembered_wait
from monitor.rounds.watch import Recall, Subject, Watch
from monitor.rules.contract import History
from monitor.trust.self_check import SelfCheck
from probes.contract import Memory
from probes.failures import State
from probes.observe import Sight

_REACHABILITY = "reachability"
_REMEMBERED = 50_000  # portals of which we know what the probes remember
_UNFIT = (ValueError, TypeError, PydanticSerializationError)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    wanted: Wanted
    errand: Errand


class Crew:
    """Transport, pool, references and canaries of one worker; nothing here knows of a store."""

    def __init__(
        self, configuration: Configuration, *, post: Callable[[Parcel], None], watch: Watch | None = None
    ) -> None:
        """Start the threads; they wait for batches. `watch` takes the place of the one that asks the network."""
        settings = configuration.settings
        self._transport = build_transport(configuration)
        self.gate = build_gate(configuration)
        self._watch = replace(
            watch or build_watch(configuration, self._transport, self.gate), law_day=lambda: self._law_day
        )
        self._light = _light(self._watch)
        self._law_day: date = configuration.law_day()
        self._post = post
        self.canaries = Canaries(self._watch, self._transport.settings)
        self._self_check = SelfCheck(self.gate, self.canaries, monotonic=time.monotonic)
        self._pool = Pool(settings.schedule.workers, monotonic=time.monotonic)
        self._owner_of = owner_finder(configuration.catalogue)
        self._agencies = frozenset(agency.id for agency in configuration.catalogue.agencies)
        self._tasks: dict[str, _Task] = {}
        self._memories: OrderedDict[str, Mapping[str, Memory]] = OrderedDict()
        self._waits: dict[str, Memory] = {}  # of portals that want to be left alone, as rounds remember it
        self._stopping = False
        self.ahead = timedelta()  # our clock of the daemon's, as its signs of life tell
        self._in_flight = InFlight(
            self._watch,
            self._pool,
            recall=self._recall,
            reports=Reports(
                done=lambda _taken: None,
                broke=lambda _subject, _fault: None,
                skipped=lambda _subject: None,
                waits=lambda subject, _until: self._finish(subject.portal.id),
                looked=self._first_looked,
            ),
            manners=Manners(
                per_host=settings.transport.per_host,
                overridden=overridden_hosts(self._transport.settings.resolve),
                distrusted=self.canaries.wrong,
                doubt=self.gate.doubt,
                checked=self.gate.check,
            ),
            company=Company(
                begun=self._begun,
                looked=self._looked,
                broke=lambda subject: self._finish(subject.portal.id),
                watch=self._watch_of,
            ),
        )

    @property
    def watch(self) -> Watch:
        """What is looked with."""
        return self._watch

    def start(self) -> None:
        """Check ourselves, and go on checking."""
        self._self_check.turn()
        self._self_check.start()

    def take(self, errand: Errand) -> None:
        """Take every look of the batch; one whose portal is still being looked at is left out."""
        self._law_day = errand.batch.law_day
        for wanted in errand.batch.looks:
            task = _Task(wanted=wanted, errand=errand)
            if self._tasks.setdefault(wanted.portal, task) is not task:
                errand.finish()
            elif not self._in_flight.take(self._subject(wanted)):
                self._finish(wanted.portal)

    def stop(self, timeout: float) -> None:
        """Cut short the looks that run, within about `timeout` seconds; their errands hear of it."""
        self._stopping = True
        for task in tuple(self._tasks.values()):
            task.errand.cut()
        self._self_check.stop()
        self._transport.close()
        self._pool.stop(timeout)

    def _subject(self, wanted: Wanted) -> Subject:
        portal = Portal(
            id=wanted.portal,
            agency_id=wanted.agency,
            system=wanted.system,
            url=wanted.url,
            status=PortalStatus.CONFIRMED if wanted.judged else PortalStatus.PROPOSED,
            lifecycle=Lifecycle.FRONT_END,
        )
        owner = self._owner_of(portal) if wanted.agency in self._agencies else None
        agency = Agency(id=wanted.agency, kind=wanted.kind, name_vi="", name_en="")
        return Subject(portal=portal, agency=agency, owner=owner)

    def _recall(self, subject: Subject) -> Recall:
        wanted, now = self._tasks[subject.portal.id].wanted, self._watch.vantage.now()
        own = self._memories.get(subject.portal.id, {})
        memories = own if wanted.memories is None else wanted.memories
        looked = dict.fromkeys(self._watch.daily - set(wanted.nightly), now.isoformat())
        kept = {"looked": looked, **self._waits.get(subject.portal.id, {})}
        return Recall(memories={**memories, ROUND: kept}, history=History(), observations={}, looked_daily=None)

    def _begun(self, subject: Subject, recall: Recall) -> bool:
        """What nobody wants any more is not looked at."""
        del recall
        batch = self._tasks[subject.portal.id].errand.batch
        if not self._stopping and not stale(batch, now=self._watch.vantage.now() - self.ahead):
            return True
        self._leave(subject)
        return False

    def _watch_of(self, watch: Watch, subject: Subject) -> Watch:
        return watch if self._tasks[subject.portal.id].wanted.whole else self._light

    def _first_looked(self, subject: Subject, state: State) -> None:
        if subject.portal.status is PortalStatus.CONFIRMED:
            self.gate.looked(subject.portal.id, failed=state is State.DOWN)

    def _looked(self, subject: Subject, recall: Recall, first: Sight, second: Sight | None) -> bool:
        del recall
        task = self._tasks[subject.portal.id]
        if self._stopping:
            return True  # it says nothing of the portal, and its errand is cut
        self._remember(subject.portal.id, first, second)
        self._wait(subject.portal.id, second or first)
        text = self._packed(task, first, second)
        self._tasks.pop(subject.portal.id, None)
        self._in_flight.leave(subject)
        if text is None:
            task.errand.finish()
        else:
            self._post(Parcel(text, task.errand))
        return True

    def _packed(self, task: _Task, first: Sight, second: Sight | None) -> str | None:
        wanted, batch = task.wanted, task.errand.batch
        try:
            sights = [
                pack_sight(sight, whole=wanted.whole, remember=wanted.memories is not None, known=wanted.known)
                for sight in (first, second)
                if sight is not None
            ]
            sent = LookSent(
                name=wanted.name,
                portal=wanted.portal,
                asked=batch.at,
                first=sights[0],
                second=sights[1] if len(sights) > 1 else None,
            )
            text = sent.model_dump_json()
        except _UNFIT as error:
            log.error("what was seen of %s cannot be sent: %s", wanted.portal, type(error).__name__)
            return None
        if len(text) > MOST_BYTES // 2:
            log.error("what was seen of %s is too much to be sent: %d characters", wanted.portal, len(text))
            return None
        return text

    def _remember(self, portal: str, *sights: Sight | None) -> None:
        memories = dict(self._memories.pop(portal, {}))
        for sight in sights:
            memories |= sight.remember if sight is not None else {}
        self._memories[portal] = memories
        if len(self._memories) > _REMEMBERED:
            self._memories.popitem(last=False)

    def _wait(self, portal: str, last: Sight) -> None:
        """Who asks to be left alone is left alone until then, whoever wants the look."""
        self._waits.pop(portal, None)
        until = asked_to_wait(last)
        if until is not None:
            self._waits[portal] = remembered_wait(until, state_of(last))

    def _leave(self, subject: Subject) -> None:
        self._finish(subject.portal.id)
        self._in_flight.leave(subject)

    def _finish(self, portal: str) -> None:
        task = self._tasks.pop(portal, None)
        if task is not None:
            task.errand.finish()


def stale(batch: Batch, *, now: datetime) -> bool:
    """Whether nobody waits for these looks any more."""
    return now > batch.at + timedelta(seconds=batch.lasts)


def _light(watch: Watch) -> Watch:
    """Only whether a portal can be reached."""
    lookers = {name: looker for name, looker in watch.lookers.items() if name == _REACHABILITY}
    return replace(watch, lookers=lookers, daily=frozenset())
