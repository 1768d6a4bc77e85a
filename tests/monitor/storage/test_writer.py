"""The writer gives up no round: not for a full disk, not for a bad neighbour, not when it is told to stop."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import event, text

from monitor.records import Round
from monitor.storage.store import Store
from monitor.storage.writer import Writer, WriterStopped
from tests.support.kept_rounds import FACTS_TYPES, PORTAL, after, evidence, observation, reachability, round_

PATIENCE = 30.0  # seconds; far more than anything here takes


def kept(store: Store, portal: str = PORTAL) -> set[str]:
    return {item.id for item in store.observations(portal, limit=1000)}


def ids(rounds: list[Round]) -> set[str]:
    return {item.id for taken in rounds for item in taken.observations}


def eventually(holds: Callable[[], bool]) -> bool:
    waiting = Event()
    return any(holds() or waiting.wait(0.02) for _ in range(int(PATIENCE / 0.02)))


@contextmanager
def full_disk(store: Store) -> Iterator[None]:
    """The store may not grow by a page."""
    with store.engine.connect() as connection:
        pages = connection.scalar(text("PRAGMA page_count"))

    def limit(raw: object, *_: object) -> None:
        raw.execute(f"PRAGMA max_page_count={pages}")

    def lift(raw: object, *_: object) -> None:
        raw.execute("PRAGMA max_page_count=1073741823")

    event.listen(store.engine, "checkout", limit)
    yield
    event.remove(store.engine, "checkout", limit)
    event.listen(store.engine, "checkout", lift)


@pytest.fixture
def file_store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 's.sqlite3'}", facts_types=FACTS_TYPES) as opened:
        yield opened


def large(minute: float) -> Round:
    """A round that needs pages of its own."""
    page = evidence(bytes(range(256)) * 10 + f"{minute}".encode() * 3000)
    pages = tuple(replace(evidence(f"{minute} {n}".encode() * 50)) for n in range(60))
    seen = observation(reachability(), at=after(minute), pages=(page,))
    return round_(after(minute), observations=(seen,), evidence=(page, *pages))


def test_rounds_are_kept_and_told_of(store: Store) -> None:
    told: list[Round] = []
    rounds = [round_(after(n)) for n in range(25)]
    with Writer(store, batch=10, linger=0.01, on_kept=told.extend) as writer:
        for item in rounds:
            assert writer.put(item)
        assert writer.drain(PATIENCE)
        assert (writer.length(), writer.errors, writer.failing) == (0, 0, False)
    assert kept(store) == ids(rounds)
    assert told == rounds


def test_stopping_commits_what_is_there_and_takes_no_more(store: Store) -> None:
    writer = Writer(store, linger=60)
    rounds = [round_(after(n)) for n in range(5)]
    for item in rounds:
        writer.put(item)
    assert writer.stop(PATIENCE) == 0
    assert kept(store) == ids(rounds)
    with pytest.raises(WriterStopped):
        writer.put(round_(after(9)))


def test_a_full_disk_keeps_rounds_waiting_until_there_is_room_again(
    file_store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    rounds = [large(n) for n in range(3)]
    with Writer(file_store, linger=0.01) as writer:
        with full_disk(file_store):
            for item in rounds:
                writer.put(item)
            assert eventually(lambda: writer.errors >= 2)
            assert (writer.length(), writer.failing) == (3, True)
            assert "disk is full" in (writer.trouble or "")
            assert kept(file_store) == set()
        assert writer.drain(PATIENCE)
        assert (writer.failing, writer.trouble) == (False, None)
    assert kept(file_store) == ids(rounds)
    assert "disk is full" in caplog.text
    assert PORTAL not in caplog.text


def test_a_full_disk_gets_one_line_however_often_it_is_tried_and_one_when_it_is_over(
    file_store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING), Writer(file_store, linger=0.01) as writer:
        with full_disk(file_store):
            writer.put(large(0))
            assert eventually(lambda: writer.errors >= 3)
        assert writer.drain(PATIENCE)
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]
    assert caplog.messages[-1] == "the store takes rounds again"


def test_somebody_who_waits_for_the_rounds_is_told_there_and_not_by_the_log(
    file_store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    with full_disk(file_store):
        writer = Writer(file_store, linger=0.01, attended=True)
        writer.put(large(0))
        assert eventually(lambda: writer.errors >= 1)
        assert not writer.drain(0.01)
        assert "disk is full" in (writer.trouble or "")
        assert writer.stop(0.1) == 1
    assert caplog.messages == []


def test_stopping_on_a_full_disk_ends_in_time_and_tells_what_is_left(file_store: Store) -> None:
    with full_disk(file_store):
        writer = Writer(file_store, linger=0.01)
        writer.put(large(0))
        assert writer.stop(0.3) == 1


def test_a_full_queue_makes_those_who_look_wait(file_store: Store) -> None:
    with full_disk(file_store):
        writer = Writer(file_store, linger=0.01, limit=2)
        assert writer.put(large(0))
        assert writer.put(large(1))
        assert not writer.put(large(2), timeout=0.05)
        waiting = Thread(target=writer.put, args=(large(3),))
        waiting.start()
    waiting.join(PATIENCE)
    assert writer.stop(PATIENCE) == 0
    assert len(kept(file_store)) == 3


def test_a_round_that_no_database_takes_does_not_hold_up_the_others(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    bad = round_(after(1), portal="p-bad", rulebook=None)
    good = [round_(after(0)), round_(after(2))]
    left_out: list[Round] = []
    with caplog.at_level(logging.ERROR), Writer(store, linger=0.2, on_left_out=left_out.append) as writer:
        for item in (good[0], bad, good[1]):
            writer.put(item)
        assert writer.drain(PATIENCE)
        assert writer.errors == 1
    assert kept(store) == ids(good)
    assert left_out == [bad]
    assert "p-bad cannot be kept" in caplog.text
    assert all("\n" not in message for message in caplog.messages)


def test_what_cannot_be_encoded_is_told_to_who_looked(store: Store) -> None:
    with Writer(store) as writer:
        with pytest.raises(TypeError):
            writer.put(round_(remember={"reachability": {"n": object()}}))
        assert writer.length() == 0
