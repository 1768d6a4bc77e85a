"""A month that goes leaves what was promised, to everybody who reads or writes meanwhile."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from threading import Event, Thread

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import OperationalError

from monitor.records import Round
from monitor.rules.contract import Outcome
from monitor.storage.check import check
from monitor.storage.engine import reading, writing
from monitor.storage.incidents import put_incidents
from monitor.storage.months import partitions
from monitor.storage.prune import Retention, prune
from monitor.storage.store import Store
from monitor.storage.tables import OBSERVATION
from monitor.storage.thinning import alone
from probes.failures import FailureKind, State, failed
from tests.support.incidents import incident
from tests.support.kept_rounds import FACTS_TYPES, observation, reachability, round_, verdict
from tests.support.postgres import new_database

BEGINS = datetime(2022, 8, 1, tzinfo=UTC)
SEPTEMBER, OCTOBER = datetime(2022, 9, 1, tzinfo=UTC), datetime(2022, 10, 1, tzinfo=UTC)
MONTH = timedelta(days=30)
SILENT = failed(FailureKind.CONNECT_TIMEOUT, "im lặng")


@pytest.fixture
def url(server: str) -> str:
    """A store on a server."""
    return new_database(server)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """The same, opened."""
    with Store.open(url, facts_types=FACTS_TYPES) as opened:
        yield opened


def look(at: datetime, *, up: bool = True, portal: str = "p-1", number: int = 0, blames: bool = False) -> Round:
    state = State.UP if up else State.DOWN
    seen = observation(reachability(state) if up else None, failure=None if up else SILENT, at=at, portal=portal)
    judged = (verdict(Outcome.FAIL if blames else Outcome.PASS),)
    return round_(at, state, portal=portal, observations=(replace(seen, id=f"o-{number:06}"),), verdicts=judged)


def story(chance: Random) -> list[Round]:
    """Three portals over 90 days, some of whose looks fail, and blame."""
    rounds: list[Round] = []
    for portal in ("p-1", "p-2", "p-3"):
        at = BEGINS + timedelta(minutes=chance.randrange(600))
        while at < BEGINS + timedelta(days=90):
            up = chance.random() < 0.6
            rounds.append(look(at, up=up, portal=portal, number=len(rounds), blames=not up and chance.random() < 0.4))
            at += timedelta(hours=chance.choice((1, 9, 30, 70)))
        if portal == "p-3":
            rounds = [item for item in rounds if item.portal != "p-3" or item.since < BEGINS + timedelta(days=20)]
    return rounds


def outages(chance: Random, rounds: list[Round]) -> list[object]:
    """Incidents somewhere in that time, some of them open."""
    made = []
    for number, portal in enumerate(("p-1", "p-2", "p-3")):
        since = chance.choice([item.since for item in rounds if item.portal == portal])
        ended = since + timedelta(hours=chance.randrange(1, 200))
        times = {"ended": ended, "resolved": ended + timedelta(hours=1)} if chance.random() < 0.6 else {}
        opened = since + timedelta(minutes=chance.randrange(60))
        made.append(incident(id=f"i-{number}", portal=portal, since=since, opened=opened, **times))
    return made


def ids(store: Store) -> list[str]:
    with store.engine.connect() as connection:
        return sorted(connection.scalars(select(OBSERVATION.c.id)))


@pytest.mark.parametrize("seed", range(4))
def test_of_months_that_go_stays_exactly_what_stays_of_rows_that_go(seed: int, store: Store, tmp_path: Path) -> None:
    chance = Random(seed)
    rounds = story(chance)
    incidents = outages(chance, rounds)
    with Store.open(f"sqlite:///{tmp_path / 's.sqlite3'}", facts_types=FACTS_TYPES) as file:
        for each in (store, file):
            each.keep(rounds)
            with writing(each.engine) as connection:
                put_incidents(connection, incidents)
        for looks, blaming in ((OCTOBER - SEPTEMBER, MONTH), (MONTH, MONTH), (MONTH, 20 * MONTH)):
            kept = Retention(looks=looks / timedelta(days=1), blaming=blaming / timedelta(days=1))
            for now in (SEPTEMBER + looks, OCTOBER + looks, OCTOBER + 20 * MONTH):
                gone = [
                    prune(each.engine, now=floor(now, looks), retention=kept).observations for each in (store, file)
                ]
                assert ids(store) == ids(file)
                assert gone[0] == gone[1]
        assert store.standings() == file.standings()
    assert check(store.engine.url.render_as_string(hide_password=False)) == ()


def floor(now: datetime, looks: timedelta) -> datetime:
    """The moment at which rows go up to the beginning of a month, as months do."""
    old = now - looks
    return old.replace(day=1, hour=0, minute=0, second=0, microsecond=0) + looks


def test_nothing_is_lost_to_who_writes_and_reads_while_months_go(store: Store) -> None:
    numbers, stop, troubles = iter(range(10_000)), Event(), list[BaseException]()
    old = [look(BEGINS + timedelta(hours=n), portal=f"p-{n % 7}", number=next(numbers)) for n in range(200)]
    store.keep(old)
    written = [item.observations[0].id for item in old]

    def write() -> None:
        while not stop.is_set():
            number = next(numbers)
            at = OCTOBER + timedelta(minutes=number) if number % 3 else BEGINS + timedelta(seconds=number)
            item = look(at, portal=f"p-new-{number}", number=number)  # a first look of each, so that it is spared
            store.keep([item])
            written.append(item.observations[0].id)

    def read() -> None:
        while not stop.is_set():
            assert len(store.standings()) >= 7  # reads every last look, or fails

    def watched(act: Callable[[], None]) -> None:
        try:
            act()
        except BaseException as error:  # noqa: BLE001 - told below
            troubles.append(error)

    threads = [Thread(target=watched, args=(act,)) for act in (write, read, read)]
    for thread in threads:
        thread.start()
    try:
        while len(written) < 230:
            assert not troubles
        for _ in range(4):
            prune(store.engine, now=SEPTEMBER + MONTH, retention=Retention())
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert troubles == []
    kept = set(ids(store))
    assert kept >= set(written[200:])
    assert len(kept & set(written[:200])) == 7


def test_a_reader_keeps_what_he_began_to_read_until_he_is_done(store: Store) -> None:
    store.keep([look(BEGINS + timedelta(hours=n), number=n) for n in range(5)])
    begun, done = Event(), Event()
    counts: list[int] = []

    def read() -> None:
        with reading(store.engine) as connection:
            counts.append(len(connection.scalars(select(OBSERVATION.c.id)).all()))
            begun.set()
            done.wait(1)
            counts.append(len(connection.scalars(select(OBSERVATION.c.id)).all()))

    thread = Thread(target=read)
    thread.start()
    begun.wait()
    assert prune(store.engine, now=SEPTEMBER + MONTH, retention=Retention()).observations == 4
    thread.join()
    assert counts == [5, 5]
    assert len(ids(store)) == 1


def exclusively(seen: list[int], done: Event, free_after: int, connection: Connection) -> int:
    """What needs the table alone; the reader goes after so many attempts."""
    seen.append(len(seen))
    if len(seen) > free_after:
        done.set()
    connection.exec_driver_sql("LOCK TABLE observation IN ACCESS EXCLUSIVE MODE")
    return 7


@pytest.mark.parametrize(("free_after", "attempts"), [(0, 1), (2, 3), (9, 5)])
def test_what_needs_a_table_alone_is_tried_again_and_not_for_ever(store: Store, free_after: int, attempts: int) -> None:
    begun, done, tried = Event(), Event(), list[int]()

    def read() -> None:
        with reading(store.engine):
            begun.set()
            done.wait()

    thread = Thread(target=read)
    thread.start()
    begun.wait()
    try:
        act = partial(exclusively, tried, done, free_after)
        if attempts == 5:
            with pytest.raises(OperationalError, match="lock timeout"):
                alone(store.engine, act, within="50ms", pause=0.01)
        else:
            assert alone(store.engine, act, within="5s" if free_after == 0 else "300ms", pause=0.01) == 7
    finally:
        done.set()
        thread.join()
    assert len(tried) >= attempts


def test_a_late_look_of_a_month_that_went_is_kept_once_and_goes_with_the_next_pruning(store: Store) -> None:
    store.keep([look(OCTOBER, number=0), look(BEGINS, number=1)])
    prune(store.engine, now=SEPTEMBER + MONTH, retention=Retention())
    assert ids(store) == ["o-000000"]
    late = look(BEGINS + timedelta(days=3), number=2)
    store.keep([late])
    store.keep([late])
    assert ids(store) == ["o-000000", "o-000002"]
    prune(store.engine, now=SEPTEMBER + MONTH, retention=Retention())
    assert ids(store) == ["o-000000"]


def test_a_spared_look_that_comes_again_stays_one(store: Store) -> None:
    first = look(BEGINS, number=0)
    store.keep([first])
    prune(store.engine, now=OCTOBER + MONTH, retention=Retention())
    store.keep([first])
    assert ids(store) == ["o-000000"]


def test_a_month_of_which_nothing_is_left_goes_in_the_end(store: Store) -> None:
    store.keep([look(BEGINS, number=0, up=False, blames=True), look(OCTOBER, number=1)])
    retention = Retention(looks=30, blaming=90)

    def augusts() -> list[str]:
        with store.engine.connect() as connection:
            return [item.name for item in partitions(connection) if item.name.startswith("observation_2022_08")]

    assert augusts() == ["observation_2022_08"]
    prune(store.engine, now=SEPTEMBER + MONTH, retention=retention)
    assert augusts() == ["observation_2022_08_kept"]
    prune(store.engine, now=SEPTEMBER + 4 * MONTH, retention=retention)
    assert augusts() == []
    assert ids(store) == ["o-000001"]
    assert check(store.engine.url.render_as_string(hide_password=False)) == ()
