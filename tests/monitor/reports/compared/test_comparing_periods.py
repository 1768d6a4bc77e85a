"""A month is held against the one before: counts of merged provinces added up, scores never, what is missing null."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

import pytest

from monitor.records import Round
from monitor.reports.compared.comparing_periods import Snapshots, comparing
from monitor.rollup.comparing import Compared, Why
from monitor.rollup.periods import Length
from monitor.storage.incidents import put_incidents
from monitor.storage.scores import DayScore, keep_scores
from monitor.storage.store import Store
from probes.failures import State
from tests.support.incidents import incident
from tests.support.judged import rulebook
from tests.support.kept_rounds import FACTS_TYPES
from tests.support.merged_provinces import CATALOGUE, FIRST_OF_NEW, LAST_OF_OLD, day_score, month_of, picture_of

JUNE, JULY = date(2025, 6, 1), date(2025, 7, 1)
FIGURE = "figure:services_total:unknown"


def compared(
    folder: Path, rounds: Iterable[Round], *, agency: str | None, scores: Iterable[DayScore] = (), day: date = JULY
) -> dict[str, Compared]:
    with Store.open(f"sqlite:///{folder / 'x.sqlite3'}", facts_types=FACTS_TYPES) as store:
        store.keep(list(rounds))
        keep_scores(store, scores)
        opened = incident(
            portal="a.dvc", agency="a", since=_noon(JUNE), opened=_noon(JUNE), resolved=_noon(LAST_OF_OLD)
        )
        with store.transaction() as connection:
            put_incidents(connection, (opened,))
        picture = picture_of(store, rulebook().scoring)
        work = comparing(picture, store, CATALOGUE, targets=(), snapshots=Snapshots())
        period = work.period(Length.MONTH, day)
        assert period is not None
        found = work.nation(period) if agency is None else work.agency(agency, period)
    return {item.measure: item for item in found}


def _noon(day: date) -> datetime:
    return day_score("x", day).at


def both_months(*, b: int | None = 50) -> list[Round]:
    return [
        *month_of("a", JUNE, services=100),
        *month_of("b", JUNE, services=b),
        *month_of("ab", JULY, services=170),
    ]


def test_counts_of_both_predecessors_are_added_up(tmp_path: Path) -> None:
    row = compared(tmp_path, both_months(), agency="ab")[FIGURE]
    assert (row.now.number, row.before.number, row.before.counted, row.before.of) == (170, 150, 2, 2)
    assert row.since_before.by == 20
    assert (row.year_ago.number, row.since_year_ago.why) == (None, Why.PREDECESSOR_MISSING)


def test_without_one_predecessor_there_is_no_sum_and_no_nought(tmp_path: Path) -> None:
    row = compared(tmp_path, both_months(b=None), agency="ab")[FIGURE]
    assert (row.before.number, row.before.why, row.before.counted) == (None, Why.PREDECESSOR_MISSING, 1)
    assert row.since_before.by is None


def test_incidents_of_the_predecessors_are_added_up(tmp_path: Path) -> None:
    row = compared(tmp_path, both_months(), agency="ab")["incidents_opened"]
    assert (row.now.number, row.before.number) == (0, 1)


def test_scores_are_never_compared_over_a_merger(tmp_path: Path) -> None:
    scores = [day_score("a", LAST_OF_OLD), day_score("b", LAST_OF_OLD), day_score("ab", FIRST_OF_NEW)]
    row = compared(tmp_path, both_months(), agency="ab", scores=scores)["score"]
    assert (row.now.number, row.before.number, row.since_before.why) == (80.0, None, Why.OTHER_BODY)


@pytest.mark.parametrize(("version", "by", "why"), [("1", 5.0, None), ("2", None, Why.OTHER_RULEBOOK)])
def test_scores_of_one_agency_are_compared_under_one_rule_book_only(
    tmp_path: Path, version: str, by: float | None, why: Why | None
) -> None:
    scores = [day_score("same", LAST_OF_OLD), day_score("same", FIRST_OF_NEW, 85.0, rulebook=version)]
    row = compared(tmp_path, month_of("same", JULY, services=1), agency="same", scores=scores)["score"]
    assert (row.now.number, row.before.number) == (85.0, 80.0)
    assert (row.since_before.by, row.since_before.why) == (by, why)


def test_a_month_in_which_nobody_looked_has_no_incidents_and_no_availability_rather_than_nought(
    tmp_path: Path,
) -> None:
    rows = compared(tmp_path, month_of("same", JULY, services=1), agency="same")
    for measure in ("availability", "incidents_opened", "incidents_open", "watched"):
        assert (rows[measure].before.number, rows[measure].before.why) == (None, Why.NO_DATA)
        assert rows[measure].since_before.by is None


def test_availability_is_compared_where_both_months_were_watched(tmp_path: Path) -> None:
    rounds = [*month_of("same", JUNE, services=1, state=State.DOWN), *month_of("same", JULY, services=1)]
    row = compared(tmp_path, rounds, agency="same")["availability"]
    assert (row.now.number, row.before.number, row.since_before.by) == (1.0, 0.0, 1.0)


def test_the_nation_is_compared_over_the_bodies_of_each_month(tmp_path: Path) -> None:
    rows = compared(tmp_path, [*both_months(), *month_of("same", JULY, services=1)], agency=None)
    assert (rows["availability"].now.counted, rows["availability"].now.of) == (2, 2)
    assert (rows["availability"].before.counted, rows["availability"].before.of) == (2, 3)
    assert "score" not in rows


def test_the_past_of_a_merged_province_is_that_of_its_predecessors(tmp_path: Path) -> None:
    rows = compared(tmp_path, both_months(), agency="ab", day=JUNE)
    assert (rows[FIGURE].now.number, rows[FIGURE].before.why) == (150, Why.PREDECESSOR_MISSING)
    assert rows["connection"].now.why is Why.NOT_ADDABLE
