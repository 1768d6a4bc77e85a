"""The broker dies, stands still or cannot be reached: the daemon looks on, and nothing seen is lost or told twice."""

import signal
from pathlib import Path

import pytest

from tests.support.cluster import (
    Place,
    begin,
    counted,
    finished,
    place,
    seen_from,
    states,
    until,
    waiting,
)
from tests.support.redis_server import RedisServer, running_redis
from tests.support.relay import relaying
from tests.support.rounds import DOWN


def everything_acknowledged(redis: RedisServer) -> None:
    until(lambda: not waiting(redis, "emc.sights", "emc.unacked.sights"), "all acknowledged")


def test_fault_a_broker_that_dies_mid_round_keeps_nobody_waiting(here: Place, redis: RedisServer) -> None:
    with here.watching() as lookout, here.played() as worker:
        worker.join(lookout)
        begin(lookout)
        worker.batch()
        worker.fall_silent()
        redis.kill()
        finished(lookout)
        assert states(lookout) == {"up"}
        assert lookout.online()["hn"] is False
        begin(lookout)
        finished(lookout)
        assert len(seen_from(lookout, "local")) == 2


def test_fault_a_broker_that_forgets_everything_is_used_again_without_a_burst(here: Place, redis: RedisServer) -> None:
    with here.watching() as lookout, here.played() as worker:
        worker.join(lookout)
        worker.fall_silent()
        redis.kill()
        for _ in range(5):
            begin(lookout)
            finished(lookout)
        redis.start()
        with here.played() as again:
            again.join(lookout)
            begin(lookout)
            batch = again.batch()
            assert len(batch.looks) == 2
            again.answer(batch)
            finished(lookout)
            assert again.nothing_asked()
            assert len(seen_from(lookout, "hn")) == 1
            everything_acknowledged(redis)


def test_fault_results_in_a_broker_that_dies_and_remembers_are_kept_once(tmp_path: Path, served: int) -> None:
    with running_redis(tmp_path / "redis", persistent=True) as redis:
        here = place(tmp_path, broker=redis.url(), port=served)
        with here.watching(EMC_CLUSTER__WINDOW="0.2") as lookout, here.played() as worker:
            worker.join(lookout)
            begin(lookout)
            batch = worker.batch()
            finished(lookout)
        with here.played() as worker:
            worker.answer(batch, DOWN)  # nobody is there to take it
            redis.kill()
            redis.start()
        with here.watching() as lookout:
            until(lambda: len(seen_from(lookout, "hn")) == 2, "both looks kept")
            everything_acknowledged(redis)
            assert states(lookout) == {"up"}


def test_fault_a_broker_that_stands_still_delays_no_round_beyond_its_window(here: Place, redis: RedisServer) -> None:
    with here.watching(EMC_CLUSTER__WINDOW="0.5") as lookout, here.played() as worker:
        worker.join(lookout)
        redis.send(signal.SIGSTOP)
        for _ in range(3):
            begin(lookout)
            finished(lookout)
        redis.send(signal.SIGCONT)
        assert len(seen_from(lookout, "local")) == 3
        assert states(lookout) == {"up"}
        until(lambda: lookout.online()["hn"], "connected again")


