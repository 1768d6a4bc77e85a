"""A worker: takes the looks that its vantage is asked for, and sends what it saw. It has no store, and needs none."""

import logging
import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

from celery.exceptions import Reject

from monitor import __version__
from monitor.cluster.broker import build_celery
from monitor.cluster.crew import Crew, stale
from monitor.cluster.errand import Errand
from monitor.cluster.line import Connection, Consumer, Line, Message, Producer
from monitor.cluster.names import PROTOCOL, WORST_CLOCK, look_queue
from monitor.cluster.posting import Posting
from monitor.cluster.receiving import body_of
from monitor.cluster.signs import Pulse, signs_queue
from monitor.cluster.taking import Taking
from monitor.cluster.wire import Batch, Beat, OtherProtocol, Refused, other_protocol, read
from monitor.configuration import Configuration
from monitor.rounds.watch import Watch
from monitor.seldom import Seldom

END_WITHIN = 4.0  # seconds; whoever started us waits 5
_CLOCKS = timedelta(seconds=WORST_CLOCK)
_REMEMBERED = 2000  # batches that were done here, in case they come again

log = logging.getLogger(__name__)


class Worker:
    """One process of one vantage, named by `configuration.settings.vantage`."""

    def __init__(self, configuration: Configuration, *, watch: Watch | None = None) -> None:
        """Nothing is taken before `run`. `watch` takes the place of the one that asks the network."""
        settings = configuration.settings
        self._vantage, self._cluster = settings.vantage.name, settings.cluster
        app = build_celery(settings.cluster, role=look_queue(self._vantage), queue=look_queue(self._vantage))
        self._trouble: str | None = None
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._running: dict[str, Errand] = {}
        self._done: OrderedDict[str, None] = OrderedDict()
        self._seldom = Seldom()
        self._crew = Crew(configuration, post=lambda parcel: self._posting.put(parcel), watch=watch)
        self._clocks = self._crew.watch.vantage
        self._name = self._clocks.new_id(self._clocks.now())
        self._posting = Posting(
            vantage=self._vantage, worker=self._name, new_id=lambda: self._clocks.new_id(self._clocks.now())
        )
        self._pulse = Pulse(self._beat)
        self._daemon: str | None = None
        self._told = False  # that batches are taken
        self._line = Line(app, settings.cluster, self, name="daemon")
        self._taking = Taking(app, self._take)

    def run(self) -> None:
        """Work until SIGTERM or Ctrl-C. Raises `ConnectionError` with one sentence where it cannot go on."""
        log.info("vantage %s: worker %s, process %d", self._vantage, self._name, os.getpid())
        try:
            self._crew.start()
            self._line.start()
            self._taking.start()
            self._over.wait()
        except KeyboardInterrupt:
            log.info("ending: looks are cut short, batches that are not done go back")
        finally:
            self.stop()
        if self._trouble is not None:
            raise ConnectionError(self._trouble)

    def end(self) -> None:
        """End `run`."""
        self._over.set()

    def stop(self) -> None:
        """End within about `END_WITHIN` seconds."""
        self._taking.cease()
        with self._lock:
            running = tuple(self._running.values())
        for errand in running:
            errand.cut()
        self._crew.stop(END_WITHIN / 4)
        self._taking.stop(END_WITHIN / 2)
        self._line.stop(END_WITHIN / 4)

    # One batch, in a thread of Celery's.

    def _take(self, text: str) -> None:
        batch = self._read(text)
        if batch is None:
            return
        with self._lock:
            if batch.name in self._done:
                return
            errand = self._running.get(batch.name)
            mine = errand is None
            errand = errand or self._running.setdefault(batch.name, Errand(batch))
        if mine:
            self._crew.take(errand)
        done = errand.wait()
        with self._lock:
            self._running.pop(batch.name, None)
            if done:
                self._done[batch.name] = None
            if len(self._done) > _REMEMBERED:
                self._done.popitem(last=False)
        if not done:
            raise Reject("the worker ends", requeue=True)

    def _read(self, text: str) -> Batch | None:
        """The batch; `None` where it is not for us, or for nobody any more."""
        if self._over.is_set():
            raise Reject("the worker ends", requeue=True)
        try:
            batch = read(Batch, text)
        except OtherProtocol as other:
            self._give_up(f"the daemon is not understood: {other}; bring both to one version")
            raise Reject("another protocol", requeue=True) from other
        except (Refused, TypeError) as refused:
            self._refuse(str(refused))
            return None
        if batch.vantage != self._vantage:
            self._refuse(f"a batch for vantage {batch.vantage}")
            return None
        return None if stale(batch, now=self._clocks.now() - self._crew.ahead) else batch

    def _refuse(self, why: str) -> None:
        if self._seldom.worth_saying(why):
            log.warning("a batch is not taken: %s", why)

    def _give_up(self, why: str) -> None:
        self._trouble = self._trouble or why
        self._over.set()

    # The line's end.

    def consumers(self, connection: Connection) -> Sequence[Consumer]:
        """The daemon's signs of life."""
        self._pulse.at_once()
        ear = signs_queue(self._name)
        return (connection.Consumer([ear], connection.channel(), on_message=self._line.came, no_ack=True),)

    def take(self, message: Message) -> None:
        """A sign of life; one of a daemon that has come, or come back, is answered at once."""
        with suppress(Refused, ValueError, TypeError, KeyError, AttributeError):
            beat = read(Beat, body_of(message))
            if beat.kind != "daemon":
                return
            other = other_protocol(beat)
            if other is not None:
                self._give_up(f"the daemon is not understood: {other}; bring both to one version")
            self._crew.ahead = max(-_CLOCKS, min(_CLOCKS, self._clocks.now() - beat.at))
            if beat.asking or beat.worker != self._daemon:
                self._daemon = beat.worker
                self._pulse.at_once()

    def garbage(self) -> None:
        """Nothing that concerns us."""

    def turn(self, producer: Producer) -> None:
        """Send what was seen, and say that we are there."""
        self._posting.send(producer)
        if self._told is not self._taking.ready:
            self._told = self._taking.ready
            self._pulse.at_once()
        self._pulse.turn(producer, every=self._cluster.heartbeat)

    def idle(self) -> None:
        """What was seen waits."""

    def lost(self) -> None:
        """Where the broker does not let us in, there is nothing to wait for."""
        if self._line.refused is not None:
            self._give_up(self._line.refused)

    def _beat(self) -> Beat:
        return Beat(
            kind="worker",
            protocol=PROTOCOL,
            version=__version__,
            at=self._clocks.now(),
            vantage=self._vantage,
            worker=self._name,
            online=self._crew.gate.last() is not False,
            taking=self._taking.ready and not self._over.is_set(),
            canaries=dict(self._crew.canaries.ok()),
        )
