"""Looks counted by hour and by day, read back: what long stretches of time are drawn and summed from."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, RowMapping, Table, select

from monitor.storage.engine import reading
from monitor.storage.look_counting import HANOI
from monitor.storage.look_tables import LOOK_DAY, LOOK_HOUR
from monitor.storage.looks import chosen
from monitor.storage.rows import PHASES
from monitor.storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One phase of looks: its seconds in all, and how many looks got that far."""

    seconds: float
    looks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LookCount:
    """Looks at a portal from one vantage within an hour or a day that ended alike.

    `starts` is aware UTC. `outcome` is `seen` or the failure's kind. `timed` of the looks have a total: `seconds` is
    their sum, `fastest` and `slowest` the least and the most, `None` where none has one. `phases` are those reached.
    """

    starts: datetime
    portal: str
    vantage: str
    outcome: str
    looks: int
    timed: int
    seconds: float | None
    fastest: float | None
    slowest: float | None
    phases: Mapping[str, Phase]


def read_hours(
    store: Store, portals: Collection[str] | None = None, *, start: datetime, end: datetime
) -> tuple[LookCount, ...]:
    """Hours that begin from `start` on, before `end` (aware), by time and portal; kept for thirteen months."""
    within = (LOOK_HOUR.c.starts >= start, LOOK_HOUR.c.starts < end)
    return tuple(_count(row, row["starts"]) for row in _read(store, LOOK_HOUR, portals, within))


def read_days(store: Store, portals: Collection[str] | None = None, *, start: date, end: date) -> tuple[LookCount, ...]:
    """Days (Asia/Ho_Chi_Minh) from `start` to `end`, both included, by time and portal; kept for good."""
    within = (LOOK_DAY.c.day >= start, LOOK_DAY.c.day <= end)
    return tuple(_count(row, _begins(row["day"])) for row in _read(store, LOOK_DAY, portals, within))


def _begins(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=HANOI).astimezone(UTC)


def _read(
    store: Store, table: Table, portals: Collection[str] | None, within: tuple[ColumnElement[bool], ...]
) -> Iterator[RowMapping]:
    asked = select(table).where(*chosen(table.c.portal, portals), *within).order_by(*table.primary_key.columns)
    with reading(store.engine) as connection:
        yield from connection.execute(asked).mappings().all()


def _count(row: RowMapping, starts: datetime) -> LookCount:
    phases = {
        phase: Phase(seconds=row[phase], looks=row[f"{phase}_looks"]) for phase in PHASES if row[phase] is not None
    }
    plain = ("portal", "vantage", "outcome", "looks", "timed", "seconds", "fastest", "slowest")
    return LookCount(starts=starts, phases=phases, **{name: row[name] for name in plain})
