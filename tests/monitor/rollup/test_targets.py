"""National targets: sums over agencies, dated, with the missing ones named."""

from dataclasses import replace
from datetime import date

import pytest

from monitor.rollup.figure_choice import Publication
from monitor.rollup.target_files import load_targets
from monitor.rollup.targets import Target, TargetResult, roll_up
from probes.contract import System
from tests.support.judged import AT, CONFIG, figure

TARGETS = {target.id: target for target in load_targets(CONFIG)}
DAY = date(2022, 8, 8)


def publication(agency: str, part: float, whole: float, system: System = System.PUBLIC_SERVICE) -> Publication:
    figures = (figure("services_with_dossiers", part), figure("services_online", whole))
    return Publication(agency=agency, portal=f"{agency}-{system}", system=system, figures=figures, read_at=AT)


def rolled(*published: Publication, day: date = DAY, target: Target = TARGETS["TGT-02"]) -> TargetResult:
    return roll_up(target, agencies=["x-b", "x-a", "x-c"], publications=published, at=AT, law_day=day)


def test_the_value_is_the_sum_over_the_sum_and_not_the_mean_of_ratios() -> None:
    result = rolled(publication("x-a", 1, 1), publication("x-b", 0, 99))
    assert (result.value, result.numerator, result.denominator) == (0.01, 1, 100)


def test_it_says_from_how_many_of_how_many_and_names_the_missing() -> None:
    result = rolled(publication("x-a", 1, 2), replace(publication("x-b", 1, 2), figures=()))
    assert (result.agencies, result.of) == (1, 3)
    assert dict(result.missing) == {"x-b": "not_read", "x-c": "not_read"}
    assert [(item.agency, item.portal, item.system) for item in result.counted] == [
        ("x-a", "x-a-public_service", System.PUBLIC_SERVICE)
    ]


def test_an_agency_that_is_not_in_force_does_not_count() -> None:
    assert rolled(publication("x-gone", 1, 2)).agencies == 0


def test_an_agency_counts_once_whatever_it_publishes_twice() -> None:
    result = rolled(publication("x-a", 1, 2), publication("x-a", 1, 2, System.ONE_STOP))
    assert (result.denominator, result.counted[0].system) == (2, System.PUBLIC_SERVICE)


def test_no_figure_is_no_value_and_never_zero() -> None:
    result = rolled()
    assert (result.value, result.state) == (None, "unknown")


@pytest.mark.parametrize(
    ("part", "day", "state"),
    [
        (79, "2022-12-30", "not_due"),
        (80, "2022-12-30", "not_due"),
        (79, "2022-12-31", "not_due"),
        (80, "2022-12-31", "met"),
        (79, "2023-01-01", "missed"),
        (80, "2023-01-01", "met"),
        (100, "2026-11-22", "met"),
    ],
)
def test_a_target_is_not_due_before_its_day_and_not_missed_on_it(part: float, day: str, state: str) -> None:
    assert rolled(publication("x-a", part, 100), day=date.fromisoformat(day)).state == state


def test_the_goal_itself_is_met_however_floats_round() -> None:
    assert 0.1 + 0.7 < 0.8
    assert rolled(publication("x-a", 0.1, 0.2), publication("x-b", 0.7, 0.8), day=date(2023, 1, 1)).state == "met"


@pytest.mark.parametrize(
    ("target", "name", "goal", "due"),
    [
        ("TGT-01", "services_full_of_eligible", 1.0, date(2025, 12, 31)),
        ("TGT-02", "services_with_dossiers", 0.8, date(2022, 12, 31)),
        ("TGT-03", "dossiers_handled_online", 0.5, date(2022, 12, 31)),
        ("TGT-04", "services_online_of_all", 0.8, None),
        ("TGT-05", "satisfaction", 0.9, date(2025, 12, 31)),
        ("TGT-06", "on_time", None, None),
        ("TGT-01-ALL", "services_full_of_all", None, None),
    ],
)
def test_the_shipped_targets(target: str, name: str, goal: float | None, due: date | None) -> None:
    found = TARGETS[target]
    assert (found.name, found.goal, found.due) == (name, goal, due)


def test_the_order_of_what_was_read_does_not_matter() -> None:
    published = [publication("x-a", 1, 3), publication("x-b", 2, 7), publication("x-c", 5, 11, System.PORTAL)]
    assert rolled(*published) == rolled(*reversed(published))


def share(agency: str, key: str, value: float, definition: str | None = None) -> Publication:
    figures = (figure(key, value, unit="ratio", definition=definition, raw="97 %"),)
    return Publication(agency=agency, portal=f"{agency}-1", system=System.ONE_STOP, figures=figures, read_at=AT)


def test_shares_published_ready_made_are_never_added_up() -> None:
    published = (share("x-a", "satisfaction_ratio", 0.95), share("x-b", "satisfaction_ratio", 0.85))
    result = rolled(*published, day=date(2026, 11, 22), target=TARGETS["TGT-05"])
    assert (result.value, result.state, result.agencies, result.of) == (None, "unknown", 2, 3)
    assert (result.numerator, result.denominator) == (0, 0)
    assert dict(result.missing) == {"x-c": "not_read"}


def test_each_agency_stands_for_itself_with_its_figures_their_source_and_their_meaning() -> None:
    summed = rolled(publication("x-a", 4, 5), day=date(2023, 1, 1)).shares[0]
    assert (summed.agency, summed.portal, summed.system) == ("x-a", "x-a-public_service", System.PUBLIC_SERVICE)
    assert (summed.value, summed.numerator, summed.denominator, summed.raw) == (0.8, 4, 5, "4 / 5")
    assert (summed.state, summed.read_at) == ("met", AT)
    ready = rolled(share("x-a", "on_time_ratio", 0.97, "of_due"), target=TARGETS["TGT-06"]).shares[0]
    assert (ready.value, ready.numerator, ready.definition, ready.raw) == (0.97, None, "of_due", "97 %")


@pytest.mark.parametrize(
    ("value", "day", "state"),
    [
        (0.9, "2025-12-30", "not_due"),
        (0.89, "2025-12-31", "not_due"),
        (0.9, "2025-12-31", "met"),
        (0.89, "2026-01-01", "missed"),
        (0.9, "2026-01-01", "met"),
    ],
)
def test_an_agencys_own_share_is_held_against_the_goal(value: float, day: str, state: str) -> None:
    published = share("x-a", "satisfaction_ratio", value)
    result = rolled(published, day=date.fromisoformat(day), target=TARGETS["TGT-05"])
    assert result.shares[0].state == state


def test_a_target_without_a_goal_is_neither_met_nor_missed() -> None:
    result = rolled(share("x-a", "on_time_ratio", 0.2), day=date(2026, 11, 22), target=TARGETS["TGT-06"])
    assert (result.goal, result.state, result.shares[0].state) == (None, "unknown", "unknown")


def test_full_services_of_all_and_of_the_eligible_are_two_series() -> None:
    figures = (figure("services_full", 30), figure("services_total", 100), figure("services_eligible", 40))
    one = Publication(agency="x-a", portal="x-a-1", system=System.PUBLIC_SERVICE, figures=figures, read_at=AT)
    of_eligible, of_all = (rolled(one, target=TARGETS[name]) for name in ("TGT-01", "TGT-01-ALL"))
    assert (of_eligible.value, of_all.value) == (0.75, 0.3)
    assert of_eligible.name != of_all.name
