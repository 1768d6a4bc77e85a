"""A service hears that the monitor is alive, and well or not, and nothing else."""

from monitor.alerts.heartbeat import pings
from monitor.alerts.records import Channel
from monitor.alerts.ways import open_ways
from tests.support.incidents import OPENED
from tests.support.receivers import http_receiver


def test_a_ping_goes_out_while_the_monitor_is_well_and_says_when_it_is_not() -> None:
    why: list[str | None] = [None, "store: disk full at x-vinh-mau", None]
    with http_receiver() as receiver:
        options = {"every": "30", "fail": "yes", "method": "POST"}
        alive = Channel(name="alive", kind="heartbeat", secret="EMC_SECRET_ALIVE", options=options)
        ways = open_ways([alive], {"EMC_SECRET_ALIVE": f"{receiver.url}/x"})
        (errand,) = pings([alive], ways.sends, unwell=lambda: why.pop(0), now=lambda: OPENED)
        receipts = [errand.run() for _ in range(3)]
    assert (errand.name, errand.every) == ("heartbeat alive", 30.0)
    assert all(receipt.accepted for receipt in receipts)
    assert [got.path for got in receiver.received] == ["/x", "/x/fail", "/x"]
    assert not [got for got in receiver.received if got.body or "vinh-mau" in str(got.headers)]


def test_a_heartbeat_without_its_secret_is_left_out() -> None:
    alive = Channel(name="alive", kind="heartbeat", secret="EMC_SECRET_ALIVE")
    assert pings([alive], open_ways([alive], {}).sends, unwell=lambda: None, now=lambda: OPENED) == ()
