"""Processes die and meet: what was acknowledged is in the store, and the store is sound."""

import subprocess
import sys
from pathlib import Path

from monitor.storage.check import check
from monitor.storage.store import Store
from tests.support.keeping_child import made

ROOT = Path(__file__).parents[3]


def child(url: str, portal: str, count: int) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "tests.support.keeping_child", url, portal, str(count)]
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def kept(store: Store, portal: str) -> set[str]:
    return {item.id for item in store.observations(portal, limit=100_000)}


def test_after_kill_9_in_the_middle_nothing_acknowledged_is_lost_and_the_store_goes_on(url: str) -> None:
    with child(url, "p-1", 100_000) as process:
        assert process.stdout is not None
        acknowledged = {process.stdout.readline().strip() for _ in range(60)}
        process.kill()
        acknowledged |= {line.strip() for line in process.stdout if len(line) > 30}
    assert check(url) == ()
    with Store.open(url) as store:
        assert acknowledged <= kept(store, "p-1")
        before = len(kept(store, "p-1"))
        store.keep([made("p-1", 200_000)])
        assert len(kept(store, "p-1")) == before + 1


def test_two_processes_write_one_store(url: str) -> None:
    Store.open(url).close()
    processes = [child(url, portal, 60) for portal in ("p-1", "p-2")]
    said = [process.communicate(timeout=60)[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert check(url) == ()
    with Store.open(url) as store:
        for portal, ids in zip(("p-1", "p-2"), said, strict=True):
            assert kept(store, portal) == set(ids)
            assert len(ids) == 60
            assert len(store.figure_history(portal, "dossiers_received")) == 60
