"""A period of the nation or of an agency with what it is held against, read where it is not remembered."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from monitor.catalogue.records import Catalogue
from monitor.reports.compared.agency import compare_agency
from monitor.reports.compared.nation import Three, compare_nation
from monitor.reports.compared.snapshot import Past, Snapshot, read_snapshot
from monitor.rollup.comparing import Compared
from monitor.rollup.periods import Length, Period, period_before, period_of, year_before
from monitor.rollup.picture import Picture
from monitor.rollup.target_files import Target
from monitor.rounds.cadence import LOCAL
from monitor.storage.store import Store

EARLIEST = date(1990, 1, 1)  # no portal of theirs is older
_FRESH = {False: 60.0, True: 600.0}  # seconds that a period is remembered, while it runs and once it is over
_MOST = 120  # periods remembered; three for each question


class Snapshots:
    """Periods as they were read a short time ago. Threads may share it."""

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Nothing is remembered yet."""
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._read: OrderedDict[tuple[object, ...], tuple[float, Past, Snapshot]] = OrderedDict()

    def read(self, store: Store, past: Past, period: Period, agencies: Iterable[str]) -> Snapshot:
        """The period of these agencies."""
        names = tuple(sorted(agencies))
        key = (period.length, period.first, period.last, past.law_day, names)
        with self._lock:
            at, told, shot = self._read.get(key, (0.0, None, None))
        if shot is not None and told is not None and told.catalogue is past.catalogue and self._monotonic() < at:
            return shot
        shot = read_snapshot(store, past, period, names)
        with self._lock:
            self._read[key] = (self._monotonic() + _FRESH[period.over], past, shot)
            self._read.move_to_end(key)
            while len(self._read) > _MOST:
                self._read.popitem(last=False)
        return shot


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparing:
    """Where a comparison is drawn from: the present picture, the store, the catalogue of all days, the targets."""

    picture: Picture
    store: Store
    past: Past
    targets: tuple[Target, ...]
    snapshots: Snapshots

    def period(self, length: Length, day: date | None) -> Period | None:
        """The period that holds a day, the present one where none is named; `None` for one that has not begun."""
        today = self.picture.at.astimezone(LOCAL).date()
        if day is None:
            return period_of(length, today, at=self.picture.at)
        if not EARLIEST <= day <= today:
            return None
        return period_of(length, day, at=self.picture.at)

    def nation(self, period: Period) -> tuple[Compared, ...]:
        """The nation in that period."""
        shots = [
            self.snapshots.read(self.store, self.past, one, (item.id for item in self.past.agencies(one.last)))
            for one in _times(period)
        ]
        present = {item.agency.id: item.connected for item in self.picture.agencies}
        return compare_nation(
            Three(now=shots[0], before=shots[1], year_ago=shots[2]),
            targets=self.targets,
            agencies={item.id: item for item in self.past.catalogue.agencies},
            present=None if period.over else present,
        )

    def agency(self, agency: str, period: Period) -> tuple[Compared, ...]:
        """One agency in that period."""
        times = _times(period)
        lineages = [self.past.lineage(agency, on=one.last) for one in times]
        shots = [
            self.snapshots.read(self.store, self.past, one, line.bodies)
            for one, line in zip(times, lineages, strict=True)
        ]
        connected = next((item.connected for item in self.picture.agencies if item.agency.id == agency), None)
        return compare_agency(
            agency,
            Three(now=shots[0], before=shots[1], year_ago=shots[2]),
            lineages,
            targets=self.targets,
            present=None if period.over else connected,
        )


def comparing(
    picture: Picture, store: Store, catalogue: Catalogue, *, targets: tuple[Target, ...], snapshots: Snapshots
) -> Comparing:
    """Over a catalogue of all days; a legal day that is not today's was set, and holds for all days."""
    today = picture.at.astimezone(LOCAL).date()
    past = Past(catalogue=catalogue, law_day=None if picture.law_day == today else picture.law_day)
    return Comparing(picture=picture, store=store, past=past, targets=targets, snapshots=snapshots)


def _times(period: Period) -> tuple[Period, Period, Period]:
    return period, period_before(period), year_before(period)
