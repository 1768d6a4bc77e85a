"""What a table is: columns with their meaning, and rows of plain values drawn from what is stored."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from monitor.availability import Account
from monitor.catalogue.records import Catalogue
from monitor.reports.compared.comparing_periods import Snapshots
from monitor.rollup.picture import Picture
from monitor.rollup.target_files import Target
from monitor.rounds.cadence import LOCAL
from monitor.rules.rulebook import RuleBook
from monitor.storage.store import Store

Row = dict[str, Any]
Key = tuple[str | int, ...]
BEFORE_ALL = datetime(1970, 1, 2, tzinfo=UTC)


class Kind(StrEnum):
    """What stands in a column: `RATIO` is 0..1, `POINTS` 0..100, `MOMENT` aware UTC, `TREE` any JSON value."""

    TEXT = "text"
    COUNT = "count"
    NUMBER = "number"
    RATIO = "ratio"
    POINTS = "points"
    SECONDS = "seconds"
    FLAG = "flag"
    DAY = "day"
    MOMENT = "moment"
    TREE = "tree"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: `vi` heads it in spreadsheets, `en` tells programs what it means.

    `always`: never missing. `choices`: the closed list that its words come from.
    `hostile`: the text came from a portal, or repeats what one said.
    """

    name: str
    vi: str
    en: str
    kind: Kind = Kind.TEXT
    always: bool = False
    choices: tuple[str, ...] = ()
    hostile: bool = False


class Option(StrEnum):
    """What a table can be asked beside equality: a past day, what changed since a moment, a stretch of days."""

    ON = "on"
    CHANGED_SINCE = "changed_since"
    DAYS = "days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What tables are drawn from. `picture` is the present one; `catalogue` holds agencies and portals of all days.

    `today` is the day in Asia/Ho_Chi_Minh; `accounts` are by window and portal; `targets` are those of the
    configuration, `snapshots` the periods that were read lately.
    """

    picture: Picture
    store: Store
    catalogue: Catalogue
    rulebook: RuleBook
    today: date
    accounts: Callable[[], Mapping[str, Mapping[str, Account]]]
    targets: tuple[Target, ...] = ()
    snapshots: Snapshots = field(default_factory=Snapshots)

    def end_of(self, day: date | None) -> datetime | None:
        """When a past day ended in Asia/Ho_Chi_Minh (aware UTC); `None` for the present legal day.

        Of a day to come, and of any other one where the legal day was set, nothing stands: then it is a time before
        all looks.
        """
        if day is None or day == self.picture.law_day:
            return None
        if self.picture.law_day != self.today or not BEFORE_ALL.date() < day <= self.today:
            return BEFORE_ALL
        return datetime.combine(day, time(), LOCAL).astimezone(UTC) + timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is wanted: `equal` by column, the state of a past day `on`, what changed `since`, days from `start` to
    `end` (both included); rows up to the key `after` need not be drawn."""

    equal: Mapping[str, Any] = field(default_factory=dict)
    on: date | None = None
    since: datetime | None = None
    start: date | None = None
    end: date | None = None
    after: Key | None = None

    def passed(self, first: str) -> bool:
        """Whether all rows whose key begins with `first` stand before `after`."""
        return self.after is not None and first < str(self.after[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A part found by being there: every module of `monitor.reports.tables` has one `TABLE`.

    `rows` draws them in the order of `key`, whose columns tell every row from every other; it may leave `equal`
    and `after` to whoever asks. `filters` are the columns that can be asked for by equality.
    `listed`: has a list of its own in the API; else only files are made of it.
    """

    name: str
    vi: str
    en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: Callable[[Source, Asked], Iterator[Row]]
    filters: tuple[str, ...] = ()
    options: frozenset[Option] = frozenset()
    listed: bool = True

    def column(self, name: str) -> Column:
        """The column of that name; `KeyError` for any other."""
        return {item.name: item for item in self.columns}[name]


def key_of(table: Table, row: Row) -> Key:
    """What the row is told apart by."""
    values = (row[name] for name in table.key)
    return tuple(value.isoformat() if isinstance(value, date) else value for value in values)


def chosen_rows(table: Table, source: Source, asked: Asked) -> Iterator[Row]:
    """The rows that were asked for, in order, behind `after`."""
    for row in table.rows(source, asked):
        if asked.after is not None and key_of(table, row) <= asked.after:
            continue
        if all(row[name] == value for name, value in asked.equal.items()):
            yield row
