"""A real Prometheus and a real Alertmanager under the shipped rules and routes, hurried, and who hears them."""

import json
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import yaml

from tests.support.daemon import PATIENCE, ROOT, free_port

SHIPPED = ROOT / "config" / "prometheus"
PROGRAMS = ("prometheus", "prometheus-alertmanager")
WAITS = ("group_wait", "group_interval")


@dataclass(frozen=True)
class Hearer:
    """Every message that Alertmanager sent, by receiver, in the order of arrival."""

    port: int
    heard: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def alerts(self, receiver: str, status: str) -> list[dict[str, str]]:
        """The labels of alerts that a receiver was told of as `firing` or `resolved`, once for each telling."""
        return [
            alert["labels"]
            for name, message in tuple(self.heard)
            for alert in message["alerts"]
            if name == receiver and alert["status"] == status
        ]


@contextmanager
def hearing() -> Iterator[Hearer]:
    """A webhook receiver on loopback; the path is the receiver's name."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            hearer.heard.append((self.path.strip("/"), message))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        hearer = Hearer(port=server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield hearer
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def alerting(folder: Path, *, daemon: int, hearer: Hearer) -> Iterator[None]:
    """Prometheus, which scrapes the daemon's port every second, and Alertmanager, which waits a second."""
    with managing(folder, hearer=hearer) as manager:
        path = _edited(folder, "prometheus.yml", lambda found: _hurried(found, daemon=daemon, manager=manager))
        words = (
            f"--config.file={path}",
            f"--storage.tsdb.path={folder / 'tsdb'}",
            f"--web.listen-address=127.0.0.1:{free_port()}",
            "--rules.alert.resend-delay=10s",  # what fires before Alertmanager is found is lost until then
        )
        with _program(folder / "prometheus.log", "prometheus", *words):
            yield


@contextmanager
def managing(folder: Path, *, hearer: Hearer) -> Iterator[int]:
    """Alertmanager alone, on the port that it gives."""
    port = free_port()
    path = _edited(folder, "alertmanager.yml", lambda found: _heard(found, hearer))
    words = (
        f"--config.file={path}",
        f"--storage.path={folder / 'alertmanager'}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--cluster.listen-address=",
    )
    with _program(folder / "alertmanager.log", "prometheus-alertmanager", *words):
        yield port


def come_true(holds: Callable[[], Any], *, within: float = PATIENCE) -> bool:
    """Whether it comes to hold in time."""
    until = monotonic() + within
    while not holds():
        if monotonic() > until:
            return False
        sleep(0.1)
    return True


@contextmanager
def _program(log: Path, *words: str) -> Iterator[None]:
    with log.open("w") as out, subprocess.Popen(words, stdout=out, stderr=out) as process:
        try:
            yield
        finally:
            process.terminate()


def _edited(folder: Path, name: str, change: Callable[[Any], None]) -> Path:
    """The shipped file in a folder of the test's own, beside the shipped rules, changed."""
    ours = folder / "prometheus"
    if not ours.exists():
        shutil.copytree(SHIPPED, ours)
    found = yaml.safe_load((ours / name).read_text("utf-8"))
    change(found)
    (ours / name).write_text(yaml.safe_dump(found, allow_unicode=True), "utf-8")
    return ours / name


def _hurried(found: Any, *, daemon: int, manager: int) -> None:
    found["global"] |= {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"}
    found["scrape_configs"][0]["static_configs"] = [{"targets": [f"127.0.0.1:{daemon}"]}]
    found["alerting"]["alertmanagers"][0]["static_configs"] = [{"targets": [f"127.0.0.1:{manager}"]}]


def _heard(found: Any, hearer: Hearer) -> None:
    for route in (found["route"], *found["route"]["routes"]):
        route |= {key: "1s" for key in WAITS if key in route}
    for receiver in found["receivers"]:
        url = f"http://127.0.0.1:{hearer.port}/{receiver['name']}"
        receiver.pop("email_configs", None)
        receiver["webhook_configs"] = [{"url": url, "send_resolved": True}]
