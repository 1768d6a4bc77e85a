"""The daemon's side of looking from several places: asks who is connected, gathers what they saw, lets it be kept."""

import logging
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager

from monitor import __version__
from monitor.cluster.asking import Asking
from monitor.cluster.broker import build_celery
from monitor.cluster.counting import Counting
from monitor.cluster.dispatching import Dispatch
from monitor.cluster.holding import Holding
from monitor.cluster.keeping import Keeping
from monitor.cluster.left_alone import LeftAlone
from monitor.cluster.line import SEEN, Connection, Consumer, Line, Message, Producer, take_back
from monitor.cluster.names import PROTOCOL
from monitor.cluster.packing import Reader
from monitor.cluster.receiving import Receiving
from monitor.cluster.roll_call import RollCall
from monitor.cluster.signs import Pulse, signs_queue
from monitor.cluster.wire import Beat
from monitor.elsewhere import Hosts
from monitor.gear import Gear
from monitor.records import Round
from monitor.rounds.gathering import Gathered, Gathering
from monitor.rounds.in_flight import Company
from monitor.rounds.watch import Recall, Subject
from monitor.subjects import Watched
from probes.observe import Sight

_PREFETCH = 100  # messages that came and are not in the store yet
_FRESH = 0.5  # of the window: a look that its worker begins later could not be there in time
_CALLS = 2  # signs of life over a new line that ask for an answer: the ear may not be open yet at the first
_MIND_EVERY = 0.25  # seconds between two looks at whose time is up

log = logging.getLogger(__name__)


