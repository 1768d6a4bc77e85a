"""A daemon's lookout, a broker and workers, real ones or played by the test, over invented portals on loopback."""

import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import redis

from monitor.cli.worker import placed
from monitor.cluster.broker import build_celery, errors_of
from monitor.cluster.line import SEEN
from monitor.cluster.names import PROTOCOL, look_queue
from monitor.cluster.packing import pack_sight
from monitor.cluster.posting import publish
from monitor.cluster.signs import say
from monitor.cluster.wire import Batch, Beat, LookSent, Sights, Wanted
from monitor.cluster.worker import Worker
from monitor.configuration import load_configuration
from monitor.lookout import Lookout, on_watch
from monitor.setting_sources import read_settings
from probes.failures import Failure, State
from probes.identity import uuid7
from probes.observe import Observation, Sight
from tests.support.daemon import command, environment
from tests.support.redis_server import RedisServer
from tests.support.rounds import LAW_DAY, reachability
from tests.support.small_config import resolve, settings, small_folder

PATIENCE = 60.0  # seconds for anything to come true on a busy machine


def until(true: Callable[[], object], what: str) -> Any:
    """Wait until something is so; gives what it said."""
    ends = time.monotonic() + PATIENCE
    while not (found := true()):
        assert time.monotonic() < ends, f"never came true: {what}"
        time.sleep(0.02)
    return found


def repeatedly(do: Callable[[], object], true: Callable[[], object]) -> None:
    """Do it again and again until something is so: a sign of life that nobody hears yet is lost."""

    def tried() -> object:
        do()
        return true()

    until(tried, "what was done again and again")


def fresh_id(at: datetime | None = None) -> str:
    return uuid7(at or datetime.now(UTC), os.urandom)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A folder with a configuration of a few portals, all served at one port, and a broker."""

    folder: Path
    portals: tuple[str, ...]
    port: int
    broker: str
    more: Mapping[str, str] = field(default_factory=dict)

    def variables(self, **more: str) -> dict[str, str]:
        """The daemon's settings; what `more` says of them wins."""
        return {
            "EMC_DATA__DIR": str(self.folder / "data"),
            "EMC_NETWORK__REFERENCES": "",
            "EMC_TRANSPORT__RESOLVE": resolve(self.portals, self.port),
            "EMC_TRANSPORT__CONFIRM_AFTER": "0.1",
            "EMC_TRANSPORT__DEADLINE": "5",
            "EMC_CLUSTER__BROKER": self.broker,
            "EMC_CLUSTER__VANTAGES": "hn=viettel,hcm=vnpt",
            "EMC_CLUSTER__HEARTBEAT": "0.3",
            "EMC_CLUSTER__WINDOW": "120",
            **self.more,
            **more,
        }

    def at(self, port: int) -> str:
        """What `transport.resolve` says where all portals are served at that port."""
        return resolve(self.portals, port)

    @property
    def config(self) -> Path:
        """The configuration folder."""
        return self.folder / "config"

    @contextmanager
    def watching(self, **more: str) -> Iterator[Lookout]:
        """The daemon's lookout, in this process."""
        with on_watch(load_configuration(self.config, self.variables(**more))) as lookout:
            yield lookout

    @contextmanager
    def worker(self, vantage: str = "hn", *, name: str = "worker", **more: str) -> Iterator["Child"]:
        """A worker process; gone at the end of the block."""
        nowhere = {"EMC_DATA__DIR": "/proc/nowhere", "EMC_STORAGE__URL": "postgresql+psycopg://nobody@127.0.0.1:1/none"}
        log = self.folder / f"{name}.log"
        with log.open("w") as out:
            process = subprocess.Popen(
                command("worker", "--vantage", vantage, "--config", str(self.config)),
                cwd=self.folder,
                env=environment(**self.variables(**{**nowhere, **more})),
                stdout=out,
                stderr=out,
            )
        try:
            yield Child(process, log)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()

    @contextmanager
    def working(self, vantage: str = "hn", **more: str) -> Iterator[Worker]:
        """A real worker in threads of this process, one at a time: for what needs no process to be killed."""
        variables = self.variables(**{"EMC_DATA__DIR": "/proc/nowhere", **more})
        worker = Worker(placed(load_configuration(self.config, variables), vantage))
        thread = threading.Thread(target=worker.run)
        thread.start()
        try:
            yield worker
        finally:
            worker.end()
            thread.join()

    @contextmanager
    def played(self, vantage: str = "hn") -> Iterator["Played"]:
        """A worker that is the test itself."""
        cluster = read_settings(self.config, self.variables()).cluster
        app = build_celery(cluster, role=look_queue(vantage), queue=look_queue(vantage))
        played = Played(app.connection_for_write(), vantage)
        with closing(played):
            yield played


