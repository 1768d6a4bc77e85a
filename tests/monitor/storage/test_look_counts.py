"""Looks are counted once, by hour and by day, and read back with what they took."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from monitor.records import Round
from monitor.storage.look_counts import LookCount, Phase, read_days, read_hours
from monitor.storage.prune import Retention, prune
from monitor.storage.rows import prepare
from monitor.storage.store import Store
from probes.exchange import Phases
from probes.failures import FailureKind, State, failed
from tests.support.kept_rounds import (
    PORTAL,
    START,
    after,
    landing_page,
    observation,
    reachability,
    round_,
)

DAY = date(2022, 8, 8)
HOUR = timedelta(hours=1)


def look(at: datetime, total: float = 0.5, *, portal: str = PORTAL, **phases: float) -> Round:
    """A round whose look took so long; its other probe is no look."""
    facts = reachability(total=total, phases=Phases(**phases))
    others = observation(landing_page(), probe="landing_page", at=at, portal=portal)
    return round_(at, portal=portal, observations=(observation(facts, at=at, portal=portal), others))


def silence(at: datetime, kind: FailureKind = FailureKind.CONNECT_TIMEOUT) -> Round:
    facts = reachability(State.DOWN, total=10.0, phases=Phases(resolve=0.5))
    return round_(at, State.DOWN, observations=(observation(facts, failure=failed(kind, "im lặng"), at=at),))


def hours(store: Store) -> tuple[LookCount, ...]:
    return read_hours(store, start=START - 999 * HOUR, end=START + 99999 * HOUR)


def days(store: Store) -> tuple[LookCount, ...]:
    return read_days(store, start=date(2022, 1, 1), end=date(2023, 12, 31))


def test_looks_of_one_hour_that_ended_alike_are_one_row(store: Store) -> None:
    store.keep([look(after(0), 0.25, resolve=0.125, tls=0.5), look(after(5), 0.75, resolve=0.25)])
    store.keep([look(after(10), 0.5), look(after(60), 4.0)])
    first, second = hours(store)
    assert first == LookCount(
        starts=START,
        portal=PORTAL,
        vantage="local",
        outcome="seen",
        looks=3,
        timed=3,
        seconds=1.5,
        fastest=0.25,
        slowest=0.75,
        phases={"resolve": Phase(seconds=0.375, looks=2), "tls": Phase(seconds=0.5, looks=1)},
    )
    assert (second.starts, second.looks, second.seconds) == (START + HOUR, 1, 4.0)
    (day,) = days(store)
    assert (day.starts, day.looks, day.seconds, day.fastest, day.slowest) == (START - 8 * HOUR, 4, 5.5, 0.25, 4.0)


def test_failures_are_counted_by_kind_apart_from_what_was_seen(store: Store) -> None:
    kinds = (FailureKind.CONNECT_TIMEOUT, FailureKind.EMPTY, FailureKind.EMPTY)
    store.keep([look(after(0)), *(silence(after(n + 1), kind) for n, kind in enumerate(kinds))])
    assert {item.outcome: item.looks for item in hours(store)} == {"seen": 1, "connect_timeout": 1, "empty": 2}
    assert {item.outcome: item.seconds for item in days(store)} == {"seen": 0.5, "connect_timeout": 10, "empty": 20}


def test_a_look_without_times_counts_and_has_none(store: Store) -> None:
    broken = failed(FailureKind.MONITOR_FAULT, "lỗi của ta")
    store.keep([round_(observations=(observation(None, failure=broken),))])
    (hour,) = hours(store)
    assert (hour.looks, hour.timed, hour.seconds, hour.fastest, hour.phases) == (1, 0, None, None, {})
    store.keep([round_(after(1), observations=(observation(reachability(), failure=broken, at=after(1)),))])
    (hour,) = hours(store)
    assert (hour.looks, hour.timed, hour.seconds, hour.slowest) == (2, 1, 0.38, 0.38)


def test_what_is_kept_again_or_late_is_counted_once(store: Store) -> None:
    rounds = [look(after(minute)) for minute in (0, 5, 10)]
    store.keep([rounds[2], rounds[2]])
    store.keep([rounds[0]])
    store.keep([*rounds, *rounds])
    assert [item.looks for item in hours(store)] == [3]
    assert [item.looks for item in days(store)] == [3]


def test_vantages_and_portals_are_counted_apart(store: Store) -> None:
    here, there = observation(reachability(), at=after(0)), observation(reachability(), at=after(1))
    store.keep([round_(observations=(here, replace(there, vantage="hue"))), look(after(0), portal="p-2")])
    assert [(item.portal, item.vantage, item.looks) for item in hours(store)] == [
        ("p-2", "local", 1),
        (PORTAL, "hue", 1),
        (PORTAL, "local", 1),
    ]
    assert [item.portal for item in read_hours(store, ["p-2", "p-9"], start=START, end=START + HOUR)] == ["p-2"]
    assert read_hours(store, start=START + HOUR, end=START + 2 * HOUR) == ()


def test_a_day_is_one_of_hanoi_and_an_hour_one_of_any_zone(store: Store) -> None:
    late = datetime(2022, 8, 8, 16, 59, tzinfo=UTC)
    store.keep([look(late), look(late + timedelta(minutes=1))])
    assert [item.starts.hour for item in hours(store)] == [16, 17]
    assert [item.starts for item in days(store)] == [datetime(2022, 8, 7 + n, 17, tzinfo=UTC) for n in (0, 1)]
    assert len(read_days(store, start=DAY, end=DAY)) == 1


def test_a_batch_that_is_not_committed_is_not_counted(store: Store) -> None:
    class Refusal:
        """Beside rounds that nobody may keep."""

        def write(self, _connection: object, _rounds: object) -> None:
            raise ZeroDivisionError

        def settle(self) -> None:
            raise AssertionError

        def forget(self) -> None:
            """Nothing was remembered."""

    try:
        store.keep_prepared([prepare(look(after(0)))], beside=Refusal())
    except ZeroDivisionError:
        assert hours(store) == ()
    store.keep_prepared([prepare(look(after(0)))])
    assert [item.looks for item in hours(store)] == [1]


def test_hours_go_after_thirteen_months_and_days_stay(store: Store) -> None:
    store.keep([look(after(0)), look(after(60)), look(after(60 * 24 * 60))])
    now = datetime(2022, 9, 1, tzinfo=UTC) + timedelta(days=396)  # when August is past its time, to the hour
    assert prune(store.engine, now=now - timedelta(seconds=1), retention=Retention(hours=500)).hours == 0
    assert prune(store.engine, now=now, retention=Retention()).hours == 2
    assert [item.looks for item in hours(store)] == [1]
    assert [item.looks for item in days(store)] == [2, 1]
