"""Which figures of an agency count: one portal, its whole, exact, recent, of the right period and definition."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from monitor.rollup.figure_choice import Choice, Publication, choose
from monitor.rollup.target_files import load_targets
from probes.contract import System
from probes.figures.figure import Figure, Period, Qualifier
from tests.support.judged import AT, CONFIG, figure

TARGETS = {target.id: target for target in load_targets(CONFIG)}
SERVICES, DOSSIERS, ON_TIME = TARGETS["TGT-02"], TARGETS["TGT-03"], TARGETS["TGT-06"]
DAY = date(2022, 8, 8)
YEAR = date(2022, 1, 1)


def period(start: date | None, end: date | None) -> Period:
    return Period(start=start, end=end)


def handled(value: float = 40, **changes: object) -> Figure:
    return figure("dossiers_handled_online", value, unit="dossier", **changes)


def received(value: float = 100, **changes: object) -> Figure:
    return figure("dossiers_received", value, unit="dossier", **changes)


def published(*figures: Figure, system: System = System.ONE_STOP, portal: str = "x-a-1") -> Publication:
    return Publication(agency="x-a", portal=portal, system=system, figures=figures, read_at=AT)


def chosen(*publications: Publication) -> Choice | str:
    return choose(DOSSIERS, publications, at=AT, law_day=DAY)


@pytest.mark.parametrize(
    ("figures", "reason"),
    [
        ((), "not_read"),
        ((handled(),), "not_published"),
        ((received(),), "not_published"),
        ((handled(scope="Sở Mẫu"), received()), "not_published"),
        ((handled(), received(qualifier=Qualifier.AT_LEAST)), "not_published"),
        ((handled(), handled(41), received()), "not_published"),
        ((handled(), received(period=period(YEAR, DAY))), "other_period"),
        ((handled(definition="whole_process"), received()), "other_definition"),
        ((handled(101), received()), "contradictory"),
        ((handled(0), received(0)), "contradictory"),
        ((handled(as_of=DAY - timedelta(days=8)), received()), "stale"),
    ],
)
def test_why_an_agency_is_missing(figures: tuple[Figure, ...], reason: str) -> None:
    assert chosen(published(*figures)) == reason


@pytest.mark.parametrize(
    "figures",
    [
        (handled(), received()),
        (handled(), handled(), received()),
        (handled(0), received()),
        (handled(100), received(100)),
        (handled(), handled(3, scope="Sở Mẫu"), received()),
        (handled(as_of=DAY - timedelta(days=7)), received()),
        (handled(period=period(YEAR, DAY)), received(period=period(YEAR, DAY))),
        (handled(period=period(YEAR, None)), received(period=period(YEAR, None))),
        (handled(period=period(YEAR, date(2022, 12, 31))), received(period=period(YEAR, date(2022, 12, 31)))),
        (
            handled(period=period(YEAR, DAY)),
            handled(4, period=period(date(2022, 7, 1), date(2022, 7, 31))),
            received(period=period(YEAR, DAY)),
        ),
    ],
)
def test_what_counts(figures: tuple[Figure, ...]) -> None:
    assert isinstance(chosen(published(*figures)), Choice)


@pytest.mark.parametrize(
    "other",
    [
        period(None, None),
        period(None, DAY),
        period(date(2022, 7, 1), date(2022, 8, 31)),
        period(date(2021, 1, 1), date(2021, 12, 31)),
        period(YEAR, date(2022, 6, 30)),
        period(YEAR, DAY - timedelta(days=8)),
    ],
)
def test_a_flow_of_another_period_is_never_added(other: Period) -> None:
    assert chosen(published(handled(period=other), received(period=other))) == "other_period"


@pytest.mark.parametrize(("age", "counts"), [(timedelta(days=7), True), (timedelta(days=7, seconds=1), False)])
def test_a_reading_older_than_seven_days_does_not_count(age: timedelta, counts: bool) -> None:
    found = chosen(replace(published(handled(), received()), read_at=AT - age))
    assert isinstance(found, Choice) is counts
    assert counts or found == "stale"


def test_dossiers_come_from_the_one_stop_system_before_the_others() -> None:
    both = (handled(), received())
    found = chosen(
        published(*both, system=System.PORTAL),
        published(*both, system=System.PUBLIC_SERVICE),
        published(*both, system=System.ONE_STOP),
    )
    assert isinstance(found, Choice)
    assert found.system is System.ONE_STOP


def test_the_next_best_system_steps_in_and_parts_of_two_portals_are_never_mixed() -> None:
    found = chosen(
        published(handled(), system=System.ONE_STOP), published(handled(), received(), system=System.PUBLIC_SERVICE)
    )
    assert isinstance(found, Choice)
    assert found.system is System.PUBLIC_SERVICE
    assert chosen(published(handled()), published(received(), portal="x-a-2")) == "not_published"


def test_of_two_portals_of_one_system_the_larger_whole_is_taken_and_they_are_never_added() -> None:
    small = published(handled(), received())
    large = published(handled(), received(200), portal="x-a-2")
    for order in ((small, large), (large, small)):
        found = chosen(*order)
        assert isinstance(found, Choice)
        assert found.portal == "x-a-2"


def test_services_are_a_stock_and_their_period_need_not_start_with_the_year() -> None:
    since = period(date(2021, 12, 1), None)
    figures = (figure("services_with_dossiers", 4, period=since), figure("services_online", 9, period=since))
    found = choose(SERVICES, [published(*figures, system=System.PUBLIC_SERVICE)], at=AT, law_day=DAY)
    assert isinstance(found, Choice)


def test_a_definition_that_the_target_accepts_counts() -> None:
    target = replace(DOSSIERS, definitions=("handled_online_of_received",))
    figures = (handled(definition="handled_online_of_received"), received())
    assert isinstance(choose(target, [published(*figures)], at=AT, law_day=DAY), Choice)


def on_time(value: float = 0.98, **changes: object) -> Figure:
    return figure("on_time_ratio", value, **({"unit": "ratio"} | changes))


@pytest.mark.parametrize(
    ("figures", "reason"),
    [
        ((handled(),), "not_published"),
        ((on_time(scope="Sở Mẫu"),), "not_published"),
        ((on_time(), on_time(0.97)), "not_published"),
        ((on_time(definition="of_due"), on_time(definition="of_received")), "not_published"),
        ((on_time(qualifier=Qualifier.AT_LEAST),), "not_published"),
        ((on_time(period=period(date(2021, 1, 1), date(2021, 12, 31))),), "other_period"),
        ((on_time(as_of=DAY - timedelta(days=8)),), "stale"),
        ((on_time(1.2),), "contradictory"),
    ],
)
def test_why_a_ready_made_share_does_not_count(figures: tuple[Figure, ...], reason: str) -> None:
    assert choose(ON_TIME, [published(*figures)], at=AT, law_day=DAY) == reason


@pytest.mark.parametrize("age", [timedelta(0), timedelta(days=7)])
def test_a_ready_made_share_counts_with_the_definition_of_its_page(age: timedelta) -> None:
    found = choose(ON_TIME, [published(on_time(definition="of_due", as_of=DAY - age))], at=AT, law_day=DAY)
    assert isinstance(found, Choice)
    assert (found.numerator.definition, found.denominator, float(found.share)) == ("of_due", None, 0.98)
