"""Alertmanager hears of everything open again and again, and of nothing that it was not told before."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.alerts.composing import Names
from monitor.alerts.records import Channel
from monitor.alerts.reposting import repostings, still_told
from monitor.alerts.ways import open_ways
from monitor.storage import outbox
from monitor.storage.incidents import put_incidents
from monitor.storage.outbox import Delivery, DeliveryState
from monitor.storage.store import Store
from tests.support.incidents import OPENED, incident
from tests.support.receivers import HttpReceiver, http_receiver

AT = OPENED + timedelta(hours=5)
OPEN = [
    incident(),
    incident(id="i-2", portal="b", acknowledged=OPENED),
    incident(id="i-3", portal="c", muted="bảo trì"),
]


def _letter(**changes: Any) -> Delivery:
    values: dict[str, Any] = {
        "id": "d-1",
        "channel": "am",
        "occasion": "opened",
        "grouping": "agency x-vinh-mau",
        "created": OPENED,
        "not_before": OPENED,
        "incidents": ("i-1", "i-2", "i-3"),
        "state": DeliveryState.SENT,
        "finished": OPENED,
    }
    return Delivery(**(values | changes))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path}/s.sqlite3") as opened:
        with opened.transaction() as connection:
            put_incidents(connection, OPEN)
            outbox.add(connection, [_letter()])
        yield opened


def _post(store: Store, receiver: HttpReceiver, *kinds: Channel) -> list[dict[str, Any]]:
    alertmanager = Channel(name="am", kind="alertmanager", options={"url": receiver.url})
    channels = (*kinds, alertmanager)
    names = Names(agencies={}, portals={}, texts={}, channels={item.name: item for item in channels})
    errands = repostings(
        channels,
        open_ways(channels, {}).sends,
        store=store,
        incidents=lambda: OPEN,
        names=lambda: names,
        now=lambda: AT,
    )
    assert [(errand.name, errand.every) for errand in errands] == [("channel am", 60.0)]
    assert errands[0].run().accepted
    return [alert for got in receiver.received for alert in json.loads(got.body)]


def test_everything_open_that_was_told_is_posted_again(store: Store) -> None:
    with http_receiver() as receiver:
        alerts = _post(store, receiver, Channel(name="hook", kind="webhook", options={"url": receiver.url}))
    assert sorted(alert["annotations"]["incident"] for alert in alerts) == ["i-1", "i-2", "i-3"]
    assert {alert["endsAt"] for alert in alerts} == {"2026-11-02T06:04:00Z"}


def test_a_store_that_cannot_be_read_is_a_failure_and_no_silence(store: Store, tmp_path: Path) -> None:
    with store.transaction() as connection:
        connection.exec_driver_sql("DROP TABLE delivery_incident")
    am = Channel(name="am", kind="alertmanager", options={"url": "http://127.0.0.1:1"})
    names = Names(agencies={}, portals={}, texts={}, channels={})
    (errand,) = repostings(
        [am], open_ways([am], {}).sends, store=store, incidents=lambda: OPEN, names=lambda: names, now=lambda: AT
    )
    assert errand.run().detail == "the outbox cannot be read (OperationalError)"


@pytest.mark.parametrize(
    "letter",
    [_letter(state=DeliveryState.PENDING), _letter(state=DeliveryState.GIVEN_UP), _letter(channel="other")],
)
def test_what_the_channel_was_not_told_is_not_posted(letter: Delivery) -> None:
    assert still_told(OPEN, [letter], "am") == []


def test_what_is_over_is_not_posted() -> None:
    over = replace(incident(), ended=AT, resolved=AT)
    assert still_told([over], [_letter()], "am") == []
