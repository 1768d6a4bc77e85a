"""A vantage is connected while a worker of its own says so, understood, online and on time."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.cluster.names import PROTOCOL
from monitor.cluster.roll_call import RollCall
from monitor.cluster.wire import Beat

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def beat(**more: Any) -> Beat:
    said = {"kind": "worker", "protocol": PROTOCOL, "version": "1", "at": NOW, "vantage": "hn", "worker": "w1"}
    return Beat(**{**said, **more})


def roll_call(clock: Clock) -> RollCall:
    return RollCall({"hn": "viettel", "hcm": "vnpt"}, heartbeat=10, monotonic=clock)


def test_a_vantage_is_connected_for_three_and_a_half_heartbeats() -> None:
    clock = Clock()
    called = roll_call(clock)
    assert called.online() == {"hn": False, "hcm": False}
    assert called.hear(beat(), now=NOW) is None
    clock.now = 35
    assert called.online() == {"hn": True, "hcm": False}
    clock.now = 35.1
    assert called.connected() == ()


def test_one_of_several_workers_is_enough() -> None:
    called = roll_call(Clock())
    called.hear(beat(), now=NOW)
    called.hear(beat(worker="w2", online=False), now=NOW)
    assert called.connected() == ("hn",)
    called.hear(beat(taking=False), now=NOW)
    assert called.connected() == ()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"vantage": "elsewhere"}, "cluster.vantages does not name elsewhere"),
        ({"protocol": PROTOCOL + 1}, "bring both to one version"),
        ({"at": NOW + timedelta(seconds=31)}, "its clock is 31 s off"),
        ({"at": NOW - timedelta(seconds=31)}, "its clock is 31 s off"),
    ],
)
def test_who_is_not_to_be_believed_does_not_count(said: dict[str, Any], why: str) -> None:
    called = roll_call(Clock())
    assert why in (called.hear(beat(**said), now=NOW) or "")
    assert called.connected() == ()


def test_a_worker_that_comes_back_with_another_version_counts_no_more() -> None:
    called = roll_call(Clock())
    called.hear(beat(), now=NOW)
    called.hear(beat(protocol=PROTOCOL + 1), now=NOW)
    assert called.connected() == ()


def test_a_clock_half_a_minute_off_is_let_pass() -> None:
    assert roll_call(Clock()).hear(beat(at=NOW - timedelta(seconds=30)), now=NOW) is None


def test_made_up_workers_fill_no_memory() -> None:
    called = roll_call(Clock())
    for number in range(1500):
        called.hear(beat(worker=f"w{number}"), now=NOW)
    assert called.connected() == ("hn",)
    assert len(called._heard) == 1000


def test_when_the_line_is_lost_nobody_is_connected() -> None:
    called = roll_call(Clock())
    called.hear(beat(), now=NOW)
    called.lost()
    assert called.connected() == ()
