"""One thread's line to the broker: it takes what comes, sends what is due, and is made anew when it breaks."""

import logging
import threading
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from typing import Any, Protocol, TypeAlias

import kombu
from celery import Celery

from monitor.cluster.broker import GARBAGE, errors_of, explain, refuses_us
from monitor.cluster.names import PRESENCE, SIGHTS
from monitor.cluster.settings import Cluster
from monitor.seldom import Seldom

TICK = 0.1  # seconds between two looks at what is to be sent
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 10.0  # seconds between two attempts to reach the broker
_MOST_GARBAGE = 1000  # in a row, before the line is made anew: it may be the line itself

_KOMBU: Any = kombu  # it types next to nothing
Connection: TypeAlias = Any
Consumer: TypeAlias = Any
Producer: TypeAlias = Any
Message: TypeAlias = Any

SIGNS = _KOMBU.Exchange(PRESENCE, type="fanout", durable=False, delivery_mode="transient")
SEEN = _KOMBU.Queue(SIGHTS, exchange=_KOMBU.Exchange(SIGHTS, type="direct"), routing_key=SIGHTS, durable=True)

log = logging.getLogger(__name__)


class End(Protocol):
    """What stands at our end of the line; always asked by the line's own thread."""

    def consumers(self, connection: Connection) -> Sequence[Consumer]:
        """What to take, over a connection that was just made."""
        ...

    def take(self, message: Message) -> None:
        """Something has come."""
        ...

    def garbage(self) -> None:
        """Something came that is no message."""
        ...

    def turn(self, producer: Producer) -> None:
        """Send what is due; raises the connection's errors."""
        ...

    def idle(self) -> None:
        """Nothing can be sent for the time being."""
        ...

    def lost(self) -> None:
        """The broker cannot be reached any more."""
        ...


class Line:
    """Tells once when the broker goes and when it is back, and asks for it at growing intervals."""

    def __init__(self, app: Celery, cluster: Cluster, end: End, *, name: str) -> None:
        """Nothing happens before `start`."""
        self._app = app
        self._cluster = cluster
        self._end = end
        self._seldom = Seldom()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._tripped = 0  # over how much in a row that was no message
        self.refused: str | None = None  # why the broker does not let us in
        self._inbox: list[Message] = []
        self.connected = threading.Event()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, timeout: float) -> None:
        """Send what is due once more, and close; what was taken and not acknowledged goes back into its queue."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def came(self, message: Message) -> None:
        """For consumers: something has come, and our end takes it as soon as the transport is done with it."""
        self._inbox.append(message)

    def _run(self) -> None:
        pause = _FIRST_PAUSE
        while not self._ended.is_set():
            if self._talk():
                pause = _FIRST_PAUSE
            self._rest(pause)
            pause = min(_LONGEST_PAUSE, pause * 2)

    def _talk(self) -> bool:
        """Until the line breaks or is to end; whether it had come about."""
        connection = self._app.connection_for_read()
        sound = False
        try:
            with ExitStack() as stack:
                stack.callback(lambda: _close(connection, sound=sound))
                connection.connect()
                for consumer in self._end.consumers(connection):
                    stack.enter_context(consumer)
                self._there()
                self._exchange(connection, connection.Producer(connection.channel()))
                sound = True
        except errors_of(connection) as error:
            self._gone(error)
        except GARBAGE:  # a fault of ours must not end the line for good
            log.exception("the line to the broker broke")
            self._end.lost()
        finally:
            there = self.connected.is_set()
            self.connected.clear()
            self._inbox.clear()
        return there

    def _exchange(self, connection: Connection, producer: Producer) -> None:
        while not self._ended.is_set():
            self._end.turn(producer)
            self._receive(connection)
        self._end.turn(producer)

    def _receive(self, connection: Connection) -> None:
        try:
            connection.drain_events(timeout=TICK)
            self._tripped = 0
        except TimeoutError:
            return
        except GARBAGE as error:  # some of these count among the connection's own errors
            self._end.garbage()
            self._tripped += 1
            if self._tripped > _MOST_GARBAGE:
                raise OSError("nothing that comes is a message") from error
        taken, self._inbox = self._inbox, []
        for message in taken:
            self._end.take(message)

    def _there(self) -> None:
        self.refused = None
        self.connected.set()
        if self._seldom.over():
            log.warning("the broker is back")

    def _gone(self, error: Exception) -> None:
        if refuses_us(error):
            self.refused = explain(self._cluster, error)
        self._end.lost()
        trouble = explain(self._cluster, error)
        if self._seldom.worth_saying(trouble):
            log.error("%s; asking again", trouble)

    def _rest(self, seconds: float) -> None:
        """Wait, and let our end mind its clock meanwhile."""
        waited = 0.0
        while waited < seconds and not self._ended.wait(TICK):
            waited += TICK
            self._end.idle()


def take_back(channel: Any) -> None:
    """What a line of ours that broke had taken and not acknowledged comes again at once, for us who take its place.

    Redis would wait for `redeliver_after`; other brokers see for themselves that a line broke.
    """
    if hasattr(channel, "visibility_timeout"):
        qos = channel.qos  # which asks its channel once and remembers
        patience, qos.visibility_timeout = qos.visibility_timeout, 0
        qos.restore_visible(num=None, interval=1)
        qos.visibility_timeout = patience


def _close(connection: Connection, *, sound: bool) -> None:
    """Whoever closes a broken connection hears of it once more; what it had taken is not for it to give back."""
    broken: tuple[type[Exception], ...] = (*errors_of(connection), *GARBAGE)
    channels = tuple(getattr(connection.transport, "channels", None) or ())
    try:
        _give_back(channels, sound)
        connection.release()
    except broken as error:
        _give_back(channels, False)
        log.debug("closing: %s", type(error).__name__)


def _give_back(channels: Iterable[Any], whether: bool) -> None:
    """Whether the transport is to give back what was not acknowledged, now or at the end of the process."""
    for channel in channels:
        channel.do_restore = whether