class Liaison:
    """Lives as long as its lookout. What the line asks of it, it does in the line's thread."""

    def __init__(self, hosts: Hosts) -> None:
        """Nobody is asked before `start`."""
        settings, vantage = hosts.gear().configuration.settings, hosts.gear().watch.vantage
        self._hosts = hosts
        self._cluster = settings.cluster
        app = build_celery(settings.cluster, role="sights")
        self.roll_call = RollCall(
            settings.cluster.vantages, heartbeat=settings.cluster.heartbeat, monotonic=time.monotonic
        )
        self.counting = Counting(hosts.registry, settings.cluster.vantages)
        self._gathering = Gathering(window=settings.cluster.window, monotonic=time.monotonic, over=self._over)
        self._dispatch = Dispatch(
            app, unasked=self._unasked, now=vantage.now, monotonic=time.monotonic, new_id=vantage.new_id
        )
        self._asking, self._left_alone = Asking(), LeftAlone()
        self._holding = Holding()
        self._keeping = Keeping(self._holding, hosts.put)
        self._receiving = Receiving(
            gathering=self._gathering,
            roll_call=self.roll_call,
            holding=self._holding,
            late=self._keeping.late,
            counting=self.counting,
            reader=_reader(hosts.gear()),
            subjects=Watched(hosts.subjects).by_portal,
            rulebook=lambda: hosts.gear().configuration.rulebook.version,
            now=vantage.now,
        )
        self.line = Line(app, settings.cluster, self, name="workers")
        self._name = vantage.new_id(vantage.now())
        self._pulse = Pulse(self._beat)
        self._connected: tuple[str, ...] = ()
        self._minded, self._calls = 0.0, 0
        self._ceased = False

    @property
    def company(self) -> Company:
        """What rounds have to know of it."""
        return Company(begun=self._begun, looked=self._looked, broke=self._broke)

    def muster(self, patience: float) -> None:
        """Wait up to `patience` seconds until every vantage is heard of: for who cannot wait for the next round."""
        until = time.monotonic() + patience
        while time.monotonic() < until and len(self.roll_call.connected()) < len(self._cluster.vantages):
            time.sleep(0.05)

    def online(self) -> Mapping[str, bool]:
        """Every other vantage, and whether it is connected."""
        return self.roll_call.online()

    def use(self, gear: Gear) -> None:
        """Go on by other settings; the way to the broker stays."""
        cluster = gear.configuration.settings.cluster
        self.roll_call.use(cluster.vantages, heartbeat=cluster.heartbeat)
        self._gathering.wait_for(cluster.window)
        self._receiving.reader = _reader(gear)
        self._cluster = cluster

    def handing_over(self, taken: Round) -> AbstractContextManager[None]:
        """A round is on its way to the store, with what other vantages saw in it."""
        return self._keeping.handing_over(taken)

    def kept(self, rounds: Sequence[Round]) -> None:
        """These are in the store, or were left out for good: what they came with may be acknowledged."""
        self._keeping.kept(rounds)

    def cease(self) -> None:
        """Ask nobody any more, and take nothing that would have to be kept."""
        self._ceased = True

    def stop(self, timeout: float) -> None:
        """Acknowledge what was kept and close; the rest goes back into its queue."""
        self._ceased = True
        self.line.stop(timeout)

    # What rounds ask.

    def _begun(self, subject: Subject, recall: Recall) -> bool:
        looking, portal, gear = self._cluster.local_looks, subject.portal.id, self._hosts.gear()
        now = gear.watch.vantage.now()
        connected = () if self._ceased else self.roll_call.connected()
        resting = self._left_alone.among(portal, connected, now=now)
        asked = [vantage for vantage in connected if vantage not in resting]
        if not asked and not looking:  # nobody looks at all
            self._hosts.conclude(Gathered(subject=subject, recall=recall))
        if not asked and (self._ceased or not looking or not self._left_alone.standing(portal, now=now)):
            return looking
        names = {vantage: gear.watch.vantage.new_id(now) for vantage in asked}
        self._gathering.begin(subject, recall, asked=names, looking=looking)
        parts = self._asking.of(gear.watch, subject, recall, asked=names, looking=looking)
        for vantage, one in parts.items():
            self.counting.looks(vantage, "asked")
            if not self._dispatch.put(vantage, one):
                self._unasked(vantage, {portal: one.name})
        return looking

    def _looked(self, subject: Subject, recall: Recall, first: Sight, second: Sight | None) -> bool:
        del recall  # it was told when the round began
        return self._gathering.looked(subject.portal.id, first, second)

    def _broke(self, subject: Subject) -> None:
        """What the others saw of a round of which we made a mess is kept all the same."""
        portal = subject.portal.id
        for gathered in filter(None, (self._gathering.forget(portal), self._keeping.broken(portal))):
            for seen in gathered.elsewhere:
                self._receiving.keep_late(portal, gathered.names[seen.vantage], seen)

    def _over(self, gathered: Gathered) -> None:
        for vantage in gathered.missing:
            self.counting.looks(vantage, "unanswered")
        self._asking.learn(gathered)
        self._keeping.concluding(gathered)
        self._hosts.conclude(self._left_alone.learn(gathered, now=self._hosts.gear().watch.vantage.now()))

    def _unasked(self, vantage: str, rounds: Mapping[str, str]) -> None:
        self.counting.looks(vantage, "unasked", len(rounds))
        self._gathering.absent(vantage, rounds)

    # What the line asks.

    def consumers(self, connection: Connection) -> Sequence[Consumer]:
        """Sights, which are acknowledged, and signs of life, which are not."""
        self._pulse.at_once()
        self._calls = _CALLS
        sights, signs = connection.channel(), connection.channel()
        take_back(sights)
        taking = connection.Consumer([SEEN], sights, on_message=self.line.came, prefetch_count=_PREFETCH)
        ear = signs_queue(self._name)
        return (taking, connection.Consumer([ear], signs, on_message=self.line.came, no_ack=True))

    def take(self, message: Message) -> None:
        """Something has come; at the end it is left for the next start."""
        if not self._ceased:
            self._receiving.take(message)

    def garbage(self) -> None:
        """Something came that the transport cannot even unwrap."""
        self._receiving.refuse("it cannot even be unwrapped")

    def turn(self, producer: Producer) -> None:
        """Acknowledge, send, say that we are there."""
        for message in self._holding.ready():
            message.ack()
        self._mind()
        watch, interval = self._hosts.gear().watch, self._hosts.gear().watch.interval
        if not self._ceased:
            self._dispatch.send(producer, law_day=watch.law_day(), lasts=min(interval, self._cluster.window * _FRESH))
            self._call(producer)

    def _call(self, producer: Producer) -> None:
        self._pulse.turn(producer, every=self._cluster.heartbeat)
        if self._calls:
            self._calls -= 1
            self._pulse.at_once()

    def idle(self) -> None:
        """Nobody can be asked just now."""
        self._dispatch.drop()
        self._mind()

    def lost(self) -> None:
        """Who cannot be heard is not waited for."""
        self.roll_call.lost()
        self._holding.lost()
        self._dispatch.drop()
        self._mind()

    def _beat(self) -> Beat:
        vantage = self._hosts.gear().watch.vantage
        return Beat(
            kind="daemon",
            protocol=PROTOCOL,
            version=__version__,
            at=vantage.now(),
            vantage=vantage.name,
            worker=self._name,
            asking=self._calls > 0,
        )

    def _mind(self) -> None:
        """Whose time is up, who is gone, what there is room for."""
        now = time.monotonic()
        if now - self._minded < _MIND_EVERY:
            return
        self._minded = now
        connected = self.roll_call.connected()
        for vantage in set(self._connected) - set(connected):
            log.warning("vantage %s is not heard of any more: what it would see is not observed", vantage)
            self._gathering.absent(vantage)
        for vantage in set(connected) - set(self._connected):
            log.info("vantage %s looks with us", vantage)
        self._connected = connected
        self._gathering.overdue()
        if not self._ceased:
            self._keeping.put_late()


def _reader(gear: Gear) -> Reader:
    facts = {probe.name: probe.facts for probe in gear.configuration.probes}
    return Reader(facts_types=facts, most_body=gear.configuration.settings.transport.max_body)


def started(hosts: Hosts) -> Liaison:
    """A liaison that reaches for its broker."""
    liaison = Liaison(hosts)
    liaison.line.start()
    return liaison
