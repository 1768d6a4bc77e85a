"""What was seen stays with the worker until the broker has it, in messages that keep their names."""

import json
import os
from datetime import UTC, date, datetime
from typing import Any

import pytest

from monitor.catalogue.records import AgencyKind
from monitor.cluster import posting
from monitor.cluster.errand import Errand, Parcel
from monitor.cluster.posting import Posting
from monitor.cluster.wire import MOST_BYTES, MOST_LOOKS, Batch, Wanted
from probes.contract import System
from probes.identity import uuid7

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


def new_id() -> str:
    return uuid7(NOW, os.urandom)


class Broker:
    """Keeps what is published while it is there."""

    def __init__(self) -> None:
        self.there = True
        self.messages: list[dict[str, Any]] = []

    def publish(self, body: str, **_options: Any) -> None:
        self.messages.append(json.loads(body))
        if not self.there:
            raise ConnectionError("gone")


def errand(looks: int) -> Errand:
    wanted = Wanted(
        name=new_id(),
        portal="a",
        agency="a",
        kind=AgencyKind.CITY,
        system=System.PORTAL,
        url="https://a.test/",
        judged=True,
    )
    batch = Batch(
        protocol=1,
        version="1",
        name=new_id(),
        vantage="hn",
        at=NOW,
        lasts=1,
        law_day=date(2026, 11, 22),
        looks=[wanted] * looks,
    )
    return Errand(batch)


def given(count: int, text: str = "{}") -> tuple[Posting, Errand]:
    made, done = Posting(vantage="hn", worker="w", new_id=new_id), errand(count)
    for _ in range(count):
        made.put(Parcel(text, done))
    return made, done


def test_a_batch_is_done_when_the_broker_has_all_of_it() -> None:
    made, done = given(MOST_LOOKS)
    more = errand(1)
    made.put(Parcel("{}", more))
    broker = Broker()
    made.send(broker)
    assert [len(message["looks"]) for message in broker.messages] == [MOST_LOOKS]
    assert done.wait()
    while len(broker.messages) < 2:
        made.send(broker)
    assert more.wait()
    assert len({message["name"] for message in broker.messages}) == 2


def test_what_could_not_be_sent_is_sent_again_under_the_same_name() -> None:
    made, done = given(MOST_LOOKS)
    broker = Broker()
    broker.there = False
    for _ in range(2):
        with pytest.raises(ConnectionError):
            made.send(broker)
    broker.there = True
    made.send(broker)
    assert done.wait()
    assert len(broker.messages) == 3
    assert len({message["name"] for message in broker.messages}) == 1


def test_large_looks_travel_alone() -> None:
    made, _ = given(MOST_LOOKS, json.dumps("x" * (MOST_BYTES // 3)))
    broker = Broker()
    made.send(broker)
    assert {len(message["looks"]) for message in broker.messages} == {1}
    assert posting.FILL < 1


def test_an_errand_that_is_cut_is_not_done_unless_all_of_it_was_sent() -> None:
    cut = errand(2)
    cut.finish(sent=True)
    cut.cut()
    cut.finish()
    assert not cut.wait()
    cut.finish(sent=True)
    assert cut.wait()
