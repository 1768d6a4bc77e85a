"""What judging again costs: 300 portals once, and 30 days of their hourly rounds; made-up looks, written row by row."""

import os
import platform
import shutil
import time
from datetime import date

import pytest
from rich.console import Console

from monitor.cli.side_by_side import Work, replay_all
from monitor.cli.stored_looks import Days, StoredLooks, stored_looks
from monitor.configuration import Configuration, load_configuration, shipped_folder
from monitor.rollup.rejudging import rejudge
from tests.support.past_month import catalogue, fill, write_catalogue

PORTALS, DAYS = 300, 30
ONCE, MONTH = 1.0, 60.0  # seconds at most
SPAN = Days(first=date(2026, 10, 23), last=date(2026, 11, 21))


@pytest.fixture(scope="module")
def configuration(tmp_path_factory: pytest.TempPathFactory) -> Configuration:
    """The shipped rules over a store with a month of looks."""
    folder, watched = tmp_path_factory.mktemp("month"), catalogue(PORTALS)
    shutil.copytree(shipped_folder(), folder / "config")
    write_catalogue(folder / "config", watched)
    (folder / "data").mkdir()
    assert fill(folder / "data" / "emc-monitor.sqlite3", watched, days=DAYS) == PORTALS * DAYS * 24
    return load_configuration(folder / "config", {"EMC_DATA__DIR": str(folder / "data")})


def test_judging_300_portals_takes_at_most_a_second(configuration: Configuration) -> None:
    with stored_looks(configuration, agency=None) as looks:
        started = time.perf_counter()
        seen = list(looks.seen(law_day=SPAN.last))
        read = time.perf_counter()
        judged = list(rejudge(seen, configuration.rulebook, law_day=SPAN.last))
        ended = time.perf_counter()
    rules = len(configuration.rulebook.rules)
    assert sum(len(item.verdicts) for item in judged) == PORTALS * rules
    tell(f"{PORTALS} portals x {rules} rules: read in {read - started:.2f} s, judged in {ended - read:.2f} s")
    assert ended - read <= ONCE


@pytest.mark.parametrize("processes", [1, None], ids=["one process", "one for each processor"])
def test_replaying_a_month_of_hourly_rounds_takes_at_most_a_minute(
    configuration: Configuration, monkeypatch: pytest.MonkeyPatch, processes: int | None
) -> None:
    monkeypatch.setenv("EMC_DATA__DIR", str(configuration.settings.data.dir))
    with stored_looks(configuration, agency=None) as looks:
        wall, rounds, stretches = replayed(looks, configuration, processes)
    assert rounds == PORTALS * DAYS * 24
    how = "one process" if processes else f"{os.cpu_count()} processes"
    tell(f"{rounds:,} rounds, {how}: {wall:.1f} s ({wall / rounds * 1e6:.0f} us a round), {stretches:,} stretches")
    assert wall <= MONTH


def replayed(looks: StoredLooks, configuration: Configuration, processes: int | None) -> tuple[float, int, int]:
    started, worked = time.perf_counter(), processor_time()
    work = Work(configuration.folder, None, SPAN)
    found = list(replay_all(looks, configuration.rulebook, work, processes=processes))
    tell(f"processor time of all processes: {processor_time() - worked:.1f} s")
    rounds, stretches = sum(item.rounds for item in found), sum(len(item.stretches) for item in found)
    return time.perf_counter() - started, rounds, stretches


def processor_time() -> float:
    """Seconds that this process and those that it has ended have worked: the same on a busy machine."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def tell(words: str) -> None:
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    Console(width=140).print(f"\n{words} · {machine}")
