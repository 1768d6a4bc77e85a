"""A thousand portals of which three hundred hang for the whole deadline: the other seven hundred are looked at on time.

At the default interval a round of a hanging portal (two looks of 15 s) holds a thread for 30 s of every 300 s: 300 of
them hold 30 threads on the average. `BENCH_HANGING_INTERVAL=120` makes that 75.
After first rounds, which read figures from every page, two minutes are measured.
"""

import os
import time
from pathlib import Path
from urllib.request import urlopen

from rich.console import Console

from tests.bench.ours import daemon
from tests.bench.processes import memory, portals

TARGETS, HANGING = 1000, 300
DEADLINE, INTERVAL = 15.0, float(os.environ.get("BENCH_HANGING_INTERVAL", "300"))  # seconds, as the daemon's defaults
WARMING = max(1.1 * INTERVAL, 300.0)  # seconds; first rounds read every page whole, by all probes
MEASURED = min(INTERVAL, 120.0)  # seconds
MOST_LAG = 2.0  # seconds
SETTINGS = {"EMC_TRANSPORT__DEADLINE": str(DEADLINE)}


def test_the_others_get_their_looks_on_time(tmp_path: Path) -> None:
    """Prints the worst lag, the looks of those that answer, and the memory."""
    with (
        portals(tmp_path) as served,
        daemon(tmp_path, served, targets=TARGETS, interval=INTERVAL, hanging=HANGING, variables=SETTINGS) as (
            pid,
            port,
        ),
    ):
        time.sleep(WARMING)
        looks, worst, until = served.served(), 0.0, time.monotonic() + MEASURED
        while time.monotonic() < until:
            worst = max(worst, _lag(port))
            time.sleep(1)
        looks, used = served.served() - looks, memory(pid)
    wanted = (TARGETS - HANGING) * MEASURED / INTERVAL
    Console(width=110).print(
        f"\n{HANGING} of {TARGETS} portals hang for {DEADLINE:g} s, every {INTERVAL:g} s: worst lag {worst:.2f} s, "
        f"{looks} of {wanted:.0f} looks at the others, {used / 1e6:.0f} MB"
    )
    assert worst < MOST_LAG
    assert looks >= 0.9 * wanted  # rounds are spread by the portals' names, not evenly


def _lag(port: int) -> float:
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60) as answer:
        text = answer.read().decode()
    return float(next(line for line in text.splitlines() if line.startswith("emc_schedule_lag_seconds ")).split()[1])
