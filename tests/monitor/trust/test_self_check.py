"""The daemon asks the canaries every five minutes, sooner while one is wrong, and the references while offline."""

import threading
from itertools import count
from pathlib import Path

import pytest

from monitor.canaries.asking import Canaries
from monitor.canaries.contract import Canary
from monitor.trust.gate import Gate
from monitor.trust.self_check import EVERY, WRONG_EVERY, SelfCheck
from probes.failures import State
from probes.observe import Observation
from probes.transport.settings import TransportSettings
from tests.support.rounds import saying, watch


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Asked:
    """A canary that counts how often it was judged; `fault` breaks the judging."""

    def __init__(self, trouble: str | None = None, fault: Exception | None = None) -> None:
        self.times = 0
        self.trouble = trouble
        self.fault = fault

    def __call__(self, _item: Observation) -> str | None:
        self.times += 1
        if self.fault is not None:
            raise self.fault
        return self.trouble


def canaries(asked: Asked) -> Canaries:
    return Canaries(
        watch(saying(State.UP)), TransportSettings(), [Canary(name="a", page="", expects={"reachability": asked})]
    )


def test_the_canaries_are_asked_at_once_and_then_every_five_minutes() -> None:
    clock, asked = Clock(), Asked()
    check = SelfCheck(Gate((), monotonic=clock), canaries(asked), monotonic=clock)
    for second in range(0, int(EVERY) + 2, 1):
        clock.now = second
        check.turn()
    assert asked.times == 2


def test_a_canary_that_is_wrong_is_asked_again_sooner() -> None:
    clock, asked = Clock(), Asked("seen in place of blocked")
    check = SelfCheck(Gate((), monotonic=clock), canaries(asked), monotonic=clock)
    check.turn()
    asked.trouble = None
    clock.now = WRONG_EVERY
    check.turn()
    assert asked.times == 3  # the first question was put twice


def test_the_thread_finds_out_by_itself_that_the_network_is_back() -> None:
    steps, network, back = count(step=5), threading.Event(), threading.Event()

    def reach(host: str, port: int) -> bool:
        if network.is_set():
            back.set()
        return network.is_set()

    gate = Gate((("a", 1),), monotonic=lambda: float(next(steps)), reach=reach)
    check = SelfCheck(gate, canaries(Asked()), monotonic=Clock(), tick=0.01)
    check.turn()
    assert gate.last() is False
    network.set()
    check.start()
    try:
        assert back.wait(20)
    finally:
        check.stop()


def test_a_machine_without_a_thread_left_does_not_end_the_watching() -> None:
    steps, tried = count(step=5), threading.Event()

    def monotonic() -> float:
        now = next(steps)
        if now > 20:
            tried.set()
        raise RuntimeError("can't start new thread")

    check = SelfCheck(Gate((), monotonic=monotonic), canaries(Asked()), monotonic=monotonic, tick=0.001)
    check.start()
    try:
        assert tried.wait(20)
    finally:
        check.stop()


class OurFaultError(Exception):
    """Derived from nothing that anybody lists."""


def test_a_fault_of_ours_makes_every_canary_wrong_and_is_over_when_they_can_be_asked_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock, asked = Clock(), Asked(fault=OurFaultError("our bug"))
    told = canaries(asked)
    check = SelfCheck(Gate((), monotonic=clock), told, monotonic=clock)
    for second in range(3 * int(WRONG_EVERY)):
        clock.now = second
        check.turn()
    assert asked.times == 3  # no more often than any other wrong canary
    assert told.ok() == {"a": False}
    assert told.wrong() == {"reachability": "a: could not be asked: our bug"}
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    asked.fault = None
    clock.now += WRONG_EVERY
    check.turn()
    assert told.ok() == {"a": True}


def test_the_thread_outlives_any_fault() -> None:
    steps, back, broken = count(step=5), threading.Event(), threading.Event()

    def reach(host: str, port: int) -> bool:
        if broken.is_set():
            back.set()
        return True

    def monotonic() -> float:
        if not broken.is_set():
            broken.set()
            raise OurFaultError
        return float(next(steps))

    check = SelfCheck(
        Gate((("a", 1),), monotonic=monotonic, reach=reach), canaries(Asked()), monotonic=Clock(), tick=0.01
    )
    check.start()
    try:
        assert broken.wait(20)
        assert back.wait(20)
    finally:
        check.stop()


def test_no_place_for_the_canaries_means_nothing_vouches_for_us(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    told = canaries(Asked())
    SelfCheck(Gate((), monotonic=Clock()), told, monotonic=Clock()).turn()
    assert "could not be asked" in told.wrong()["reachability"]
