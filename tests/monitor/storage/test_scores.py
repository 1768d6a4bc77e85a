"""Scores day by day: the last of a day counts, and a line breaks where the rule book changed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import text

from monitor.rules.contract import Cause, Outcome
from monitor.storage.engine import writing
from monitor.storage.scores import DayScore, keep_scores, read_scores, trends
from monitor.storage.store import Store
from tests.support.kept_rounds import round_, verdict

DAY = date(2026, 11, 20)
SCORE = DayScore(
    day=DAY,
    agency="x-vinh-mau",
    at=datetime(2026, 11, 20, 3, tzinfo=UTC),
    law_day=DAY,
    rulebook="aaaaaaaaaaaa",
    score=87.5,
    low=80.0,
    high=90.0,
    coverage=0.96,
    band="good",
)


def days(*versions: str, agency: str = "x-vinh-mau") -> list[DayScore]:
    return [
        replace(SCORE, day=DAY + timedelta(days=number), rulebook=version, agency=agency)
        for number, version in enumerate(versions)
    ]


def test_scores_come_back_as_they_were_kept_with_what_is_missing(store: Store) -> None:
    unsaid = replace(SCORE, agency="x-an-mau", score=None, low=None, high=None, coverage=None, band=None)
    keep_scores(store, [SCORE, unsaid])
    assert read_scores(store, start=DAY, end=DAY) == (unsaid, SCORE)
    assert read_scores(store, ["x-vinh-mau"], start=DAY, end=DAY) == (SCORE,)


def test_the_last_score_of_a_day_takes_the_place_of_the_earlier_one(store: Store) -> None:
    keep_scores(store, [SCORE])
    later = replace(SCORE, at=SCORE.at + timedelta(hours=5), score=70.0)
    keep_scores(store, [later])
    assert read_scores(store, start=DAY, end=DAY) == (later,)


def test_only_the_days_asked_for_are_read(store: Store) -> None:
    keep_scores(store, days("a", "a", "a"))
    read = read_scores(store, start=DAY + timedelta(days=1), end=DAY + timedelta(days=1))
    assert [item.day for item in read] == [DAY + timedelta(days=1)]


def test_nothing_to_keep_writes_nothing(store: Store) -> None:
    keep_scores(store, [])
    assert read_scores(store, start=DAY, end=DAY) == ()


def test_a_line_breaks_where_the_rule_book_changes_and_never_joins_two_agencies() -> None:
    scores = [*days("a", "a", "b", "a"), *days("a", agency="x-yen-mau")]
    lines = [(line.agency, line.rulebook, len(line.points)) for line in trends(scores)]
    assert lines == [
        ("x-vinh-mau", "a", 2),
        ("x-vinh-mau", "b", 1),
        ("x-vinh-mau", "a", 1),
        ("x-yen-mau", "a", 1),
    ]


def test_a_verdict_keeps_why_it_is_undecided_and_what_it_caps(store: Store) -> None:
    undecided = verdict(outcome=Outcome.UNKNOWN, cause=Cause.NOT_SEEN, gate="unavailable")
    store.keep([round_(verdicts=(undecided,))])
    (kept,) = store.standings()[0].verdicts.values()
    assert (kept.verdict.cause, kept.verdict.gate) == (Cause.NOT_SEEN, "unavailable")


def test_verdicts_of_an_older_store_have_no_cause(store: Store) -> None:
    store.keep([round_(verdicts=(verdict(),))])
    with writing(store.engine) as connection:
        connection.execute(text("UPDATE verdict SET cause = NULL, gate = NULL"))
    (kept,) = store.standings()[0].verdicts.values()
    assert (kept.verdict.cause, kept.verdict.gate) == (None, None)
