"""Leading or standing by: of the daemons on one server's store one watches, the others wait for its place.

A stand-by looks at nothing and sends nothing. It asks for the lead every few seconds and, once it has it, begins like a
daemon that was just started. A leader that was overtaken stands by in its turn.
"""

import logging
import os
import socket
import threading
from contextlib import ExitStack
from dataclasses import dataclass

from monitor.configuration import Configuration
from monitor.daemon import Daemon, presence_of
from monitor.lookout import on_watch
from monitor.metrics.presence import exposition
from monitor.reloading import read_again
from monitor.seldom import Seldom
from monitor.storage.errors import StoreError
from monitor.storage.leadership import AlreadyLed, Lease, can_be_taken_over, lead
from monitor.storage.location import store_url
from monitor.web.server import serve
from monitor.web.standby_app import create_standby_app
from probes.mistakes import DataError

ASK_EVERY = 3.0  # seconds between two questions whether the lead is free
STANDING_BY = "stand-by: another process leads the store"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tenure:
    """The lead, until `over` is closed."""

    lease: Lease
    over: ExitStack


def keep_watch(configuration: Configuration, listener: socket.socket, *, reload_asked: threading.Event) -> None:
    """Watch where nobody else does, else stand by for it, until told to end; the listener is closed then.

    Raises `AlreadyLed` where the store is a file, and `StoreError` when it cannot be used.
    """
    url = store_url(configuration.settings.storage.url, configuration.settings.data.dir)
    tenure = _lead_now(url)
    while True:
        if tenure is None:
            tenure = _stand_by(url, listener, configuration)
            if tenure is None:
                return
            configuration = _as_it_is_now(configuration)
        with tenure.over:
            if _watch(configuration, listener, lease=tenure.lease, reload_asked=reload_asked):
                return
        log.warning("another process leads the store by now; standing by")
        tenure = None


def _watch(
    configuration: Configuration, listener: socket.socket, *, lease: Lease, reload_asked: threading.Event
) -> bool:
    """Watch until told to end, or until another process leads; whether it was told to end."""
    with on_watch(configuration, lease=lease) as lookout:
        host, port = listener.getsockname()[:2]
        log.info("watching %d portals; metrics at http://%s:%s/metrics", len(lookout.subjects), host, port)
        return Daemon(lookout, listener, reload_asked=reload_asked, lease=lease).run()


def _lead_now(url: str) -> _Tenure | None:
    """The lead; `None` where another process has it and it can be waited for."""
    with ExitStack() as stack:
        try:
            lease = stack.enter_context(lead(url))
        except AlreadyLed:
            if not can_be_taken_over(url):
                raise
            return None
        return _Tenure(lease=lease, over=stack.pop_all())


def _stand_by(url: str, listener: socket.socket, configuration: Configuration) -> _Tenure | None:
    """Serve as a stand-by until the lead is ours; `None` when told to end."""
    log.info(STANDING_BY)
    waiting = _Waiting(url)
    presence = presence_of(configuration)
    told_to_end = serve(create_standby_app(lambda: exposition(presence), why=STANDING_BY), listener, until=waiting.over)
    tenure = waiting.end()
    if told_to_end and tenure is not None:
        tenure.over.close()
        return None
    if tenure is not None:
        log.warning("nobody else leads the store any more; taking over")
    return tenure


class _Waiting:
    """Asks for the lead in a thread of its own."""

    def __init__(self, url: str) -> None:
        """Asks at once."""
        self.over = threading.Event()
        self._url = url
        self._ended = threading.Event()
        self._tenure: _Tenure | None = None
        self._thread = threading.Thread(target=self._run, name="stand-by", daemon=True)
        self._thread.start()

    def end(self) -> _Tenure | None:
        """Ask no more; what it got."""
        self._ended.set()
        self._thread.join()
        return self._tenure

    def _run(self) -> None:
        seldom = Seldom()
        while self._tenure is None and not self._ended.is_set():
            try:
                self._tenure = _lead_now(self._url)
            except StoreError as error:
                if seldom.worth_saying(str(error)):
                    log.error("stand-by: %s", error)
            if self._tenure is None:
                self._ended.wait(ASK_EVERY)
        self.over.set()


def _as_it_is_now(configuration: Configuration) -> Configuration:
    """What the folder says after the wait; the configuration before where it holds a mistake."""
    try:
        return read_again(configuration, os.environ)
    except DataError as error:
        for mistake in error.mistakes:
            log.error("configuration not read again: %s", mistake)
        return configuration
