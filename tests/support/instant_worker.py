"""A worker process whose network answers at once with one page: what looks cost beside the network.

`python -m tests.support.instant_worker VANTAGE CONFIG`, with the settings of a worker as `EMC_…` variables.
"""

import os
import sys
from dataclasses import replace
from pathlib import Path

from monitor.assembly import build_gate, build_transport, build_watch
from monitor.cli.worker import placed
from monitor.cluster.worker import Worker
from monitor.configuration import load_configuration
from monitor.daemon import end_on_sigterm
from monitor.rounds.watch import Watch
from probes.exchange import Exchange, Phases
from tests.support.small_config import PAGE

_BODY = PAGE.encode()
_HEADERS = (("content-type", "text/html; charset=utf-8"), ("content-length", str(len(_BODY))))
_PHASES = Phases(connect=0.001, first_byte=0.001, transfer=0.001)


def answered(url: str, *, avoid: str | None = None) -> Exchange:
    """The same page at every address."""
    return Exchange(
        url=url,
        final_url=url,
        status=200,
        address="203.0.113.9",
        headers=_HEADERS,
        body=_BODY,
        phases=_PHASES,
        total=0.003,
    )


def instant(watch: Watch) -> Watch:
    """The same watch without a network."""
    return replace(watch, fetch=answered, revisit=answered)


def main() -> None:
    """Work until SIGTERM."""
    end_on_sigterm()
    configuration = placed(load_configuration(Path(sys.argv[2]), dict(os.environ)), sys.argv[1])
    watch = build_watch(configuration, build_transport(configuration), build_gate(configuration))
    Worker(configuration, watch=instant(watch)).run()


if __name__ == "__main__":
    main()
