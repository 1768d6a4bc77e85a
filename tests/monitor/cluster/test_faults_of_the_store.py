"""The daemon or its database dies with results in its hands: they come again, and are kept once."""

import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.cluster import (
    PATIENCE,
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
from tests.support.daemon import environment
from tests.support.postgres import find_programs, new_database, running_server, start_server, stop_server
from tests.support.redis_server import RedisServer
from tests.support.relay import relaying
from tests.support.rounds import DOWN

_SOCKET = ".s.PGSQL.5432"
_PROGRAMS = find_programs()


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """The socket folder of a PostgreSQL server of this file's own: it is stopped and started again."""
    assert _PROGRAMS is not None, "PostgreSQL is not installed: these tests need it"
    with running_server(_PROGRAMS) as folder:
        yield folder


@contextmanager
def daemon(here: Place, **more: str) -> Iterator[subprocess.Popen[str]]:
    """A daemon in a process of its own."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.support.cluster_child", str(here.config)],
        cwd=here.folder,
        env=environment(**here.variables(**more)),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert child.stdout is not None
    with child.stdout:
        try:
            assert child.stdout.readline() == "ready\n"
            yield child
        finally:
            if child.poll() is None:
                child.kill()
            child.wait()


def unacknowledged(redis: RedisServer) -> int:
    return waiting(redis, "emc.sights", "emc.unacked.sights")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_fault_a_daemon_that_ends_with_unacknowledged_results_leaves_them_to_the_next(
    here: Place, redis: RedisServer, number: int
) -> None:
    with here.played("hn") as worker, here.played("hcm") as slow:
        worker.keep_beating()
        slow.keep_beating()
        with daemon(here) as child:
            batch = worker.batch()
            slow.batch()
            worker.answer(batch)
            until(lambda: waiting(redis, "emc.unacked.sights") == 1, "taken, and waiting for the other vantage")
            child.send_signal(number)
            child.wait(PATIENCE)
        assert unacknowledged(redis) >= 1
        worker.fall_silent()
        slow.fall_silent()
        with here.watching() as lookout:
            until(lambda: unacknowledged(redis) == 0, "taken over")
            begin(lookout)
            finished(lookout)
            assert len(seen_from(lookout, "hn")) == 1
            assert states(lookout) == {"up"}


def test_fault_a_database_restarted_mid_round_loses_no_acknowledged_result(
    tmp_path: Path, redis: RedisServer, served: int, postgres: str
) -> None:
    assert _PROGRAMS is not None
    here = place(tmp_path, broker=redis.url(), port=served, EMC_STORAGE__URL=new_database(postgres))
    with here.watching() as lookout, here.played() as worker:
        worker.join(lookout)
        begin(lookout)
        batch = worker.batch()
        stop_server(_PROGRAMS, postgres)
        worker.answer(batch)
        until(lambda: counted(lookout, "hn", "answered") == 2, "the round is over")
        until(lambda: lookout.writer.failing, "the store refuses")
        assert unacknowledged(redis) == 1
        start_server(_PROGRAMS, postgres)
        finished(lookout)
        until(lambda: unacknowledged(redis) == 0, "acknowledged once it was kept")
        assert len(seen_from(lookout, "hn")) == 1
        assert states(lookout) == {"up"}


def test_fault_a_cut_between_the_daemon_and_its_database_loses_nothing_and_blames_nobody(
    tmp_path: Path, redis: RedisServer, served: int, postgres: str
) -> None:
    with tempfile.TemporaryDirectory() as short:  # the path of a socket has at most 107 characters
        there, here_too = Path(postgres) / _SOCKET, Path(short) / _SOCKET
        url = new_database(postgres).replace(postgres, short)
        here = place(tmp_path, broker=redis.url(), port=served, EMC_STORAGE__URL=url)
        with relaying(there, at=here_too) as relay, here.watching() as lookout, here.played() as worker:
            worker.join(lookout)
            begin(lookout)
            batch = worker.batch()
            relay.cut()
            worker.answer(batch)
            until(lambda: lookout.writer.failing, "the store refuses")
            assert unacknowledged(redis) == 1
            relay.mend()
            finished(lookout)
            until(lambda: unacknowledged(redis) == 0, "acknowledged once it was kept")
            assert len(seen_from(lookout, "hn")) == 1
            assert states(lookout) == {"up"}


def test_fault_late_results_wait_for_a_database_that_is_away(
    tmp_path: Path, redis: RedisServer, served: int, postgres: str
) -> None:
    assert _PROGRAMS is not None
    here = place(tmp_path, broker=redis.url(), port=served, EMC_STORAGE__URL=new_database(postgres))
    with here.watching(EMC_CLUSTER__WINDOW="0.2") as lookout, here.played() as worker:
        worker.join(lookout)
        begin(lookout)
        batch = worker.batch()
        finished(lookout)
        stop_server(_PROGRAMS, postgres)
        worker.answer(batch, DOWN)
        until(lambda: lookout.writer.failing, "the store refuses")
        assert unacknowledged(redis) == 1
        start_server(_PROGRAMS, postgres)
        until(lambda: unacknowledged(redis) == 0, "acknowledged once it was kept")
        assert len(seen_from(lookout, "hn")) == 2
        assert states(lookout) == {"up"}


def test_fault_a_daemon_killed_with_rounds_that_no_store_has_keeps_what_workers_saw(
    tmp_path: Path, redis: RedisServer, served: int, postgres: str
) -> None:
    assert _PROGRAMS is not None
    here = place(tmp_path, broker=redis.url(), port=served, EMC_STORAGE__URL=new_database(postgres))
    with here.played() as worker:
        worker.keep_beating()
        with daemon(here) as child:
            batch = worker.batch()
            stop_server(_PROGRAMS, postgres)
            worker.answer(batch)
            until(lambda: waiting(redis, "emc.unacked.sights") == 1, "taken")
            child.kill()
            child.wait()
        start_server(_PROGRAMS, postgres)
        worker.fall_silent()
        with here.watching() as lookout:
            until(lambda: len(seen_from(lookout, "hn")) == 1, "kept by the next one")
            until(lambda: unacknowledged(redis) == 0, "acknowledged")
            begin(lookout)
            finished(lookout)
            assert len(seen_from(lookout, "hn")) == 1
            assert states(lookout) == {"up"}
