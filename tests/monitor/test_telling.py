"""An outage is told once and its end once, whatever happens to the daemon in between; time to tell is seconds."""

import json
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.support.daemon import Running, free_port, running
from tests.support.hostile import Visitor, serving
from tests.support.receivers import HttpReceiver, http_receiver
from tests.support.small_config import resolve, settings, small_folder

pytestmark = pytest.mark.xdist_group("telling")

NAMES = ("p1", "p2", "p3")
SETTINGS = """
[schedule]
interval = 2
[transport]
confirm_after = 0.2
deadline = 3
[alerts]
mode = "{mode}"
answer_to = "hoi-dap@monitor.test"
[incidents]
goes_on = 0
"""
CHANNELS = """
[[channel]]
name = "truc"
kind = "webhook"
at_least = "critical"
[channel.options]
url = "{url}/truc"

[[channel]]
name = "nguoi-van-hanh"
kind = "webhook"
audience = "operator"
[channel.options]
url = "{url}/van-hanh"
"""


@dataclass
class Scene:
    """A few portals that can break, a receiver of letters, and a daemon that is started and ended."""

    folder: Path
    receiver: HttpReceiver
    served: int
    data: Path
    broken: set[str] = field(default_factory=set)

    @contextmanager
    def daemon(self) -> Iterator[Running]:
        port = free_port()
        variables = {
            "EMC_CONFIG": str(self.folder),
            "EMC_DATA__DIR": str(self.data),
            "EMC_WEB__PORT": str(port),
            "EMC_TRANSPORT__RESOLVE": resolve(NAMES, self.served),
        }
        with running("run", cwd=self.folder.parent, port=port, variables=variables) as started:
            yield started

    @property
    def letters(self) -> list[dict[str, Any]]:
        """What came to the agencies' channel, in order, each id once."""
        bodies = [json.loads(item.body) for item in self.receiver.received if item.path == "/truc"]
        return list({body["id"]: body for body in bodies}.values())

    @property
    def told(self) -> list[tuple[str, list[str]]]:
        return [(body["occasion"], sorted(item["portal"] for item in body["incidents"])) for body in self.letters]


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "did not come true"
        threading.Event().wait(0.05)


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    folder = small_folder(tmp_path / "config", NAMES)
    settings(folder, SETTINGS.format(mode="tell"))
    broken: set[str] = set()

    def answer(visitor: Visitor) -> None:
        asked = visitor.hear()
        host = re.search(rb"(?im)^host: *([a-z0-9]+)", asked)
        if host is not None and host[1].decode() in broken:
            visitor.say(b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        content_body(visitor)

    with http_receiver() as receiver, serving(answer) as served:
        (folder / "channels.toml").write_text(CHANNELS.format(url=receiver.url), "utf-8")
        yield Scene(folder, receiver, served, tmp_path / "data", broken)


def content_body(visitor: Visitor) -> None:
    """A page of content, to a question that was heard already."""
    page = (
        "<html lang=vi><head><title>Cổng</title></head><body><p>" + "Tin tức. " * 60 + "</p></body></html>"
    ).encode()
    visitor.say(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n")
    visitor.say(b"Content-Length: %d\r\n\r\n" % len(page), page)


def test_an_outage_and_its_end_are_told_once_through_a_restart_and_a_kill(scene: Scene) -> None:
    with scene.daemon() as first:
        first.wait_for("/metrics", 'emc_portal_up{portal="p3.portal"} 1.0')
        scene.broken.add("p1")
        until(lambda: scene.told == [("opened", ["p1.portal"])])
        first.wait_for("/metrics", 'portal="p1.portal",rule="REACH-01"')
        first.end(signal.SIGKILL)
    with scene.daemon() as second:
        second.wait_for("/metrics", 'emc_portal_up{portal="p1.portal"} 0.0')
        second.end()
    scene.broken.discard("p1")
    with scene.daemon():
        until(lambda: len(scene.told) > 1)
    assert scene.told == [("opened", ["p1.portal"]), ("recovered", ["p1.portal"])]
    (opened, _) = scene.letters
    assert "http_server_error" not in opened["title"]
    assert "Tỉnh Thử" in opened["title"]
    assert "hoi-dap@monitor.test" in opened["body"]


def test_portals_of_one_agency_that_break_together_are_one_letter(scene: Scene) -> None:
    with scene.daemon() as daemon:
        daemon.wait_for("/metrics", 'emc_portal_up{portal="p3.portal"} 1.0')
        scene.broken.update(NAMES)
        until(lambda: bool(scene.told))
        assert scene.told == [("opened", [f"{name}.portal" for name in NAMES])]


def test_watching_at_the_start_tells_no_one_and_shows_everything(scene: Scene) -> None:
    settings(scene.folder, SETTINGS.format(mode="observe"))
    with scene.daemon() as daemon:
        scene.broken.add("p1")
        daemon.wait_for("/metrics", 'portal="p1.portal",rule="REACH-01"')
        threading.Event().wait(2)
    assert scene.receiver.received == []


def test_a_receiver_that_refuses_for_a_while_gets_the_letter_later(scene: Scene) -> None:
    scene.receiver.statuses = [503, 503]
    with scene.daemon() as daemon:
        daemon.wait_for("/metrics", 'emc_portal_up{portal="p3.portal"} 1.0')
        scene.broken.add("p2")
        until(lambda: len(scene.receiver.received) >= 3)
    assert scene.told == [("opened", ["p2.portal"])]
    assert len({item.headers["X-Idempotency-Key"] for item in scene.receiver.received}) == 1
