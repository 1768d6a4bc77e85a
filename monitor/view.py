"""What the daemon shows: the picture drawn from the store, kept for a moment so that many readers cost one reading."""

import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from monitor.availability import Account
from monitor.daily_scores import day_scores
from monitor.gear import Gear
from monitor.lookout import Lookout
from monitor.metrics.exposition import Exposition, Telling
from monitor.metrics.incidents import Severities, Told, muted_duties
from monitor.metrics.inside import Accounts, Inside
from monitor.metrics.selection import EVERYTHING, Selection
from monitor.reports.differences_json import differences_json
from monitor.reports.summary_json import summary_json
from monitor.rollup.drawing import Drawing
from monitor.rollup.picture import Picture
from monitor.rollup.reconciliation import Place, reconcile
from monitor.storage.engine import reading
from monitor.storage.outbox import oldest_unfinished
from monitor.storage.scores import keep_scores
from monitor.storage.store import Store
from probes.failures import State

WINDOWS = {"7d": timedelta(days=7), "30d": timedelta(days=30)}
T = TypeVar("T")


class Kept(Generic[T]):
    """A value made on demand and kept for `fresh` seconds; several threads that ask at once make it once."""

    def __init__(self, make: Callable[[], T], *, fresh: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Nothing is made before somebody asks."""
        self._make = make
        self._fresh = fresh
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._made: tuple[float, T] | None = None

    def __call__(self) -> T:
        """The value, made anew when it is too old."""
        with self._lock:
            if self._made is None or self._monotonic() - self._made[0] > self._fresh:
                self._made = (self._monotonic(), self._make())
            return self._made[1]

    def forget(self) -> None:
        """Make it anew when somebody asks."""
        with self._lock:
            self._made = None


class View:
    """Reads the store for whoever asks. Safe to use from several threads."""

    def __init__(self, lookout: Lookout) -> None:
        """Nothing is read before somebody asks."""
        self._lookout = lookout
        self._started = self._now()
        self.picture = Kept(self._draw, fresh=2.0)
        self._accounts = Kept(self._account, fresh=60.0)
        self._severities = Severities()
        self._severities.had(lookout.announcing.desk.incidents)  # before the first round may change one
        self._drawing = Drawing()
        self._exposition = Exposition(
            Telling(
                picture=self.picture,
                accounts=self._accounts,
                inside=self._inside,
                told=self._told,
                process=lookout.metrics,
            ),
            simulated=self._gear.configuration.settings.simulated,
        )

    def forget(self) -> None:
        """Draw everything anew when somebody asks: the configuration has changed."""
        self.picture.forget()
        self._accounts.forget()

    def accounts(self) -> Accounts:
        """How every judged portal spent the windows, by window and portal."""
        return self._accounts()

    def summary(self, *, seconds: float | None = None) -> dict[str, Any]:
        """The summary of `INTERFACE`."""
        return summary_json(self.picture(), seconds=seconds)

    def differences(self) -> dict[str, Any]:
        """The figures that several places publish of one agency, side by side; only what still holds."""
        picture = self.picture()
        places = [
            Place(portal=item.portal, agency=item.agency, standing=item.standing)
            for item in picture.portals
            if item.judged
        ]
        return differences_json(reconcile(places), at=picture.at, simulated=bool(picture.scenario))

    def keep_scores(self) -> None:
        """Keep every agency's score of the day; raises `StoreError` where the store does not take them."""
        version = self._gear.configuration.rulebook.version
        keep_scores(self._gear.store, day_scores(self.picture(), rulebook=version))

    def metrics(self) -> bytes:
        """The exposition for Prometheus, all of it."""
        return b"".join(self.exposition(EVERYTHING))

    def exposition(self, asked: Selection) -> Iterator[bytes]:
        """The part of it that a scrape asks for, in pieces; everything is read before the first."""
        return self._exposition.write(asked)

    def agencies(self) -> frozenset[str]:
        """Whose portals a scrape can ask for."""
        return frozenset(agency.id for agency in self._gear.configuration.catalogue.agencies)

    def not_ready(self, *, schedule_running: bool) -> tuple[str, ...]:
        """Why the daemon is not ready: store, schedule, canaries, age of the last round. Empty when it is."""
        reasons = [] if schedule_running else ["schedule not running"]
        if self._lookout.writer.failing:
            reasons.append("store not reachable")
        reasons += [f"canary wrong: {why}" for why in dict.fromkeys(self._lookout.canaries.wrong().values())]
        now = self._now()
        silent = now - max(self._lookout.last_round or self._started, self._started)
        if self._lookout.subjects and silent > timedelta(seconds=2 * self._gear.watch.interval + 60):
            reasons.append(f"no round for {silent.total_seconds():.0f} s")
        return tuple(reasons)

    @property
    def _gear(self) -> Gear:
        return self._lookout.gear

    def _now(self) -> datetime:
        return self._gear.watch.vantage.now()

    def _draw(self) -> Picture:
        configuration = self._gear.configuration
        return self._drawing.draw(
            catalogue=configuration.in_force(),
            standings=self._lookout.standings.all(),
            scoring=configuration.rulebook.scoring,
            targets=configuration.targets,
            at=self._now(),
            law_day=self._gear.watch.law_day(),
            scenario=configuration.settings.simulation.scenario,
            circumstances=configuration.circumstances,
        )

    def _account(self) -> Accounts:
        judged = [item.portal.id for item in self.picture().judged]
        return as_accounts(self._lookout.past_spans.spent(judged, end=self._now(), lengths=WINDOWS))

    def _inside(self) -> Inside:
        settings = self._gear.configuration.settings
        return Inside(
            mode=settings.alerts.mode,
            rulebook=self._gear.configuration.rulebook.version,
            lag=self._lookout.lag(),
            queue=self._lookout.writer.length(),
            store_errors=self._lookout.writer.errors,
            state_seconds=self._lookout.metrics.clock.seconds(),
            canaries=self._lookout.canaries.ok(),
            online=self._lookout.online(),
            reloaded=self._lookout.reloaded,
            way=settings.alerts.way,
            duties={
                booked.rule.id: (booked.text.duty.vi, booked.text.duty.en)
                for booked in self._gear.configuration.rulebook.rules
            },
        )

    def _told(self) -> Told:
        now, announcing = self._now(), self._lookout.announcing
        guide, accepted = announcing.desk.guide, announcing.channels_ok()
        rules = [name for name, duty in guide.duties.items() if duty.tells]
        silent = muted_duties(
            guide.portals.values(), rules, guide.circumstances, at=now, law_day=self._gear.watch.law_day()
        )
        incidents = [item for item in announcing.desk.incidents if item.portal in guide.portals]
        return Told(
            at=now,
            incidents=incidents,
            had=self._severities.had(incidents),
            muted=silent,
            waiting=self._waiting(now),
            sendings=dict(announcing.told),
            channels={channel.name: accepted.get(channel.name) for channel in guide.channels},
        )

    def _waiting(self, now: datetime) -> float | None:
        try:
            with reading(self._gear.store.engine) as connection:
                since = oldest_unfinished(connection, now=now)
        except SQLAlchemyError:  # the writer tells of a store that refuses; what it holds is not known meanwhile
            return None
        return 0.0 if since is None else (now - since).total_seconds()


def accounts_of(store: Store, portals: Collection[str], *, end: datetime) -> Accounts:
    """How these portals spent the windows that end at `end` (aware UTC), as `emc_availability_ratio` tells it."""
    return as_accounts(
        {window: store.availability(portals, start=end - length, end=end) for window, length in WINDOWS.items()}
    )


def as_accounts(spent: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Accounts:
    """Seconds by window, portal and state (`unobserved` among them), as accounts of the windows."""
    return {
        window: {portal: _as_account(seconds, WINDOWS[window]) for portal, seconds in found.items()}
        for window, found in spent.items()
    }


def _as_account(seconds: Mapping[str, float], length: timedelta) -> Account:
    spent = {State(name): timedelta(seconds=value) for name, value in seconds.items() if name != "unobserved"}
    return Account(whole=length, spent=spent, unobserved=timedelta(seconds=seconds.get("unobserved", 0.0)))
