"""Lines join days that follow one another under one rule book, and nothing else."""

from datetime import date, timedelta

from monitor.storage.period_scores import Point
from monitor.web.pages.trend_lines import EMPTY, HIGH, WIDE, TrendLine, trend_line

FIRST = date(2026, 11, 1)
LAST = date(2026, 11, 30)


def scores(*values: float | None, rulebook: str = "1", start: int = 0) -> list[Point]:
    return [Point(FIRST + timedelta(days=start + n), value, rulebook) for n, value in enumerate(values)]


def drawn(points: list[Point]) -> TrendLine:
    return trend_line(points, first=FIRST, last=LAST)


def test_days_that_follow_one_another_are_one_line_within_the_drawing() -> None:
    found = drawn(scores(80, 85, 90))
    assert len(found.lines) == 1
    corners = [tuple(map(float, corner.split(","))) for corner in found.lines[0].split()]
    assert all(0 <= x <= WIDE and 0 <= y <= HIGH for x, y in corners)
    assert [y for _, y in corners] == sorted((y for _, y in corners), reverse=True)
    assert (found.change, found.since) == (10, FIRST)


def test_a_day_that_nobody_observed_is_a_gap() -> None:
    assert len(drawn(scores(80, None, 90)).lines) == 2
    assert len(drawn([*scores(80, 81), *scores(82, 83, start=5)]).lines) == 2


def test_another_rule_book_breaks_the_line_and_the_change_begins_with_it() -> None:
    found = drawn([*scores(50, 50), *scores(80, 81, rulebook="2", start=2)])
    assert (len(found.lines), len(found.breaks)) == (2, 1)
    assert (found.change, found.since) == (1, FIRST + timedelta(days=2))


def test_one_day_is_a_dot_without_a_change() -> None:
    found = drawn(scores(80))
    assert found.lines[0].split()[0] == found.lines[0].split()[1]
    assert found.change is None


def test_nothing_kept_is_nothing_drawn() -> None:
    assert drawn([]) == EMPTY == drawn(scores(None, None))


def test_days_outside_are_left_out() -> None:
    assert drawn(scores(80, start=-5)) == EMPTY
