"""A stopping monitor does not wait for hung looks."""

import os
import time
from threading import Event, Thread

import pytest

from tests.support.hostile import Visitor, serving, serving_names
from tests.support.hostile_answers import ANSWERS


def looking(transport, url):
    found = []
    thread = Thread(target=lambda: found.append(transport.fetch(url)), daemon=True)
    thread.start()
    return thread, found


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_hung_look_ends_at_once_and_blames_nobody(scheme, transports) -> None:
    visited = Event()

    def behave(visitor: Visitor) -> None:
        visited.set()
        visitor.hold()

    with serving(behave) as port:
        transport = transports(port, deadline=60)
        looks = [looking(transport, f"{scheme}://portal.test/") for _ in range(5)]
        assert visited.wait(10)
        began = time.monotonic()
        transport.close()
        for thread, _ in looks:
            thread.join(20)
    assert time.monotonic() - began < 20
    for _, found in looks:
        assert (found[0].failure.kind, found[0].failure.party) == ("monitor_fault", "monitor")


@pytest.mark.parametrize("name", ["body dripping", "interim answers without end"])
def test_a_look_that_is_kept_busy_ends_too(name, transports) -> None:
    with serving(ANSWERS[name][0]) as port:
        transport = transports(port, deadline=60)
        thread, found = looking(transport, "http://portal.test/")
        time.sleep(0.2)
        transport.close()
        thread.join(20)
    assert found[0].failure.kind == "monitor_fault"


def test_a_look_that_waits_for_a_name_ends_too(transports) -> None:
    with serving_names({("silent.test", "A"): "silence"}) as nameserver:
        transport = transports(1, deadline=60, nameservers=(nameserver,))
        thread, found = looking(transport, "http://silent.test/")
        time.sleep(0.1)
        transport.close()
        thread.join(20)
    assert found[0].failure.kind == "monitor_fault"


def test_after_closing_nothing_is_asked(transports) -> None:
    transport = transports(1)
    transport.close()
    transport.close()
    assert transport.fetch("http://portal.test/").failure.kind == "monitor_fault"


def test_a_closed_transport_leaves_no_files_open(transports) -> None:
    before = len(os.listdir("/proc/self/fd"))
    with serving(ANSWERS["gzip"][0]) as port:
        transport = transports(port)
        for name in ("http://portal.test/", "https://portal.test/", "http://127.0.0.1/"):
            transport.fetch(name)
        transport.close()
    assert len(os.listdir("/proc/self/fd")) <= before  # fewer, where what earlier tests left is collected meanwhile
