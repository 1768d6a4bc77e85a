"""Errands are run at once and every so often, each on its own, until they are stopped."""

import threading

import pytest

from monitor.alerts.channels.contract import Receipt
from monitor.alerts.regularly import Errand, Regularly
from tests.support.receivers import soon

GOOD = Receipt(accepted=True)


def test_an_errand_is_run_at_once_and_again() -> None:
    runs: list[int] = []

    def run() -> Receipt:
        runs.append(1)
        return GOOD

    regularly = Regularly([Errand(name="ping", every=0.01, run=run)])
    regularly.start()
    assert soon(lambda: len(runs) > 3)
    regularly.stop(20)
    done = len(runs)
    assert not soon(lambda: len(runs) > done, within=0.05)


def test_one_that_hangs_holds_up_no_other_and_no_stop() -> None:
    runs: list[int] = []
    go = threading.Event()

    def hang() -> Receipt:
        go.wait(20)
        return GOOD

    def run() -> Receipt:
        runs.append(1)
        return GOOD

    regularly = Regularly([Errand(name="hangs", every=0.01, run=hang), Errand(name="runs", every=0.01, run=run)])
    regularly.start()
    assert soon(lambda: len(runs) > 3)
    regularly.stop(0.01)
    go.set()


def test_a_failure_is_said_once_in_a_while(caplog: pytest.LogCaptureFixture) -> None:
    runs: list[int] = []

    def run() -> Receipt:
        runs.append(1)
        return Receipt(accepted=False, detail="HTTP 503")

    regularly = Regularly([Errand(name="heartbeat alive", every=0.01, run=run)])
    regularly.start()
    assert soon(lambda: len(runs) > 3)
    regularly.stop(20)
    assert [item.getMessage() for item in caplog.records] == ["heartbeat alive: HTTP 503"]


def test_nothing_to_run_is_nothing() -> None:
    regularly = Regularly(())
    regularly.start()
    regularly.stop(1)
