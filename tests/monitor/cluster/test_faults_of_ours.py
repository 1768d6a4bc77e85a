"""What we do wrong ourselves in a round takes nothing away of what other vantages saw in it."""

import threading
from collections.abc import Mapping
from dataclasses import replace

from tests.support.cluster import PATIENCE, Place, begin, counted, finished, seen_from, until, waiting
from tests.support.redis_server import RedisServer


def test_fault_a_look_of_ours_that_breaks_leaves_what_others_saw_to_be_kept_and_acknowledged(
    here: Place, redis: RedisServer
) -> None:
    answered = threading.Event()

    def trips() -> Mapping[str, str]:
        assert answered.wait(PATIENCE)
        raise LookupError("a fault of our own")

    with here.watching() as lookout, here.played() as worker:
        worker.join(lookout)
        ours = lookout._in_flight
        ours.use(lookout.gear.watch, replace(ours._manners, distrusted=trips))
        begin(lookout)
        worker.answer(worker.batch())
        until(lambda: counted(lookout, "hn", "answered") == 2, "both answered")
        answered.set()
        finished(lookout)
        until(lambda: not waiting(redis, "emc.sights", "emc.unacked.sights"), "all acknowledged")
        assert len(seen_from(lookout, "hn")) == 1
