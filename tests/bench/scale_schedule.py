"""Scheduling a hundred thousand portals from one daemon: lag, processor time of a round, memory, the time to start.

    BENCH_SCHEDULED=100000 BENCH_INTERVAL=300 BENCH_SECONDS=60 python -m pytest … tests/bench/scale_schedule.py

The looks return at once, as those do that others take; schedule, turns, pool and judging by the shipped rules are the
real ones. What is measured first is the schedule alone, then with a round behind each turn; a portal's first round
judges everything, later ones what may have changed.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from rich.console import Console
from rich.table import Table

from monitor.records import Round
from monitor.rounds.in_flight import InFlight, Manners, Reports
from monitor.rounds.pool import Pool
from monitor.rounds.schedule import build_schedule
from monitor.rounds.watch import Recall, Subject
from monitor.rules.contract import History
from probes.contract import Look, Memory, Session, Target
from probes.facts import Reachability
from probes.failures import State
from tests.support.rounds import reachability, subject, watch

PORTALS = int(os.environ.get("BENCH_SCHEDULED", "100000"))
INTERVAL = float(os.environ.get("BENCH_INTERVAL", "300"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "60"))
MOST_LAG = 2.0  # seconds


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What a stretch of scheduling cost. `lag` in seconds, `memory` in MB for all portals."""

    start: float
    rounds: int
    cpu: float
    lag: float
    memory: float


def test_a_hundred_thousand_portals_get_their_rounds_on_time() -> None:
    before = resident()
    subjects = [subject(portal=f"p{number:06}", agency=f"x{number % 92}") for number in range(PORTALS)]
    made = resident() - before
    alone = measured(subjects, lambda item: counted.append(item.portal.id), counted := list[str](), lag=lambda: 0.0)
    with_rounds = judged(subjects, interval=INTERVAL)
    tenth = subjects[: PORTALS // 10]
    again = judged(tenth, interval=INTERVAL / 10, warm=INTERVAL / 10 + 5)
    table = Table("what", "started in s", "rounds/s", "CPU µs a round", "worst lag s", "MB", title=_title())
    rows = {
        "schedule alone": alone,
        "with pool, judged for the first time": with_rounds,
        "a tenth of them ten times as often, judged again": again,
    }
    for name, one in rows.items():
        pace = f"{one.rounds / SECONDS:.0f}"
        cost = f"{1e6 * one.cpu / max(1, one.rounds):.0f}"
        table.add_row(name, f"{one.start:.2f}", pace, cost, f"{one.lag:.2f}", f"{one.memory:.0f}")
    console = Console(width=110)
    console.print()
    console.print(table)
    console.print(f"the portals themselves take {made:.0f} MB")
    for one in rows.values():
        assert one.rounds >= 0.9 * PORTALS * SECONDS / INTERVAL
        assert one.lag < MOST_LAG


def measured(
    subjects: list[Subject],
    take: Callable[[Subject], object],
    taken: list[str],
    *,
    lag: Callable[[], float],
    interval: float = INTERVAL,
    warm: float = 2.0,
) -> Measured:
    """Schedule them for `SECONDS` after `warm` ones; `taken` grows with every round that is over."""
    before, began = resident(), time.perf_counter()
    schedule = build_schedule(subjects, take, interval=interval, now=datetime.now(UTC))
    schedule.start()
    started = time.perf_counter() - began
    time.sleep(warm)  # turns of the time that starting took, first rounds
    worst, done, cpu, until = 0.0, len(taken), time.process_time(), time.monotonic() + SECONDS
    while time.monotonic() < until:
        worst = max(worst, lag())
        time.sleep(0.2)
    cpu, done = time.process_time() - cpu, len(taken) - done
    memory = resident() - before
    schedule.shutdown()
    return Measured(start=started, rounds=done, cpu=cpu, lag=worst, memory=memory)


def judged(subjects: list[Subject], *, interval: float, warm: float = 2.0) -> Measured:
    """With a look that returns at once, judged, and handed on."""
    taken, broken, numbers = list[str](), list[object](), count(1)
    facts = reachability(State.UP)

    def look(target: Target, session: Session, memory: Memory) -> Look[Reachability]:
        return Look(facts=facts, remember=memory)

    def done(one: Round) -> None:
        taken.append(one.portal)

    plain = watch(look, confirm_after=0, now=lambda: datetime.now(UTC))
    vantage = replace(plain.vantage, monotonic=time.monotonic, new_id=lambda _at: f"{next(numbers):012}")
    pool = Pool(16, monotonic=time.monotonic)
    nothing = Recall(memories={}, history=History(), observations={}, looked_daily=None)
    flight = InFlight(
        replace(plain, vantage=vantage, interval=interval),
        pool,
        recall=lambda _item: nothing,
        reports=Reports(
            done=done,
            broke=lambda _subject, fault: broken.append(fault),
            skipped=broken.append,
            waits=lambda _subject, _until: None,
            looked=lambda _subject, _state: None,
        ),
        manners=Manners(per_host=PORTALS),
    )
    try:
        return measured(subjects, flight.take, taken, lag=pool.lag, interval=interval, warm=warm)
    finally:
        pool.stop(5)
        assert broken == []


def resident() -> float:
    """Memory of this process in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def _title() -> str:
    return f"{PORTALS} portals every {INTERVAL:g} s, measured for {SECONDS:g} s, {os.cpu_count()} cores"
