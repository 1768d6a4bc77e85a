"""A day worked out by hand: the real rounds, store, desk and clockwork give exactly these incidents and letters.

2 November 2026, a round of each portal every 5 minutes from 08:00:00 on (Asia/Ho_Chi_Minh), a failed look is confirmed
20 seconds after its end. A letter that is due leaves at the next whole minute. One incident opens after 3 failed rounds
in a row and closes after 2 good ones; within 30 minutes of its end it goes on.

| portal   | what happens (local times)                                      | incident                        |
|----------|-----------------------------------------------------------------|---------------------------------|
| ngan     | down 09:01-09:03, between two rounds                            | none: never seen                |
|          | down 10:00-10:02, a whole round and its confirming look         | none: one round                 |
| chap     | down at every second round 11:00-12:00, twice two in a row      | none: never three in a row      |
| lau      | down 12:00-13:00                                                | since 12:00, opened 12:10,      |
|          |                                                                 | ended 13:00, resolved 13:05     |
|          | down 13:20-13:40: 20 minutes after its end                      | goes on 13:30 since 13:20,      |
|          |                                                                 | ended 13:40, resolved 13:45     |
|          | down 14:30-14:50: 50 minutes after its end                      | another one: since 14:30,       |
|          |                                                                 | opened 14:40, resolved 14:55    |
| kehoach  | planned stop 14:00-15:00, down 14:00-14:50                      | none                            |
| baotri   | maintenance notice 15:00-15:45                                  | none                            |
| mu       | down 15:50-17:10, the monitor is blind 16:00-17:00:             | none: two rounds before, two    |
|          | 15:50 15:55 | 17:00 17:05                                       | after, and nobody looked between|
| chan     | turned away 18:00-22:00                                         | none                            |
| doi-1    | down 20:00-20:30                                                | since 20:00, opened 20:10, ...  |
| doi-2    | down 20:05-20:30; both of the same agency                       | since 20:05, opened 20:15       |
|          | the monitor is restarted at 20:12 and at 20:32                  |                                 |
| dem      | down from 22:30 to 23:10; acknowledged at 22:50                 | since 22:30, opened 22:40       |

An incident that goes on keeps when it was opened, and is dated anew: the 20 good minutes are no outage. So the row of
lau's first incident says since 13:20, opened 12:10, ended 13:40; its first stretch, 12:00-13:00, stands in its events.

Letters: the channel `truc` hears of everything at once. The letter about doi-1 waits for doi-2, which fails too when
doi-1's incident opens, and leaves when doi-2's incident opens. `nhac` repeats every 20 minutes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from monitor.alerts.clockwork import turn
from monitor.alerts.desk import Desk
from monitor.alerts.records import Channel
from monitor.exemptions.records import Circumstances, PlannedStop, Scope
from monitor.storage import outbox
from monitor.storage.incidents import acknowledge
from monitor.storage.outbox import DeliveryState
from monitor.storage.store import Store
from probes.failures import FailureKind, State, failed
from tests.support.desks import guide, portal
from tests.support.rounds import subject
from tests.support.scripted_rounds import Answer, Clock, Monitor

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
INTERVAL = timedelta(minutes=5)
NAMES = ("ngan", "chap", "lau", "kehoach", "baotri", "mu", "chan", "doi-1", "doi-2", "dem")
AGENCIES = {name: "x-doi" if name.startswith("doi") else f"x-{name}" for name in NAMES}
DOWN = failed(FailureKind.CONNECTION_REFUSED, "refused")


def at(text: str) -> datetime:
    """A local time of the day, in UTC."""
    clock = datetime.strptime(text, "%H:%M").replace(tzinfo=LOCAL)
    return clock.replace(year=2026, month=11, day=2).astimezone(UTC)


STORY: tuple[tuple[str, str, str, Answer], ...] = (
    ("ngan", "09:01", "09:03", DOWN),
    ("ngan", "10:00", "10:02", DOWN),
    *(("chap", f"11:{minute:02}", f"11:{minute + 3:02}", DOWN) for minute in (0, 10, 15, 25, 35, 40, 50)),
    ("lau", "12:00", "13:00", DOWN),
    ("lau", "13:20", "13:40", DOWN),
    ("lau", "14:30", "14:50", DOWN),
    ("kehoach", "14:00", "14:50", DOWN),
    ("baotri", "15:00", "15:45", failed(FailureKind.MAINTENANCE, "notice")),
    ("mu", "15:50", "17:10", DOWN),
    ("chan", "18:00", "22:00", failed(FailureKind.BLOCKED, "Request Rejected")),
    ("doi-1", "20:00", "20:30", failed(FailureKind.DNS_FAILURE, "no such name")),
    ("doi-2", "20:05", "20:30", failed(FailureKind.DNS_FAILURE, "no such name")),
    ("dem", "22:30", "23:10", DOWN),
)
CHANNELS = (
    Channel(name="nhac", kind="webhook", repeat_every=timedelta(minutes=20)),
    Channel(name="truc", kind="webhook"),
)


def script(name: str, moment: datetime) -> Answer:
    """What a portal answers."""
    if at("16:00") <= moment < at("17:00"):
        return failed(FailureKind.CONNECT_TIMEOUT, "no answer")
    return next(
        (answer for who, begins, ends, answer in STORY if who == name and at(begins) <= moment < at(ends)), State.UP
    )


@dataclass
class Day:
    """One day of the monitor, with its desk and a post that is never late."""

    folder: Path
    clock: Clock = field(default_factory=lambda: Clock(at=at("08:00")))
    sent: list[tuple[str, str, str, str]] = field(default_factory=list)
    numbers: int = 0

    def monitor(self) -> Monitor:
        return Monitor(
            self.folder,
            self.clock,
            script,
            online=lambda moment: not at("16:00") <= moment < at("17:00"),
            interval=INTERVAL,
            beside=self._desk,
        )

    def until(self, end: str) -> None:
        """A run of the monitor up to a moment; everything in memory ends with it."""
        portals = [subject(portal=name, agency=AGENCIES[name]) for name in NAMES]
        with self.monitor() as running:
            while self.clock.at < at(end):
                began = self.clock.at
                running.round(*portals)
                running.flush()
                for minute in range(1, 6):
                    self._minute(running.store, began + timedelta(minutes=minute))
            assert running.broken == []

    def acknowledge(self, store: Store, name: str, moment: datetime) -> None:
        incident = next(item for item in self.desk.incidents if item.portal == name)
        with store.transaction() as connection:
            assert acknowledge(connection, incident.id, at=moment, by="trực ban", note="đã rõ")

    def _minute(self, store: Store, moment: datetime) -> None:
        if moment == at("22:50"):
            self.acknowledge(store, "dem", moment)
        with store.transaction(self.desk) as connection:
            turn(connection, self.desk, at=moment)
        for channel in CHANNELS:
            with store.transaction() as connection:
                for letter in outbox.due(connection, channel=channel.name, now=moment):
                    assert outbox.claim(connection, letter.id, now=moment, until=moment + INTERVAL)
                    outbox.finish(connection, letter.id, state=DeliveryState.SENT, at=moment)
                    portals = sorted(item.portal for item in store.incidents_named(letter.incidents))
                    told = f"{moment.astimezone(LOCAL):%H:%M}"
                    self.sent.append((told, channel.name, letter.occasion, " ".join(portals)))

    def _desk(self, store: Store) -> Desk:
        stop = PlannedStop(scope=Scope(portal="kehoach"), starts=at("14:00"), ends=at("15:00"))
        portals = [portal(name, AGENCIES[name]) for name in NAMES]
        told = guide(portals, channels=CHANNELS, circumstances=Circumstances(stops=(stop,)))
        self.desk = Desk(told, new_id=self._id)
        with store.transaction(self.desk) as connection:
            self.desk.load(connection, now=self.clock.at, features={})
        return self.desk

    def _id(self, _moment: datetime) -> str:
        self.numbers += 1
        return f"n-{self.numbers:04}"


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """The whole day, once; the monitor is restarted in the middle of an outage and in the middle of a recovery."""
    lived = Day(tmp_path_factory.mktemp("day"))
    for end in ("20:12", "20:32", "23:59"):
        lived.until(end)
    return lived


@pytest.fixture
def store(day: Day) -> Iterator[Store]:
    """The store that it left."""
    with Store.open(f"sqlite:///{day.folder / 'month.sqlite3'}") as opened:
        yield opened


def local(moment: datetime | None) -> str:
    return f"{moment.astimezone(LOCAL):%H:%M}" if moment else ""


def test_these_incidents_and_no_others(store: Store) -> None:
    told = [
        (item.portal, local(item.since), local(item.opened), local(item.ended), local(item.resolved))
        for item in reversed(store.incidents())
    ]
    assert told == [
        ("lau", "13:20", "12:10", "13:40", "13:45"),
        ("lau", "14:30", "14:40", "14:50", "14:55"),
        ("doi-1", "20:00", "20:10", "20:30", "20:35"),
        ("doi-2", "20:05", "20:15", "20:30", "20:35"),
        ("dem", "22:30", "22:40", "23:10", "23:15"),
    ]


def test_everything_that_happened_is_there_with_its_time(store: Store) -> None:
    lau = [item for item in store.incidents() if item.portal == "lau"][-1]
    assert [(event.happening.value, local(event.at)) for event in lau.events] == [
        ("opened", "12:10"),
        ("resolved", "13:05"),
        ("went_on", "13:30"),
        ("resolved", "13:45"),
    ]
    assert lau.events[2].reason.startswith(
        "lại từ 13:20 02/11/2026 (lần trước từ 12:00 02/11/2026 đến 13:00 02/11/2026): "
    )


def test_these_letters_and_no_others_and_none_twice(day: Day) -> None:
    truc = [(told, occasion, portals) for told, channel, occasion, portals in day.sent if channel == "truc"]
    assert truc == [
        ("12:11", "opened", "lau"),
        ("13:06", "recovered", "lau"),
        ("13:31", "opened", "lau"),
        ("13:46", "recovered", "lau"),
        ("14:41", "opened", "lau"),
        ("14:56", "recovered", "lau"),
        ("20:16", "opened", "doi-1 doi-2"),
        ("20:36", "recovered", "doi-1 doi-2"),
        ("22:41", "opened", "dem"),
        ("23:16", "recovered", "dem"),
    ]


def test_reminders_come_every_twenty_minutes_until_somebody_acknowledges(day: Day) -> None:
    nhac: list[Any] = [(told, portals) for told, channel, occasion, portals in day.sent if occasion == "repeated"]
    assert nhac == [("12:31", "lau"), ("12:51", "lau")]
    assert {channel for _, channel, occasion, _ in day.sent if occasion == "repeated"} == {"nhac"}
