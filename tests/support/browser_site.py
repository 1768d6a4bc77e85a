"""A portal on loopback for a real browser: pages by path, and every request that came."""

import os
import shutil
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from probes.rendering.limits import Limits
from probes.rendering.loads import Wanted
from tests.support.portal_session import page

CHROMIUM = Path("/usr/bin/chromium")
TRACKER = "f-emc.test"
WANTED = Wanted(
    hosts=(TRACKER,),
    tracker_path="/tracking",
    script_name="gov-tracking.min.js",
    queue="_govaq",
    site_call="setSiteId",
    label_selector="#yhy-append, #btnEMC, .yhy-btn-emc",
    label_texts=("Đã kết nối EMC",),
)


def need_chromium(*programs: str) -> None:
    """CI installs it, so that there a missing one is a failure; elsewhere the tests are left out."""
    missing = [program for program in (str(CHROMIUM), *programs) if shutil.which(program) is None]
    if missing and not os.environ.get("TEST_NEEDS_SERVERS"):
        pytest.skip(f"not installed: {', '.join(missing)} (Debian packages chromium, libnss3-tools)")


def quick(**changes: object) -> Limits:
    """Limits for pages that are at hand: short waits, one load. Root has no sandbox to test with."""
    chosen = {"loads": 1, "deadline": 15.0, "quiet": 0.4, "patience": 3.0, "sandbox": os.geteuid() != 0}
    return Limits(**{**chosen, "executable": CHROMIUM, **changes})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a path answers; `before` is called first."""

    body: str | bytes = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], None] = lambda: None


class Site:
    """Paths and their replies; `asked` are the paths that came, `heads` the headers of each."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.replies: dict[str, Reply] = {}
        self.asked: list[str] = []
        self.heads: list[Mapping[str, str]] = []

    def shows(self, path: str, body: str, **more: object) -> None:
        """A page with content enough, and this markup on it."""
        self.replies[path] = Reply(body=page(body), **more)  # type: ignore[arg-type]

    def asked_below(self, path: str) -> list[str]:
        return [asked for asked in self.asked if asked.startswith(path)]


@contextmanager
def browser_site(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serves until the end; nothing of it is left afterwards."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.heads.append(dict(self.headers))
            reply = site.replies.get(self.path.partition("?")[0], Reply(status=404))
            reply.before()
            body = reply.body.encode() if isinstance(reply.body, str) else reply.body
            with suppress(OSError):
                self.send_response(reply.status)
                kind = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
                for name, value in (kind | dict(reply.headers)).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

        do_POST = do_GET  # noqa: N815  as the server calls it

        def log_message(self, *_: object) -> None:
            """Nothing on stderr."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """The browser closes as it likes."""

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    site = Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
