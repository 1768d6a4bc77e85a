"""A replay gives the verdicts that the rounds themselves gave, for as long as they stood."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from monitor.replay.replaying import Replayed, day_begins, day_of, replay
from monitor.rounds.round import FACTS_AGE
from monitor.rules.contract import Outcome
from monitor.storage.standing import Stretch
from monitor.storage.store import Store
from probes.failures import FailureKind, State, failed
from tests.support.kept_rounds import FACTS_TYPES
from tests.support.rounds import LAW_DAY, RULEBOOK, subject
from tests.support.scripted_rounds import Answer, Clock, Monitor

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST = datetime(2026, 11, 1, tzinfo=LOCAL).astimezone(UTC)
HOUR = timedelta(hours=1)
WATCHED = subject()


def script(portal: str, moment: datetime) -> Answer:
    """Down on the second day from 10 to 14, once unconfirmed, blocked on the third from 20 on for 10 hours."""
    hours = (moment - FIRST) / HOUR
    if 34 <= hours < 38:
        return failed(FailureKind.CONNECTION_REFUSED, "refused")
    if 40 <= hours < 40.001:
        return failed(FailureKind.CONNECTION_RESET, "reset")
    return failed(FailureKind.BLOCKED, "Request Rejected") if 68 <= hours < 78 else State.UP


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five days of rounds every half hour; the monitor is off for the whole of the fifth."""
    folder = tmp_path_factory.mktemp("days")
    clock = Clock(at=FIRST)
    for begins, ends in ((FIRST, FIRST + 96 * HOUR), (FIRST + 120 * HOUR, FIRST + 130 * HOUR)):
        clock.at = begins
        with Monitor(folder, clock, script, online=lambda _at: True, interval=HOUR / 2) as monitor:
            monitor.until(ends, WATCHED)
        assert monitor.broken == []
    return folder


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{folder / 'month.sqlite3'}", facts_types=FACTS_TYPES) as opened:
        yield opened


def again(store: Store, start: datetime, end: datetime) -> Replayed:
    past = store.past(WATCHED.portal.id, start=start - FACTS_AGE, end=end)
    return replay(past, RULEBOOK, portal=WATCHED.portal, agency=WATCHED.agency, start=start)


def outline(stretches: tuple[Stretch, ...]) -> list[tuple[object, ...]]:
    told = [(item.verdict.rule, item.verdict.outcome, item.since, item.last_at, item.ended) for item in stretches]
    return sorted(told, key=lambda item: (item[0], item[2]))


def test_its_stretches_are_those_that_the_rounds_left_in_the_store(store: Store) -> None:
    kept = store.verdict_changes(start=FIRST, end=FIRST + 200 * HOUR)
    found = again(store, FIRST, FIRST + 200 * HOUR)
    assert found.rounds == 96 * 2 + 10 * 2
    assert outline(found.stretches) == outline(kept)
    assert len({item.verdict.rule for item in found.stretches}) == len(RULEBOOK.rules)


def test_each_stretch_names_the_rule_book_that_gave_it(store: Store) -> None:
    found = again(store, FIRST, FIRST + 24 * HOUR)
    assert {item.rulebook for item in found.stretches} == {RULEBOOK.version}
    assert {item.law_day for item in found.stretches} == {LAW_DAY}


def test_each_day_tells_how_it_ended_and_a_day_without_rounds_is_not_told(store: Store) -> None:
    days = again(store, FIRST, FIRST + 200 * HOUR).days
    assert [day.day for day in days] == [1, 2, 3, 4, 6]
    reached = [days[day]["REACH-01"] for day in days]
    assert reached == [Outcome.PASS, Outcome.PASS, Outcome.UNKNOWN, Outcome.PASS, Outcome.PASS]


def test_a_part_of_the_time_is_judged_with_what_was_known_before(store: Store) -> None:
    whole, part = again(store, FIRST, FIRST + 96 * HOUR), again(store, FIRST + 48 * HOUR, FIRST + 96 * HOUR)
    assert part.rounds == 96
    assert {day: part.days[day] for day in part.days} == {day: whole.days[day] for day in part.days}
    last = {item.verdict.rule: item.verdict for item in whole.stretches if item.ended is None}
    assert {item.verdict.rule: item.verdict for item in part.stretches if item.ended is None} == last


def test_days_are_those_of_vietnam() -> None:
    assert day_begins(date(2026, 11, 1)) == datetime(2026, 10, 31, 17, tzinfo=UTC)
    assert day_of(datetime(2026, 10, 31, 16, 59, tzinfo=UTC)) == date(2026, 10, 31)
