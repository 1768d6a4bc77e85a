"""A sign of life reaches a real receiver, and says when the monitor is not well."""

import pytest

from monitor.alerts.channels.contract import Receipt
from monitor.alerts.channels.heartbeat import prepare
from monitor.alerts.records import Occasion
from tests.support.letters import CANARY, channel, letter
from tests.support.receivers import http_receiver

UNWELL = letter(occasion=Occasion.MONITOR)


@pytest.mark.parametrize("method", ["GET", "POST", "HEAD"])
def test_a_ping_is_a_bare_request(method: str) -> None:
    with http_receiver() as receiver:
        receipt = prepare(channel("heartbeat", method=method), f"{receiver.url}/{CANARY}", 10)(letter())
    assert receipt == Receipt(accepted=True, detail="HTTP 200")
    (got,) = receiver.received
    assert (got.method, got.path, got.body) == (method, f"/{CANARY}", b"")


def test_while_the_monitor_is_not_well_there_is_silence() -> None:
    with http_receiver() as receiver:
        prepare(channel("heartbeat"), f"{receiver.url}/x", 10)(UNWELL)
    assert receiver.received == []


def test_or_the_failing_address_is_asked_where_the_service_knows_it() -> None:
    with http_receiver() as receiver:
        prepare(channel("heartbeat", fail="yes"), f"{receiver.url}/x/?a=1", 10)(UNWELL)
    assert [got.path for got in receiver.received] == ["/x/fail?a=1"]


def test_an_address_that_is_none_is_refused_without_showing_it() -> None:
    with pytest.raises(ValueError, match="web address") as caught:
        prepare(channel("heartbeat"), CANARY, 1)
    assert CANARY not in str(caught.value)
