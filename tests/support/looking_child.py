"""A process that looks with every probe at hostile servers, each look in a fork of its own under a limit of memory.

Started as `python -m tests.support.looking_child`; hears `{name: port}` as JSON and tells a line for each name.
"""

import json
import os
import resource
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from monitor.configuration import Configuration, load_configuration, shipped_folder
from probes.contract import System, Target
from probes.observe import Vantage, observe
from probes.session import LookSession
from probes.transport.fetch import Transport
from probes.transport.settings import TransportSettings

MOST = 256 * 1024 * 1024  # bytes, as promised for one look
DEADLINE = 8.0  # seconds
_HOST = "portal.test"


def main() -> None:
    """Look at each, one after the other."""
    configuration = load_configuration(shipped_folder(), {})
    for name, port in json.loads(sys.stdin.read()).items():
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            _child(configuration, name, port)
        _, status = os.waitpid(child, 0)
        if status:
            print(json.dumps({"name": name, "died": status}))


def _child(configuration: Configuration, name: str, port: int) -> None:
    """Look, tell, and end without what a process does at its end. A memory that is not enough is told, too."""
    code = 1
    try:
        _limit(MOST)
        print(json.dumps({"name": name, **_look(configuration, port)}), flush=True)
        code = 0
    finally:
        if code:
            traceback.print_exc()
        sys.stderr.flush()
        os._exit(code)  # the fork must not go on as its parent, whatever it met


def _limit(most: int) -> None:
    """From here on the process may take so much address space more."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    bound = pages * resource.getpagesize() + most
    resource.setrlimit(resource.RLIMIT_AS, (bound, bound))


def _look(configuration: Configuration, port: int) -> Mapping[str, object]:
    transport = Transport(
        TransportSettings(deadline=DEADLINE, hosts_file=None, resolve={(_HOST, None): ("127.0.0.1", port)})
    )
    session = LookSession(transport.fetch, configuration.classify, seconds=3 * DEADLINE)
    vantage = Vantage(name="t", now=lambda: datetime.now(UTC), monotonic=lambda: 0.0, new_id=lambda at: at.isoformat())
    target = Target(url=f"http://{_HOST}/", system=System.PUBLIC_SERVICE, law_day=date(2026, 11, 22))
    sight = observe(configuration.lookers, target, session, {}, vantage=vantage)
    by_probe = {item.probe: item for item in sight.observations}
    way, page = by_probe["reachability"], by_probe["landing_page"]
    return {
        "outcome": way.outcome,
        "kind": way.facts.kind,
        "unread": [] if page.facts is None else [text for text in page.facts.problems if text.startswith("unreadable")],
        "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }


if __name__ == "__main__":
    main()
