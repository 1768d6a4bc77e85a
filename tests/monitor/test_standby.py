"""Two daemons on one PostgreSQL: one watches and tells, the other takes over when it is gone, and nothing is told
twice."""

import json
import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from monitor.storage.leadership import lead
from tests.support.daemon import Running, free_port, run, running
from tests.support.hostile import Visitor, serving
from tests.support.postgres import (
    end_session_of_leader,
    find_programs,
    new_database,
    running_server,
    start_server,
    stop_server,
)
from tests.support.receivers import HttpReceiver, http_receiver
from tests.support.small_config import PAGE, resolve, settings, small_folder

PROGRAMS = find_programs()
NEEDED = bool(os.environ.get("TEST_NEEDS_SERVERS"))  # set where CI installs them
pytestmark = pytest.mark.xdist_group("standby")
on_a_server = pytest.mark.skipif(PROGRAMS is None and not NEEDED, reason="PostgreSQL is not installed")

LEADER = 0x454D434C
NAMES = ("p1", "p2", "p3")
SETTINGS = """
[schedule]
interval = 3
[transport]
confirm_after = 0.2
deadline = 3
[alerts]
mode = "tell"
[incidents]
goes_on = 0
"""
CHANNEL = """
[[channel]]
name = "truc"
kind = "webhook"
at_least = "critical"
[channel.options]
url = "{url}/truc"
"""
LEADS, STANDS_BY = "emc_leader 1.0\n", "emc_leader 0.0\n"


@dataclass
class Scene:
    """A few portals that can break, a receiver of letters, a database, and daemons on it."""

    folder: Path
    receiver: HttpReceiver
    served: int
    server: str
    url: str
    broken: set[str] = field(default_factory=set)

    def variables(self, port: int) -> dict[str, str]:
        return {
            "EMC_CONFIG": str(self.folder / "config"),
            "EMC_DATA__DIR": str(self.folder / f"data-{port}"),
            "EMC_STORAGE__URL": self.url,
            "EMC_WEB__PORT": str(port),
            "EMC_TRANSPORT__RESOLVE": resolve(NAMES, self.served),
        }

    @contextmanager
    def daemon(self) -> Iterator[Running]:
        port = free_port()
        own = self.folder / f"daemon-{port}"
        own.mkdir()
        with running("run", cwd=own, port=port, variables=self.variables(port)) as started:
            yield started

    @property
    def told(self) -> list[tuple[str, list[str]]]:
        """Every single letter, in order."""
        bodies = [json.loads(item.body) for item in self.receiver.received]
        return [(body["occasion"], sorted(item["portal"] for item in body["incidents"])) for body in bodies]


def until(true: Callable[[], bool], *, seconds: float = 90) -> float:
    """Seconds until it came true."""
    begun = time.monotonic()
    while not true():
        assert time.monotonic() - begun < seconds, "did not come true"
        time.sleep(0.05)
    return time.monotonic() - begun


def leads(daemon: Running) -> bool:
    return LEADS in daemon.get("/metrics")[1]


