"""A month worked out by hand: the real rounds and the real store give the same seconds, to the second.

November 2026, rounds every 15 minutes from 00:00:00 on (Asia/Ho_Chi_Minh, UTC+7), a state holds for 30 minutes.
Every look takes 2 seconds, a failed one is confirmed 20 seconds after its end.

| from (local)      | what happens                                        | counts as          | seconds |
|-------------------|-----------------------------------------------------|--------------------|---------|
| 4th  10:00:00     | connections refused, until the round of 11:45:00    | down               |   6,300 |
| 5th  08:00:00     | one look fails, the confirming one does not         | up                 |       0 |
| 6th  09:00:00     | 503 with Retry-After 3600: may not be confirmed;    | unobserved         |   4,500 |
|                   | it ends 10:00:02, so the next round is 10:15:00     |                    |         |
| 8th  22:00:00     | maintenance notice, until 02:00:00                  | maintenance        |  14,400 |
| 12th 14:00:00     | the monitor is cut off, until 16:00:00              | unobserved         |   7,200 |
| 15th 00:00:00     | the monitor is turned away for a day                | blocked            |  86,400 |
| 18th 07:00:00     | the name is not found, until 09:00:00               | down               |   7,200 |
| 20th 03:00:00     | last round before the monitor stops; the state      | unobserved from    |  20,250 |
|                   | holds until 03:30:00; started again 09:07:30        | 03:30:00           |         |
| 22nd 12:07:30     | after this round the clock is set back by an hour:  | up, counted once   |       0 |
|                   | four rounds tell of a time already told             |                    |         |
| 24th 10:07:30     | after this round the clock is set ahead by 3 hours: | unobserved from    |   9,900 |
|                   | the next round is 13:22:30                          | 10:37:30           |         |
| 30th 23:37:30     | read time-outs over the end of the month,           | down               |   1,350 |
|                   | until 00:22:30 of the 1st (2,700 s in all)          | (until 24:00:00)   |         |

The month has 30 x 86,400 = 2,592,000 s.
Down 6,300 + 7,200 + 1,350 = 14,850. Unobserved 4,500 + 7,200 + 20,250 + 9,900 = 41,850.
Up 2,592,000 - 14,850 - 14,400 - 86,400 - 41,850 = 2,434,500.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from monitor.catalogue.records import Catalogue
from monitor.metrics.collector import Inside, StoreCollector
from monitor.records import Round
from monitor.rollup.picture import draw
from monitor.rules.contract import Outcome, Verdict
from monitor.storage.standing import Stretch
from monitor.storage.store import Store
from monitor.view import accounts_of
from probes.failures import FailureKind, State, failed
from tests.support.kept_rounds import FACTS_TYPES
from tests.support.rounds import LAW_DAY, RULEBOOK, reachability, subject
from tests.support.scripted_rounds import Answer, Clock, Monitor

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
INTERVAL = timedelta(minutes=15)
MONTH, WEEK = timedelta(days=30), timedelta(days=7)
LONG = "long"  # another portal: down for 8 hours on the 2nd, else as reachable as can be seen


def at(day: int, hour: int = 0, minute: int = 0, second: int = 0, *, month: int = 11) -> datetime:
    """A local time of the month, in UTC."""
    return datetime(2026, month, day, hour, minute, second, tzinfo=LOCAL).astimezone(UTC)


BUSY = failed(FailureKind.HTTP_SERVER_ERROR, "503")
STORY: tuple[tuple[datetime, datetime, Answer], ...] = (
    (at(4, 10), at(4, 11, 45), failed(FailureKind.CONNECTION_REFUSED, "refused")),
    (at(5, 8), at(5, 8, 0, 1), failed(FailureKind.CONNECTION_RESET, "reset")),
    (at(6, 9), at(6, 9, 1), (BUSY, replace(reachability(State.DOWN), status=503, retry_after=3600.0))),
    (at(8, 22), at(9, 2), failed(FailureKind.MAINTENANCE, "notice")),
    (at(12, 14), at(12, 16), failed(FailureKind.CONNECT_TIMEOUT, "no answer")),
    (at(15), at(16), failed(FailureKind.BLOCKED, "Request Rejected")),
    (at(18, 7), at(18, 9), failed(FailureKind.DNS_FAILURE, "no such name")),
    (at(30, 23, 37, 30), at(1, 0, 22, 30, month=12), failed(FailureKind.READ_TIMEOUT, "no answer")),
)
SECONDS = {
    "up": 2_434_500,
    "down": 14_850,
    "maintenance": 14_400,
    "blocked": 86_400,
    "unobserved": 41_850,
}


def script(portal: str, moment: datetime) -> Answer:
    """What a portal answers."""
    if portal == LONG and at(2) <= moment < at(2, 8):
        return failed(FailureKind.CONNECTION_REFUSED, "refused")
    if portal == LONG:
        return failed(FailureKind.CONNECT_TIMEOUT, "no answer") if cut_off(moment) else State.UP
    return next((answer for begins, ends, answer in STORY if begins <= moment < ends), State.UP)


def cut_off(moment: datetime) -> bool:
    """When the references did not answer either."""
    return at(12, 14) <= moment < at(12, 16)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Round, ...]]:
    """The whole month, once: the folder of its store, and all its rounds."""
    folder = tmp_path_factory.mktemp("month")
    portals = (subject(), subject(portal=LONG))
    clock = Clock(at=at(1))

    def monitor() -> Monitor:
        return Monitor(folder, clock, script, online=lambda moment: not cut_off(moment), interval=INTERVAL)

    with monitor() as first:
        first.until(at(20, 3, 1), *portals)
    clock.at = at(20, 9, 7, 30)
    with monitor() as second:
        second.until(at(22, 12, 8), *portals)
        clock.at -= timedelta(hours=1)
        second.until(at(24, 10, 8), *portals)
        clock.at += timedelta(hours=3)
        second.until(at(1, 1, month=12), *portals)
    assert [*first.broken, *second.broken] == []
    return folder, (*first.taken, *second.taken)


@pytest.fixture
def store(told: tuple[Path, tuple[Round, ...]]) -> Iterator[Store]:
    """The store that it left."""
    with Store.open(f"sqlite:///{told[0] / 'month.sqlite3'}", facts_types=FACTS_TYPES) as opened:
        yield opened


def spent(store: Store, *, start: datetime, end: datetime) -> dict[str, float]:
    """Seconds by state, those without any left out."""
    found = store.availability([subject().portal.id], start=start, end=end)[subject().portal.id]
    return {state: seconds for state, seconds in found.items() if seconds}


def test_the_month_comes_out_as_worked_out_by_hand(store: Store) -> None:
    assert sum(SECONDS.values()) == MONTH.total_seconds()
    assert spent(store, start=at(1), end=at(1, month=12)) == SECONDS


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        # dated back to the first failed look of the first confirmed round, not to the confirming one 22 seconds later
        (at(4), at(5), {"up": 86_400 - 6_300, "down": 6_300}),
        (at(4, 9, 59, 59), at(4, 10, 0, 1), {"up": 1, "down": 1}),
        (at(4, 11, 44, 59), at(4, 11, 45, 1), {"down": 1, "up": 1}),
        (at(5), at(6), {"up": 86_400}),
        (at(6), at(7), {"up": 86_400 - 4_500, "unobserved": 4_500}),
        (at(8, 21), at(9, 3), {"up": 7_200, "maintenance": 14_400}),
        (at(12), at(13), {"up": 86_400 - 7_200, "unobserved": 7_200}),
        (at(15), at(16), {"blocked": 86_400}),
        (at(18), at(19), {"up": 86_400 - 7_200, "down": 7_200}),
        (at(20), at(21), {"up": 86_400 - 20_250, "unobserved": 20_250}),
        (at(22), at(23), {"up": 86_400}),
        (at(24), at(25), {"up": 86_400 - 9_900, "unobserved": 9_900}),
        (at(30, 23), at(1, 1, month=12), {"up": 7_200 - 2_700, "down": 2_700}),
        (at(1, month=12), at(1, 0, 30, month=12), {"down": 1_350, "up": 450}),
    ],
)
def test_each_part_of_the_story(store: Store, start: datetime, end: datetime, expected: dict[str, float]) -> None:
    assert spent(store, start=start, end=end) == expected


def test_the_metrics_say_the_same(store: Store) -> None:
    end = at(1, month=12)
    ratios = exposed(store, end)
    # up over decided time: 2,434,500 of 2,434,500 + 14,850; decided over the whole month
    assert ratios["emc_availability_ratio", "30d"] == float(Fraction(2_434_500, 2_449_350))
    assert ratios["emc_observed_ratio", "30d"] == float(Fraction(2_449_350, 2_592_000))
    # the last seven days hold the clock set ahead (9,900 s unobserved) and 1,350 s of the last outage
    assert ratios["emc_availability_ratio", "7d"] == float(Fraction(593_550, 594_900))
    assert ratios["emc_observed_ratio", "7d"] == float(Fraction(594_900, 604_800))


def test_availability_over_30_days_is_judged_on_the_whole_window(told: tuple[Path, tuple[Round, ...]]) -> None:
    # The round of 00:07:30 of the 1st: the window begins 450 s later, and the last outage is 450 s longer.
    verdict = availability(told, "a.portal", at(1, 0, 7, 30, month=12))
    assert (verdict.evidence["up_seconds"], verdict.evidence["down_seconds"]) == (2_434_050, 15_300)
    assert (verdict.evidence["undecided_seconds"], verdict.evidence["unobserved_seconds"]) == (142_650, 41_850)
    # 15,300 s are less than 1 % (25,920 s), 2,434,050 s less than 99 % (2,566,080 s): it is not settled
    assert verdict.outcome is Outcome.UNKNOWN


def test_eight_hours_down_fail_as_soon_as_they_are_more_than_one_per_cent_of_the_window(
    told: tuple[Path, tuple[Round, ...]],
) -> None:
    # 25,920 s after 00:00:00 is 07:12:00: the round of 07:00:00 knows of 25,200 s, that of 07:15:00 of 26,100 s
    assert availability(told, LONG, at(2, 7)).outcome is Outcome.UNKNOWN
    assert availability(told, LONG, at(2, 7, 15)).outcome is Outcome.FAIL
    # until the last of them leaves the window there are 28,800 s, in whichever state the rest was
    assert availability(told, LONG, at(30, 23, 52, 30)).outcome is Outcome.FAIL


def test_what_was_judged_changed_with_the_story(store: Store) -> None:
    changes = [item for item in present_state(store) if item.verdict.outcome is Outcome.FAIL]
    assert [(item.since, item.ended) for item in changes] == [
        (at(4, 10), at(4, 11, 45)),
        (at(18, 7), at(18, 9)),
        (at(30, 23, 37, 30), at(1, 0, 22, 30, month=12)),
    ]


def present_state(store: Store) -> tuple[Stretch, ...]:
    """The stretches of REACH-01 in their order."""
    changes = store.verdict_changes([subject().portal.id], start=at(1), end=at(2, month=12))
    return tuple(item for item in changes if item.verdict.rule == "REACH-01")


def availability(told: tuple[Path, tuple[Round, ...]], portal: str, since: datetime) -> Verdict:
    """AV-01 as a round gave it."""
    (round_,) = (item for item in told[1] if item.portal == portal and item.since == since)
    return next(item for item in round_.verdicts if item.rule == "AV-01")


def exposed(store: Store, end: datetime) -> dict[tuple[str, str], float]:
    """The ratios at /metrics, by name and window."""
    watched = subject()
    picture = draw(
        catalogue=Catalogue(agencies=(watched.agency,), portals=(watched.portal,)),
        standings=store.standings(),
        scoring=RULEBOOK.scoring,
        targets=(),
        at=end,
        law_day=LAW_DAY,
    )
    inside = Inside(mode="observe", rulebook="", lag=0, queue=0, store_errors=0, state_seconds={}, online={})
    collector = StoreCollector(
        CollectorRegistry(),
        picture=lambda: picture,
        accounts=lambda: accounts_of(store, {watched.portal.id}, end=end),
        inside=lambda: inside,
    )
    families = text_string_to_metric_families(generate_latest(collector).decode())
    return {
        (sample.name, sample.labels["window"]): sample.value
        for family in families
        if family.name in ("emc_availability_ratio", "emc_observed_ratio")
        for sample in family.samples
    }
