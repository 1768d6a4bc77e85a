"""What we do wrong ourselves in a round, or take long for, takes nothing away of what other vantages saw in it."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from monitor.lookout import Lookout
from tests.support.cluster import PATIENCE, Place, begin, counted, finished, seen_from, until, waiting
from tests.support.redis_server import RedisServer

AT_REST = 2.0  # seconds: a line looks every tenth of one for what nobody finished


def look_of_ours(lookout: Lookout, ends: Callable[[], Mapping[str, str]]) -> None:
    """Every look of the daemon itself is over when this is, and as it says."""
    ours = lookout._in_flight
    ours.use(lookout.gear.watch, replace(ours._manners, distrusted=ends))


def test_a_message_whose_round_waits_is_not_delivered_again_and_again_meanwhile(here: Place) -> None:
    over = threading.Event()

    def slow() -> Mapping[str, str]:
        assert over.wait(PATIENCE)
        return {}

    with here.watching() as lookout, here.played() as worker:
        worker.join(lookout)
        look_of_ours(lookout, slow)
        begin(lookout)
        worker.answer(worker.batch())
        until(lambda: counted(lookout, "hn", "answered") == 2, "both answered")
        worker.fall_silent()
        time.sleep(AT_REST)
        elsewhere: Any = lookout.elsewhere
        assert [len(held.messages) for held in elsewhere._holding._held.values()] == [1]
        over.set()
        finished(lookout)


def test_fault_a_look_of_ours_that_breaks_leaves_what_others_saw_to_be_kept_and_acknowledged(
    here: Place, redis: RedisServer
) -> None:
    answered = threading.Event()

    def trips() -> Mapping[str, str]:
        assert answered.wait(PATIENCE)
        raise LookupError("a fault of our own")

    with here.watching() as lookout, here.played() as worker:
        worker.join(lookout)
        look_of_ours(lookout, trips)
        begin(lookout)
        worker.answer(worker.batch())
        until(lambda: counted(lookout, "hn", "answered") == 2, "both answered")
        answered.set()
        finished(lookout)
        until(lambda: len(seen_from(lookout, "hn")) == 1, "kept")
        until(lambda: not waiting(redis, "emc.sights", "emc.unacked.sights"), "all acknowledged")
