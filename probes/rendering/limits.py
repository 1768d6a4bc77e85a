"""How far a rendered look may go: a browser runs what hostile pages tell it to."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Everything that bounds a rendered look.

    `deadline` is the wall time of one load in seconds; `loads` how many make a look. `memory` counts bytes of all
    processes of the browser; `requests` and `bytes` are for one load, both directions. `loads_per_process` after which
    Chromium is started anew; `idle` the seconds after which it is closed while nobody asks.
    `quiet` is how long no request may begin or end, after the load event, for a page to count as settled, and
    `patience` how long that is waited for, both in seconds.
    `sandbox`: Chromium's own; it refuses to run as root with it.
    """

    executable: Path = Path("/usr/bin/chromium")
    loads: int = 3
    deadline: float = 20.0
    sandbox: bool = True
    memory: int = 1_500_000_000
    requests: int = 500
    bytes: int = 50_000_000
    loads_per_process: int = 60
    idle: float = 60.0
    quiet: float = 2.0
    patience: float = 8.0
