"""How long from the look that decides to the message at the receiver, with 300 portals watched by a real daemon."""

import json
import re
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.support.daemon import free_port, running
from tests.support.hostile import Visitor, serving
from tests.support.receivers import http_receiver
from tests.support.small_config import PAGE, resolve, settings, small_folder

PORTALS, BROKEN, INTERVAL = 300, 5, 10
GOAL = 5.0  # seconds
SETTINGS = f"""
[schedule]
interval = {INTERVAL}
[transport]
confirm_after = 0.5
[alerts]
mode = "tell"
"""
CHANNEL = '[[channel]]\nname = "truc"\nkind = "webhook"\nat_least = "critical"\n[channel.options]\nurl = "{url}/truc"\n'


def test_the_message_is_there_within_five_seconds_of_the_look_that_decides(tmp_path: Path) -> None:
    names = [f"p{number}" for number in range(PORTALS)]
    broken: set[str] = set()

    def answer(visitor: Visitor) -> None:
        host = re.search(rb"(?im)^host: *([a-z0-9]+)", visitor.hear())
        if host is not None and host[1].decode() in broken:
            visitor.say(b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        body = PAGE.encode()
        visitor.say(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n")
        visitor.say(b"Content-Length: %d\r\n\r\n" % len(body), body)

    folder = small_folder(tmp_path / "config", names)
    settings(folder, SETTINGS)
    with http_receiver() as receiver, serving(answer) as served:
        (folder / "channels.toml").write_text(CHANNEL.format(url=receiver.url), "utf-8")
        port = free_port()
        variables = {
            "EMC_CONFIG": str(folder),
            "EMC_DATA__DIR": str(tmp_path / "data"),
            "EMC_WEB__PORT": str(port),
            "EMC_TRANSPORT__RESOLVE": resolve(names, served),
        }
        with running("run", cwd=tmp_path, port=port, variables=variables) as daemon:
            daemon.wait_for("/metrics", f'emc_portal_up{{portal="p{PORTALS - 1}.portal"}} 1.0')
            took = []
            for number in range(BROKEN):
                came = len(receiver.received)
                broken.add(f"p{number}")
                while len(receiver.received) == came:
                    time.sleep(0.01)
                now = datetime.now(UTC)
                incident = json.loads(receiver.received[-1].body)["incidents"][0]
                took.append((now - datetime.fromisoformat(incident["opened"])).total_seconds())
    print(
        f"\n{PORTALS} portals, {BROKEN} outages told: {min(took):.1f} to {max(took):.1f} s after the look that decides"
    )
    assert max(took) <= GOAL
