"""Ten thousand portals fail within one minute: one letter for each agency, and rounds begin on time meanwhile.

The looks return at once; schedule, pool, judging by the shipped rules, writer, store and desk are the real ones.
"""

import time
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from monitor.alerts.desk import Desk
from monitor.rounds.in_flight import InFlight, Manners, Reports
from monitor.rounds.pool import Pool
from monitor.rounds.recollection import Recollection
from monitor.rounds.schedule import build_schedule
from monitor.storage import outbox
from monitor.storage.engine import reading
from monitor.storage.store import Store
from monitor.storage.writer import Writer
from probes.contract import Look, Memory, Session, Target
from probes.facts import Reachability
from probes.failures import FailureKind, State, failed
from tests.support.desks import guide, portal
from tests.support.kept_rounds import FACTS_TYPES
from tests.support.rounds import reachability, subject, watch

PORTALS, AGENCIES, INTERVAL = 10_000, 92, 60
MOST_LAG = 2.0  # seconds


def test_rounds_begin_on_time_while_ten_thousand_portals_fail(tmp_path: Path) -> None:
    names = {f"p{number}": f"x-{number % AGENCIES}" for number in range(PORTALS)}
    numbers, broken = count(1), []

    def now() -> datetime:
        return datetime.now(UTC)

    def look(target: Target, session: Session, memory: Memory) -> Look[Reachability]:
        failure = failed(FailureKind.CONNECTION_REFUSED, "refused")
        return Look(facts=reachability(State.DOWN), failure=failure, remember=memory)

    plain = watch(look, confirm_after=0, now=now)
    vantage = replace(plain.vantage, monotonic=time.monotonic, new_id=lambda _at: f"{next(numbers):012}")
    watching = replace(plain, vantage=vantage, interval=float(INTERVAL))
    desk = Desk(guide([portal(*item) for item in names.items()]), new_id=lambda _at: f"n{next(numbers):012}")
    with Store.open(f"sqlite:///{tmp_path / 'store.sqlite3'}", facts_types=FACTS_TYPES) as store:
        recollection = Recollection(store)
        writer = Writer(store, on_kept=recollection.kept, beside=desk)
        pool = Pool(16, monotonic=time.monotonic)

        def done(taken: object) -> None:
            news = recollection.news(taken)  # type: ignore[arg-type]
            writer.put(news)
            recollection.learn(news)

        flight = InFlight(
            watching,
            pool,
            recall=lambda item: recollection.recall(item.portal.id, now=now()),
            reports=Reports(
                done=done,
                broke=lambda _subject, fault: broken.append(fault),
                skipped=lambda item: broken.append(RuntimeError(f"skipped {item.portal.id}")),
                waits=lambda _subject, _until: None,
                looked=lambda _subject, _state: None,
            ),
            manners=Manners(per_host=PORTALS),
        )
        subjects = [subject(portal=name, agency=agency) for name, agency in names.items()]
        schedule = build_schedule(subjects, flight.take, interval=INTERVAL, now=now())
        schedule.start()
        worst, queue, until = 0.0, 0, time.monotonic() + 3 * INTERVAL + 10
        while time.monotonic() < until:
            worst, queue = max(worst, pool.lag()), max(queue, writer.length())
            time.sleep(0.1)
        schedule.shutdown()
        assert writer.drain(60)
        pool.stop(5)
        writer.stop()
        with reading(store.engine) as connection:
            letters = outbox.pending(connection)
    told = sorted(len(letter.incidents) for letter in letters)
    print(f"\n{PORTALS} portals fail: {len(letters)} letters about {sum(told)} portals, the smallest about {told[0]}; ")
    print(f"worst lag {worst:.2f} s, at most {queue} rounds waited to be kept, {len(broken)} broke or were skipped")
    assert len(letters) == AGENCIES
    assert sum(told) == PORTALS
    assert worst < MOST_LAG
    assert broken == []
