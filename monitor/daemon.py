"""The daemon: a lookout on a schedule, its view over HTTP, and an orderly end."""

import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from types import FrameType

from monitor.api_routers import api_routers
from monitor.configuration import Configuration
from monitor.daily_pruning import DailyPruning
from monitor.daily_scores import DailyScores
from monitor.lookout import Lookout
from monitor.metrics.presence import Presence, exposition
from monitor.metrics.selection import Selection
from monitor.own_health import own_troubles
from monitor.pages_of import pages_of
from monitor.reloading import Reloading
from monitor.rounds.schedule import build_schedule, replan
from monitor.storage.errors import StoreError
from monitor.storage.leadership import FileLease, Lease
from monitor.storage.prune import Pruned, Retention, prune
from monitor.storage.store import telling
from monitor.view import View
from monitor.web.app import Sources, create_app
from monitor.web.scraping import Scrapes
from monitor.web.server import serve

log = logging.getLogger(__name__)


class Daemon:
    """Watches until SIGTERM or SIGINT. The caller binds the socket and leads the store before, and closes them
    after."""

    def __init__(
        self,
        lookout: Lookout,
        listener: socket.socket,
        *,
        reload_asked: threading.Event | None = None,
        lease: Lease | None = None,
    ) -> None:
        """Nothing runs before `run`; whenever `reload_asked` is set, the configuration is read again. It ends when
        another process holds the `lease`, and says nothing of portals while nobody does."""
        self._reload_asked = reload_asked
        self._reloading = Reloading(lookout, self._use)
        self._lease = lease or FileLease()
        self._lookout = lookout
        self._listener = listener
        self._view = View(lookout)
        self._scores = DailyScores(self._view.keep_scores)
        gear = lookout.gear
        self._pruning = DailyPruning(
            self._prune, now=gear.watch.vantage.now, night=lambda: self._lookout.gear.watch.night
        )
        self._schedule = build_schedule(
            lookout.subjects,
            lookout.take,
            interval=gear.watch.interval,
            misfire_grace=gear.configuration.settings.schedule.misfire_grace,
            now=gear.watch.vantage.now(),
        )

    @property
    def view(self) -> View:
        """What it shows."""
        return self._view

    def run(self, *, meanwhile: Callable[[], None] | None = None) -> bool:
        """Serve in this thread until told to end (`True`) or overtaken; `meanwhile` runs beside it, and the schedule
        begins after it."""
        app = create_app(
            Sources(
                metrics=self._view.metrics,
                scrapes=Scrapes(write=self._exposed, agencies=self._view.agencies),
                summary=self._view.summary,
                differences=self._view.differences,
                ready=self._not_ready,
                pages=pages_of(self._lookout, self._view),
                routers=api_routers(self._lookout, self._view),
            )
        )

        def begin() -> None:
            self._lookout.self_check.turn()
            self._lookout.self_check.start()
            try:
                if meanwhile is not None:
                    meanwhile()
            except StoreError as error:  # the writer tries on; the schedule must not wait for it
                log.error("%s", error)
            finally:
                self._schedule.start()
                self._scores.start()
                if self._lookout.gear.configuration.settings.storage.prune:
                    self._pruning.start()
                self._lookout.announcing.begin(
                    lambda: own_troubles(self._lookout, schedule_running=self._schedule.running)
                )
                if self._reload_asked is not None:
                    self._reloading.when_asked(self._reload_asked)

        try:
            if meanwhile is None:
                begin()
            else:
                threading.Thread(target=begin, name="first round", daemon=True).start()
            return serve(app, self._listener, until=self._lease.lost)
        finally:
            log.info("ending: looks are cut short, rounds that were taken are kept")
            self._reloading.stop()
            self._scores.stop()
            self._pruning.stop()
            if self._schedule.running:
                self._schedule.shutdown(wait=False)

    def _prune(self, now: datetime) -> Pruned:
        engine = self._lookout.gear.store.engine
        with telling(engine.url):
            return prune(engine, now=now, retention=Retention())

    def _exposed(self, asked: Selection) -> Iterator[bytes]:
        if self._lease.holds:
            return self._view.exposition(asked)
        own = exposition(presence_of(self._lookout.gear.configuration))
        return iter((own,) if asked.aggregates else ())

    def _not_ready(self) -> tuple[str, ...]:
        led = () if self._lease.holds else ("the connection that leads the store is lost",)
        return (*led, *self._view.not_ready(schedule_running=self._schedule.running))

    def _use(self, configuration: Configuration) -> None:
        """Everything that was made from the configuration before is made anew from this one."""
        self._lookout.use(configuration)
        watch = self._lookout.gear.watch
        replan(
            self._schedule,
            self._lookout.subjects,
            self._lookout.take,
            interval=watch.interval,
            misfire_grace=configuration.settings.schedule.misfire_grace,
            now=watch.vantage.now(),
        )
        self._view.forget()


def presence_of(configuration: Configuration) -> Presence:
    """What a daemon that does not lead says of itself."""
    settings = configuration.settings
    return Presence(
        leads=False,
        mode=settings.alerts.mode,
        way=settings.alerts.way,
        rulebook=configuration.rulebook.version,
        simulated=settings.simulated,
    )


def reload_on_sighup() -> threading.Event:
    """Set by SIGHUP, which ends the process no more; one that comes before the schedule runs is not lost."""
    asked = threading.Event()

    def hung_up(number: int, frame: FrameType | None) -> None:
        del number, frame
        asked.set()

    signal.signal(signal.SIGHUP, hung_up)
    return asked


def end_on_sigterm() -> None:
    """SIGTERM ends the process as Ctrl-C does, also before the daemon serves."""

    def ended(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, ended)