@dataclass(frozen=True)
class Child:
    """A worker process."""

    process: subprocess.Popen[bytes]
    log: Path

    def ended(self) -> int:
        """Its exit status, once it has one."""
        return self.process.wait(PATIENCE)


def place(folder: Path, *, broker: str, port: int, portals: int = 2, **more: str) -> Place:
    """A fresh configuration in `folder`."""
    names = tuple(f"p{number}" for number in range(portals))
    settings(small_folder(folder / "config", names), "")
    return Place(folder=folder, portals=names, port=port, broker=broker, more=more)


class Played:
    """A worker played by the test: it says that it is there, takes batches and sends what it likes."""

    def __init__(self, connection: Any, vantage: str) -> None:
        self.vantage = vantage
        self.name = fresh_id()
        self._connection = connection
        self._channel = connection.channel()
        self.producer = connection.Producer(self._channel)
        self._queue = connection.SimpleQueue(look_queue(vantage))
        self._still = threading.Event()
        self._beating = threading.Thread(target=lambda: None)

    def close(self) -> None:
        self.fall_silent()
        self._queue.close()
        self._connection.release()

    def beat(self, **more: Any) -> None:
        """One sign of life, as it should be except where `more` says otherwise."""
        said = {
            "kind": "worker",
            "protocol": PROTOCOL,
            "version": "1",
            "at": datetime.now(UTC),
            "vantage": self.vantage,
            "worker": self.name,
            **more,
        }
        say(self.producer, Beat(**said))

    def keep_beating(self) -> None:
        """From a thread and connection of its own, until it falls silent."""

        def beat() -> None:
            while not self._still.is_set():
                connection = self._connection.clone()
                with suppress(*errors_of(connection)), connection, connection.channel() as channel:
                    self._beat_over(connection.Producer(channel))

        self._beating = threading.Thread(target=beat, daemon=True)
        self._beating.start()

    def _beat_over(self, producer: Any) -> None:
        while not self._still.wait(0.1):
            said = {"kind": "worker", "protocol": PROTOCOL, "version": "1", "at": datetime.now(UTC)}
            say(producer, Beat(**said, vantage=self.vantage, worker=self.name))

    def fall_silent(self) -> None:
        """No sign of life any more."""
        self._still.set()
        if self._beating.ident is not None:
            self._beating.join()

    def join(self, lookout: Lookout) -> "Played":
        """Beat until the daemon counts with us."""
        self.keep_beating()
        until(lambda: lookout.online().get(self.vantage), f"{self.vantage} connected")
        return self

    def batch(self) -> Batch:
        """The next batch."""
        message = self._queue.get(timeout=PATIENCE)
        message.ack()
        return Batch.model_validate_json(message.payload[0][0])

    def nothing_asked(self) -> bool:
        """Whether no batch waits."""
        try:
            self._queue.get(block=True, timeout=1.0).ack()
        except self._queue.Empty:
            return True
        return False

    def answer(self, batch: Batch, said: State | Failure = State.UP, *, copies: int = 1, **more: Any) -> Sights:
        """Everything of the batch looked like this; sent so many times over."""
        sent = sights(batch, said, worker=self.name).model_copy(update=more)
        for _ in range(copies):
            publish(self.producer, sent.model_dump_json())
        return sent

    def send(self, body: str | bytes, **more: Any) -> None:
        """Anything at all, into the queue of sights."""
        options = {"content_type": "application/json", "content_encoding": "utf-8", **more}
        self.producer.publish(body, exchange="", routing_key=SEEN.name, declare=[SEEN], **options)


