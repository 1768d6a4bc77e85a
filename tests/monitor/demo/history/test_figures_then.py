"""Figures of days before: fewer dossiers in their year, services that add up, dates that lie further back."""

from datetime import date, timedelta
from random import Random

from monitor.demo.history.figures_then import counts_then, services_before
from probes.figures.figure import Period, PublishedCounts
from tests.support.first_rounds import counts, total

DAY = date(2022, 8, 8)  # the 220th of its year
YEAR = Period(start=date(2022, 1, 1), end=date(2022, 12, 31))


def then(now: PublishedCounts, *, ago: float = 22, fewer: int = 0) -> PublishedCounts:
    return counts_then(now, ago=ago, law_day=DAY, fewer=fewer)


def test_a_years_dossiers_came_in_day_by_day_and_are_written_as_the_page_writes_them() -> None:
    (before,) = then(counts(total(220_000, "dossiers_received", period=YEAR, as_of=DAY))).figures
    assert (before.value, before.raw, type(before.value)) == (198_000, "198.000", int)
    assert before.as_of == DAY - timedelta(days=22)
    assert (before.period, before.label, before.where) == (YEAR, "dossiers_received", "td")


def test_what_is_open_and_what_is_a_share_stands_as_it_is() -> None:
    now = counts(total(700, "dossiers_open"), total(9, "dossiers_carried"))
    assert then(now) == now


def test_services_that_were_added_are_missing_in_their_level_and_in_the_total() -> None:
    now = counts(total(1_000), total(600, "services_full"), total(400, "services_information"))
    before = {item.key: item.value for item in then(now, fewer=5).figures}
    assert before == {"services_total": 995, "services_full": 600, "services_information": 395}


def test_a_page_that_tells_services_by_unit_never_had_fewer() -> None:
    by_unit = counts(total(1_000), total(300, scope="Sở Mẫu"))
    assert {services_before(Random(name), by_unit) for name in range(50)} == {0}
    assert {services_before(Random(name), counts()) for name in range(50)} == {0}


def test_hardly_any_portal_had_far_more_services_and_none_has_a_level_below_zero() -> None:
    small = counts(total(1_000), total(3, "services_information"))
    found = [services_before(Random(name), small) for name in range(500)]
    assert {item for item in found if item >= 0} == {0, 1, 2, 3}
    assert {item for item in found if item < 0} == {-600}
    assert 5 <= sum(item < 0 for item in found) <= 40