def test_fault_without_a_broker_at_the_start_the_daemon_looks_and_is_joined_later(
    here: Place, redis: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    redis.kill()
    with here.watching() as lookout:
        begin(lookout)
        finished(lookout)
        assert states(lookout) == {"up"}
        until(lambda: "asking again" in caplog.text, "told")
        redis.start()
        with here.played() as worker:
            worker.join(lookout)
            assert caplog.text.count("asking again") == 1
            assert "the broker is back" in caplog.text
            assert "s3cret" not in caplog.text


def test_fault_a_wrong_password_is_told_and_the_daemon_looks_on(
    here: Place, redis: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    with here.watching(EMC_CLUSTER__BROKER=redis.url(password="wr0ng-one")) as lookout:
        begin(lookout)
        finished(lookout)
        until(lambda: "invalid username-password pair" in caplog.text, "told")
        assert states(lookout) == {"up"}
        assert "wr0ng-one" not in caplog.text


def test_fault_a_cut_between_daemon_and_broker_loses_nothing_and_tells_nothing_twice(
    here: Place, redis: RedisServer
) -> None:
    with (
        relaying(redis.port) as relay,
        here.watching(EMC_CLUSTER__BROKER=redis.url(relay.port)) as lookout,
        here.played() as worker,
    ):
        worker.join(lookout)
        begin(lookout)
        batch = worker.batch()
        relay.cut()
        worker.answer(batch)
        finished(lookout)
        assert states(lookout) == {"up"}
        assert seen_from(lookout, "hn") == []
        relay.mend()
        until(lambda: len(seen_from(lookout, "hn")) == 1, "kept as late")
        everything_acknowledged(redis)
        assert len(seen_from(lookout, "hn")) == 1
        assert counted(lookout, "hn", "late") == 2


def test_after_a_cut_the_daemon_asks_who_is_there_and_need_not_wait_for_the_next_sign_of_life(
    here: Place, redis: RedisServer
) -> None:
    seldom = {"EMC_CLUSTER__HEARTBEAT": "60"}
    with (
        relaying(redis.port) as relay,
        here.working(**seldom),
        here.watching(EMC_CLUSTER__BROKER=redis.url(relay.port), **seldom) as lookout,
    ):
        for _ in range(2):
            until(lambda: lookout.online()["hn"], "the worker has answered")
            relay.cut()
            until(lambda: not lookout.online()["hn"], "nobody is heard")
            relay.mend()
        until(lambda: lookout.online()["hn"], "the worker has answered again")


def test_fault_a_cut_after_the_results_came_and_before_they_are_acknowledged_keeps_them_once(
    here: Place, redis: RedisServer
) -> None:
    with (
        relaying(redis.port) as relay,
        here.watching(EMC_CLUSTER__BROKER=redis.url(relay.port)) as lookout,
        here.played("hn") as worker,
        here.played("hcm") as slow,
    ):
        worker.join(lookout)
        slow.join(lookout)
        begin(lookout)
        worker.answer(worker.batch())
        until(lambda: counted(lookout, "hn", "answered") == 2, "gathered, not kept")
        assert waiting(redis, "emc.unacked.sights") == 1
        relay.cut()
        finished(lookout)  # the others are not waited for any more
        relay.mend()
        everything_acknowledged(redis)
        assert len(seen_from(lookout, "hn")) == 1
        assert states(lookout) == {"up"}


def test_fault_a_line_that_goes_silent_delays_no_round_beyond_its_window(here: Place, redis: RedisServer) -> None:
    with (
        relaying(redis.port) as relay,
        here.watching(EMC_CLUSTER__BROKER=redis.url(relay.port), EMC_CLUSTER__WINDOW="0.5") as lookout,
        here.played() as worker,
    ):
        worker.join(lookout)
        relay.hush()
        for _ in range(2):
            begin(lookout)
            finished(lookout)
        assert states(lookout) == {"up"}
        relay.mend()
        until(lambda: lookout.online()["hn"], "connected again")


def test_fault_a_vantage_that_disappears_mid_round_is_not_observed_there_and_nobody_is_blamed(here: Place) -> None:
    with here.watching() as lookout, here.played() as worker:
        worker.join(lookout)
        begin(lookout)
        worker.batch()
        worker.fall_silent()
        finished(lookout)
        assert states(lookout) == {"up"}
        assert seen_from(lookout, "hn") == []
        assert counted(lookout, "hn", "unanswered") == 2


def test_fault_with_all_vantages_gone_and_no_looks_of_our_own_nothing_is_said(here: Place) -> None:
    with here.watching(EMC_CLUSTER__LOCAL_LOOKS="false") as lookout, here.played() as worker:
        worker.join(lookout)
        begin(lookout)
        worker.answer(worker.batch())
        finished(lookout)
        assert states(lookout) == {"up"}
        worker.fall_silent()
        until(lambda: not lookout.online()["hn"], "gone")
        for _ in range(3):
            begin(lookout)
            finished(lookout)
        assert states(lookout) == {"up"}
        assert seen_from(lookout, "local") == []
        assert len(seen_from(lookout, "hn")) == 1
