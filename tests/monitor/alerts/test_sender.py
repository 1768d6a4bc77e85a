"""Sending over a real outbox: once each, again after refusals, and no channel waits for another."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from monitor.alerts.channels.contract import Receipt, Send
from monitor.alerts.records import Letter, Occasion
from monitor.alerts.sender import LONGEST_PAUSE, PATIENCE, Clerk, Sender, pause_after
from monitor.storage import outbox
from monitor.storage.engine import reading
from monitor.storage.incidents import put_incidents
from monitor.storage.outbox import Delivery, DeliveryState
from monitor.storage.store import Store
from tests.support.incidents import incident

NOW = datetime(2026, 11, 2, 1, tzinfo=UTC)


@dataclass
class Post:
    """A store with an outbox, a clock that is set by hand, and what was told."""

    store: Store
    now: datetime = NOW
    told: list[tuple[str, str]] = field(default_factory=list)
    nothing_left: set[str] = field(default_factory=set)

    def put(self, name: str, channel: str = "truc") -> None:
        letter = Delivery(
            id=name, channel=channel, occasion="opened", grouping="agency a", created=self.now, not_before=self.now,
            incidents=("i-1",),
        )  # fmt: skip
        with self.store.transaction() as connection:
            outbox.add(connection, [letter])

    def compose(self, delivery: Delivery) -> Letter | None:
        if delivery.id in self.nothing_left:
            return None
        return Letter(id=delivery.id, occasion=Occasion.OPENED, at=self.now, title="", body="")

    def state(self, name: str) -> Delivery:
        with reading(self.store.engine) as connection:
            return outbox.read(connection, name)

    @contextmanager
    def sending(self, **sends: Send) -> Iterator[Sender]:
        clerk = Clerk(
            now=lambda: self.now,
            chance=lambda: 0.5,
            compose=self.compose,
            told=lambda channel, result: self.told.append((channel, result)),
        )
        sender = Sender(self.store, clerk)
        sender.use(sends)
        try:
            yield sender
        finally:
            sender.stop(5)


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    with Store.open(f"sqlite:///{tmp_path / 'store.sqlite3'}") as store:
        with store.transaction() as connection:
            put_incidents(connection, [incident()])
        yield Post(store)


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end, "did not come true"
        time.sleep(0.01)


class Receiver:
    """A channel that notes what it was sent."""

    def __init__(self, *receipts: Receipt) -> None:
        self.letters: list[str] = []
        self._receipts = list(receipts)

    def __call__(self, letter: Letter) -> Receipt:
        self.letters.append(letter.id)
        return self._receipts.pop(0) if self._receipts else Receipt(accepted=True, detail="250 OK")


def test_a_letter_is_sent_once_and_ticked(post: Post) -> None:
    receiver = Receiver()
    post.put("d-1")
    with post.sending(truc=receiver) as sender:
        until(lambda: post.state("d-1").state is DeliveryState.SENT)
        sender.knock()
        post.put("d-2")
        until(lambda: post.state("d-2").state is DeliveryState.SENT)
        assert sender.ok() == {"truc": True}
    assert receiver.letters == ["d-1", "d-2"]
    assert post.told == [("truc", "sent")] * 2


def test_a_receiver_that_asks_to_wait_is_left_alone_for_as_long(post: Post) -> None:
    receiver = Receiver(Receipt(accepted=False, detail="HTTP 429", wait=timedelta(minutes=30)))
    post.put("d-1")
    with post.sending(truc=receiver):
        until(lambda: post.told == [("truc", "failed")])
        assert post.state("d-1").not_before == NOW + timedelta(minutes=30)


def test_a_letter_that_was_refused_is_tried_again_after_its_pause_under_the_same_id(post: Post) -> None:
    receiver = Receiver(Receipt(accepted=False, detail="451 later"))
    post.put("d-1")
    with post.sending(truc=receiver) as sender:
        until(lambda: post.told == [("truc", "failed")])
        assert post.state("d-1").not_before == NOW + timedelta(seconds=5)
        assert sender.ok() == {"truc": False}
        post.now += timedelta(seconds=6)
        sender.knock()
        until(lambda: post.state("d-1").state is DeliveryState.SENT)
    assert receiver.letters == ["d-1", "d-1"]


def test_a_channel_that_breaks_is_tried_again_and_the_others_do_not_notice(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(letter: Letter) -> Receipt:
        raise ZeroDivisionError

    receiver = Receiver()
    post.put("d-1", "hong")
    post.put("d-2")
    with post.sending(hong=broken, truc=receiver):
        until(lambda: post.state("d-2").state is DeliveryState.SENT and ("hong", "failed") in post.told)
    assert (post.state("d-1").state, post.state("d-1").detail) == (DeliveryState.PENDING, "broke: ZeroDivisionError")
    assert "channel hong broke" in caplog.text


def test_a_channel_that_hangs_delays_no_other(post: Post) -> None:
    free = threading.Event()

    def hanging(letter: Letter) -> Receipt:
        free.wait(30)
        return Receipt(accepted=True)

    post.put("d-1", "treo")
    post.put("d-2")
    with post.sending(treo=hanging, truc=Receiver()):
        until(lambda: post.state("d-2").state is DeliveryState.SENT)
        assert post.state("d-1").state is DeliveryState.SENDING
        free.set()
        until(lambda: post.state("d-1").state is DeliveryState.SENT)


def test_what_no_attempt_can_mend_is_given_up_loudly(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    post.put("d-1")
    with post.sending(truc=Receiver(Receipt(accepted=False, again=False, detail="550 no such user"))):
        until(lambda: post.state("d-1").state is DeliveryState.GIVEN_UP)
    assert "letter d-1 is given up: 550 no such user" in caplog.text


def test_after_a_day_of_refusals_a_letter_is_given_up(post: Post) -> None:
    post.put("d-1")
    post.now += PATIENCE + timedelta(seconds=1)
    with post.sending(truc=Receiver(Receipt(accepted=False, detail="451"))):
        until(lambda: post.state("d-1").state is DeliveryState.GIVEN_UP)


def test_a_letter_with_nothing_left_to_tell_is_not_sent(post: Post) -> None:
    receiver = Receiver()
    post.nothing_left.add("d-1")
    post.put("d-1")
    with post.sending(truc=receiver):
        until(lambda: post.state("d-1").state is DeliveryState.WITHDRAWN)
    assert receiver.letters == []


def test_letters_of_a_channel_that_is_gone_wait(post: Post) -> None:
    with post.sending(truc=Receiver()) as sender:
        sender.use({"khac": Receiver()})
        post.put("d-1")
        post.put("d-2", "khac")
        until(lambda: post.state("d-2").state is DeliveryState.SENT)
    assert post.state("d-1").state is DeliveryState.PENDING


@pytest.mark.parametrize(
    ("attempts", "chance", "seconds"), [(1, 0.0, 2.5), (1, 0.5, 5), (2, 0.5, 10), (3, 1.0, 30), (99, 0.5, 3600)]
)
def test_pauses_grow_and_are_spread(attempts: int, chance: float, seconds: float) -> None:
    assert pause_after(attempts, chance) == timedelta(seconds=seconds)
    assert pause_after(attempts, chance) <= 1.5 * LONGEST_PAUSE


def test_what_was_accepted_while_the_store_refused_is_written_later_and_not_sent_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "store.sqlite3"
    with Store.open(f"sqlite:///{file}?timeout=0.1") as store, closing(sqlite3.connect(file)) as other:
        with store.transaction() as connection:
            put_incidents(connection, [incident()])
        post = Post(store)
        post.put("d-1")
        asked, holding = threading.Event(), threading.Event()
        received: list[str] = []

        def send(letter: Letter) -> Receipt:
            received.append(letter.id)
            asked.set()
            until(holding.is_set)
            return Receipt(accepted=True, detail="250 OK")

        with post.sending(truc=send) as sender:
            until(asked.is_set)
            other.execute("BEGIN IMMEDIATE")
            holding.set()
            until(lambda: "the outbox refuses" in caplog.text)
            assert sender.in_hand() == {"d-1"}
            other.rollback()
            sender.knock()
            until(lambda: post.state("d-1").state is DeliveryState.SENT)
            assert sender.in_hand() == frozenset()
        assert received == ["d-1"]
        assert post.told == [("truc", "sent")]


def test_an_outcome_that_could_not_be_written_is_tried_once_more_at_the_end(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'store.sqlite3'}") as store:
        with store.transaction() as connection:
            put_incidents(connection, [incident()])
        post, refuses = Post(store), threading.Event()
        post.put("d-1")

        def fence(_connection: Connection) -> None:
            if refuses.is_set():
                raise OperationalError("", {}, Exception("refused"))

        def send(_letter: Letter) -> Receipt:
            refuses.set()
            return Receipt(accepted=False, detail="451 later")

        store.fence = fence
        with post.sending(truc=send) as sender:
            until(lambda: refuses.is_set() and bool(sender.in_hand()))
            refuses.clear()
        assert post.state("d-1").state is DeliveryState.PENDING
        assert post.state("d-1").detail == "451 later"