def sights(batch: Batch, said: State | Failure = State.UP, *, worker: str = "played") -> Sights:
    """A message that says this of every portal of the batch; a failure is confirmed."""
    return Sights(
        protocol=PROTOCOL,
        version="1",
        name=fresh_id(),
        vantage=batch.vantage,
        worker=worker,
        looks=[_look(batch, wanted, said) for wanted in batch.looks],
    )


def _look(batch: Batch, wanted: Wanted, said: State | Failure) -> LookSent:
    first = pack_sight(sight(batch, wanted, said), whole=False)
    second = pack_sight(sight(batch, wanted, said, attempt=2), whole=False) if isinstance(said, Failure) else None
    return LookSent(name=wanted.name, portal=wanted.portal, asked=batch.at, first=first, second=second)


def sight(batch: Batch, wanted: Wanted, said: State | Failure, *, attempt: int = 1) -> Sight:
    """One look."""
    at = batch.at + timedelta(milliseconds=attempt)
    failure = said if isinstance(said, Failure) else None
    seen = Observation(
        id=fresh_id(at),
        portal=wanted.portal,
        probe="reachability",
        vantage=batch.vantage,
        at=at,
        law_day=LAW_DAY,
        attempt=attempt,
        seconds=0.1,
        facts=reachability(failure.state if failure else State.UP),
        failure=failure,
        evidence=(),
    )
    return Sight(observations=(seen,), evidence=(), remember={})


def begin(lookout: Lookout) -> None:
    """One round of every portal on its way."""
    for subject in lookout.subjects:
        lookout.take(subject)


def finished(lookout: Lookout) -> None:
    """Wait until no round is on its way and all are kept."""
    until(lambda: lookout._in_flight.wait(0), "rounds over")
    assert lookout.writer.drain(PATIENCE)


def states(lookout: Lookout) -> set[str]:
    """What stands of the portals."""
    return {standing.state.value for standing in lookout.gear.store.standings()}


def seen_from(lookout: Lookout, vantage: str, portal: str = "p0.portal") -> list[Observation]:
    """What the store has of a portal from there, by the probe that every look has."""
    found = lookout.gear.store.observations(portal, limit=1000)
    return [item for item in found if item.vantage == vantage and item.probe == "reachability"]


def counted(lookout: Lookout, vantage: str, outcome: str) -> int:
    """How often a look of that vantage came to this end."""
    elsewhere: Any = lookout.elsewhere
    return int(elsewhere.counting.told.get((vantage, outcome), 0))


def refused(lookout: Lookout) -> float:
    """How many messages were not taken."""
    return lookout.metrics.registry.get_sample_value("emc_cluster_messages_refused_total") or 0.0


def waiting(server: RedisServer, *keys: str) -> int:
    """What lies in queues and tables of Redis."""
    with closing(_client(server)) as client:
        return sum(_length(client, key) for key in keys)


def push(server: RedisServer, key: str, *items: bytes) -> None:
    """Into a list of Redis as it is, past everything that makes messages of things."""
    with closing(_client(server)) as client:
        client.lpush(key, *items)


def _client(server: RedisServer) -> Any:
    return redis.Redis.from_url(server.url())


def _length(client: Any, key: str) -> int:
    kind = client.type(key)
    if kind == b"hash":
        return int(client.hlen(key))
    return int(client.llen(key)) if kind == b"list" else 0
