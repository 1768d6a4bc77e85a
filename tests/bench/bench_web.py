"""How fast the reading API answers over 300 portals and 30 days of looks: milliseconds at the 95th percentile.

`python -m tests.bench.bench_web [--portals 300] [--days 30] [--hours 1] [--asks 40]`; the estate is invented.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from statistics import quantiles

from monitor.catalogue.records import PortalStatus
from monitor.configuration import Configuration, load_configuration
from monitor.rules.contract import Outcome
from monitor.rules.discovery import find_rules
from monitor.storage.scores import DayScore, keep_scores
from monitor.storage.store import Store
from tests.support.kept_rounds import counts, figure, observation, reachability, round_, verdict
from tests.support.reading_api import NOW, TODAY, Reader, opened, reading_api
from tests.support.small_config import AGENCIES, PORTALS, small_folder

_SYSTEMS = ("portal", "public_service", "one_stop")
GOAL = 100.0  # ms


def estate(folder: Path, portals: int) -> Configuration:
    """So many portals, three of each invented province."""
    small_folder(folder, ["p"])
    names = [f"a{number:04}" for number in range((portals + 2) // 3)]
    agencies = [AGENCIES, *(f"{name},province,Tỉnh {name},Province {name},,,,," for name in names)]
    (folder / "agencies.csv").write_text("\n".join(agencies) + "\n", "utf-8")
    rows = [
        f"{name}.{system.replace('_', '-')},{name},{system},https://{name}-{number}.test/,{PortalStatus.CONFIRMED},front_end,,,document,"
        for name in names
        for number, system in enumerate(_SYSTEMS)
    ][:portals]
    (folder / "portals.csv").write_text("\n".join([PORTALS, *rows]) + "\n", "utf-8")
    return load_configuration(folder, {}, today=lambda: TODAY)


def fill(store: Store, configuration: Configuration, days: int, *, every: timedelta) -> None:
    """Looks at all of them so often; each rule changes its outcome a few times."""
    rules = sorted(find_rules())
    start, steps = NOW - timedelta(days=days), int(timedelta(days=days) / every)
    for step in range(steps):
        at = start + step * every
        batch = []
        for place, portal in enumerate(configuration.catalogue.portals):
            turn = (step + place) // 50 % 3
            verdicts = tuple(
                verdict((Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN)[(turn + n) % 3], rule)
                for n, rule in enumerate(rules)
            )
            looks = [observation(reachability(), at=at, portal=portal.id)]
            if at.hour < every // timedelta(hours=1):
                read = counts(*(figure(1000 * n + step, scope=f"Xã {n}") for n in range(20)))
                looks.append(observation(read, probe="published_counts", at=at, portal=portal.id))
            batch.append(
                round_(
                    at,
                    portal=portal.id,
                    agency=portal.agency_id,
                    observations=tuple(looks),
                    verdicts=verdicts,
                    holds=2.2 * every / timedelta(minutes=1),
                )
            )
        store.keep(batch)
        if step % 40 == 0:
            print(f"  filled {step}/{steps}", file=sys.stderr)
    keep_scores(store, list(_scores(configuration, days)))


def _scores(configuration: Configuration, days: int) -> Iterator[DayScore]:
    for agency in configuration.catalogue.agencies:
        for number in range(days):
            day = TODAY - timedelta(days=number)
            yield DayScore(
                day=day, agency=agency.id, at=NOW, law_day=day, rulebook="1", score=80.0, low=70.0, high=90.0,
                coverage=0.9, band="good",
            )  # fmt: skip


def measure(reader: Reader, path: str, asks: int) -> tuple[float, float, int]:
    """Milliseconds: median and 95th percentile; bytes."""
    spent, size = [], 0
    for _ in range(asks):
        began = time.perf_counter()
        answer = reader.ask(path)
        spent.append((time.perf_counter() - began) * 1000)
        assert answer.status == 200, (path, answer.body[:200])
        size = len(answer.body)
    cuts = quantiles(spent, n=20)
    return cuts[9], cuts[18], size


def main() -> None:
    """Generate, ask, print; exit 1 where an answer for programs missed the goal."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--portals", type=int, default=300)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--asks", type=int, default=40)
    parser.add_argument("--hours", type=int, default=1, help="between two looks at a portal")
    given = parser.parse_args()
    last = f"a{(given.portals - 1) // 3:04}.portal"
    past = TODAY - timedelta(days=given.days // 2)
    paths = [
        "agencies", "agencies?limit=1000", f"agencies?on={past}", "agencies/a0000", "portals", "portals?limit=1000",
        f"portals?on={past}", f"portals/{last}", f"portals/{last}/observations", f"portals/{last}/figures",
        f"portals/{last}/figures?history=true", "figures", f"figures?portal={last}", "verdicts", "verdicts?limit=1000",
        f"verdicts?portal={last}", "verdicts?outcome=fail", "verdicts?rule=TLS-02", f"verdicts?on={past}",
        f"verdicts?on={past}&portal={last}", f"verdicts?changed_since={past}T00:00:00Z", "scores",
        "scores?agency=a0000", "targets", "target_shares", "rules", "availability", "export/portals.csv",
        "export/agencies.xlsx", "export/verdicts.csv",
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        configuration = estate(folder / "config", given.portals)
        with opened(folder) as store:
            fill(store, configuration, given.days, every=timedelta(hours=given.hours))
            with reading_api(store, configuration, keep=True) as reader:
                slow = _told(reader, paths, given.asks)
    sys.exit(1 if slow else 0)


def _told(reader: Reader, paths: list[str], asks: int) -> list[str]:
    slow = []
    for path in paths:
        reader.ask(f"/api/v1/{path}")
        median, high, size = measure(reader, f"/api/v1/{path}", asks)
        print(f"{path:44} {median:8.1f} {high:8.1f} ms {size:10} bytes", flush=True)
        if high > GOAL and not path.startswith("export"):
            slow.append(path)
    return slow


if __name__ == "__main__":
    main()
