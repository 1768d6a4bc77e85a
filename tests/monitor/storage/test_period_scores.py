"""Scores of many agencies over days, and the last one of a period."""

from datetime import timedelta
from pathlib import Path

from monitor.storage.engine import reading
from monitor.storage.period_scores import Point, read_last_scores, read_points
from monitor.storage.scores import keep_scores
from monitor.storage.store import Store
from tests.support.kept_rounds import DAY, FACTS_TYPES
from tests.support.merged_provinces import day_score

ONE_DAY = timedelta(days=1)


def test_points_are_by_agency_and_day_and_the_last_one_stands_for_the_period(tmp_path: Path) -> None:
    scores = [
        day_score("a", DAY, 70.0),
        day_score("a", DAY + ONE_DAY, None, rulebook="2"),
        day_score("b", DAY, 50.0),
        day_score("a", DAY + 9 * ONE_DAY, 99.0),
    ]
    with Store.open(f"sqlite:///{tmp_path / 'x.sqlite3'}", facts_types=FACTS_TYPES) as store:
        keep_scores(store, scores)
        with reading(store.engine) as connection:
            points = read_points(connection, first=DAY, last=DAY + ONE_DAY)
            last = read_last_scores(connection, ["a"], first=DAY, last=DAY + ONE_DAY)
    assert points == {
        "a": (Point(DAY, 70.0, "1"), Point(DAY + ONE_DAY, None, "2")),
        "b": (Point(DAY, 50.0, "1"),),
    }
    assert {agency: (kept.day, kept.score) for agency, kept in last.items()} == {"a": (DAY + ONE_DAY, None)}