OPENED, RECOVERED = ("opened", ["p1.portal"]), ("recovered", ["p1.portal"])


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    assert PROGRAMS is not None, "PostgreSQL is not installed, and TEST_NEEDS_SERVERS is set"
    config = small_folder(tmp_path / "config", NAMES)
    settings(config, SETTINGS)
    broken: set[str] = set()

    def answer(visitor: Visitor) -> None:
        host = re.search(rb"(?im)^host: *([a-z0-9]+)", visitor.hear())
        if host is not None and host[1].decode() in broken:
            visitor.say(b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        page = PAGE.encode()
        visitor.say(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n")
        visitor.say(b"Content-Length: %d\r\n\r\n" % len(page), page)

    with running_server(PROGRAMS) as server, http_receiver() as receiver, serving(answer) as served:
        (config / "channels.toml").write_text(CHANNEL.format(url=receiver.url), "utf-8")
        yield Scene(tmp_path, receiver, served, server, new_database(server), broken)


@on_a_server
def test_a_stand_by_shows_nothing_takes_over_from_the_dead_and_repeats_nothing(scene: Scene) -> None:
    with scene.daemon() as first, scene.daemon() as second:
        first.wait_for("/metrics", 'emc_portal_up{portal="p3.portal"} 1.0')
        assert second.get("/readyz") == (503, "stand-by: another process leads the store\n")
        assert second.get("/healthz") == (200, "ok\n")
        assert second.get("/api/v1/summary")[0] == 503
        shown = second.get("/metrics")[1]
        assert STANDS_BY in shown
        assert "portal" not in shown
        swept = run("sweep", cwd=scene.folder, **scene.variables(first.port))
        assert (swept.returncode, "leads the store" in swept.stderr) == (1, True)
        scene.broken.add("p1")
        until(lambda: scene.told == [OPENED])
        first.end(signal.SIGKILL)
        took = until(lambda: leads(second))
        assert took < 30
        second.wait_for("/metrics", 'emc_portal_up{portal="p1.portal"} 0.0')
        scene.broken.clear()
        until(lambda: len(scene.told) > 1)
        assert second.end(signal.SIGTERM) < 5
    assert scene.told == [OPENED, RECOVERED]


@on_a_server
def test_a_stand_by_ends_when_it_is_told_to(scene: Scene) -> None:
    with scene.daemon() as first, scene.daemon() as second:
        assert STANDS_BY in second.get("/metrics")[1]
        assert second.end(signal.SIGTERM) < 5
        assert second.process.returncode == 0
        assert leads(first)


@on_a_server
def test_a_leader_whose_line_is_cut_and_its_stand_by_are_one_leader_again(scene: Scene) -> None:
    with scene.daemon() as first, scene.daemon() as second:
        first.wait_for("/metrics", 'emc_portal_up{portal="p3.portal"} 1.0')
        scene.broken.add("p1")
        until(lambda: scene.told == [OPENED])
        for _ in range(4):
            until(lambda: end_session_of_leader(scene.server, key=LEADER) == 1)
        scene.broken.clear()
        until(lambda: len(scene.told) > 1)
        until(lambda: leads(first) != leads(second))
        assert first.process.poll() is None
        assert second.process.poll() is None
    assert scene.told == [OPENED, RECOVERED]


@on_a_server
def test_a_database_that_is_restarted_loses_nothing_and_its_daemon_goes_on(scene: Scene) -> None:
    assert PROGRAMS is not None
    with scene.daemon() as daemon:
        daemon.wait_for("/metrics", 'emc_portal_up{portal="p3.portal"} 1.0')
        scene.broken.add("p1")
        until(lambda: scene.told == [OPENED])
        stop_server(PROGRAMS, scene.server)
        daemon.wait_for("/readyz", "store not reachable")
        daemon.wait_for("/metrics", STANDS_BY)
        scene.broken.clear()
        time.sleep(7)  # two rounds that the store cannot take yet
        start_server(PROGRAMS, scene.server)
        until(lambda: len(scene.told) > 1)
        daemon.wait_for("/metrics", LEADS)
        daemon.wait_for("/readyz", "ok")
        assert scene.told == [OPENED, RECOVERED]
        assert "not kept" not in daemon.log.read_text()


def test_on_a_file_a_second_daemon_is_refused(tmp_path: Path) -> None:
    config = small_folder(tmp_path / "config", NAMES)
    url = f"sqlite:///{tmp_path}/store.sqlite3"
    with lead(url):
        refused = run("run", cwd=tmp_path, EMC_CONFIG=str(config), EMC_STORAGE__URL=url, EMC_WEB__PORT=str(free_port()))
    assert refused.returncode == 1
    assert "leads the store" in refused.stderr.splitlines()[-1]
    assert "Traceback" not in refused.stderr
