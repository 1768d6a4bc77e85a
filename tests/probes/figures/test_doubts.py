"""Doubts beside the raw figures: nothing is repaired, and an honest page raises none."""

from dataclasses import replace
from datetime import date

import pytest

from probes.figures.doubts import doubts
from probes.figures.figure import Figure, Period

DAY = date(2025, 10, 3)
YEAR = Period(start=date(2025, 1, 1), end=date(2025, 12, 31))
MONTH = Period(start=date(2025, 9, 1), end=date(2025, 9, 30))
JANUARY = Period(start=date(2025, 1, 1), end=date(2025, 1, 31))


def figure(key: str, value: float, *, scope: str | None = None, period: Period | None = None) -> Figure:
    unit = "ratio" if key.endswith("_ratio") else "service" if key.startswith("services") else "dossier"
    definition = "said" if unit == "ratio" else None
    return Figure(
        key=key,
        value=value,
        unit=unit,
        raw=str(value),
        label="",
        where="",
        scope=scope,
        period=period,
        definition=definition,
    )


def kinds(*figures: Figure) -> list[str]:
    return [problem.kind for problem in doubts(figures, law_day=DAY, stale_days=31)]


@pytest.mark.parametrize(
    ("share", "top", "whole"),
    [
        ("received_online_ratio", "dossiers_online", "dossiers_received"),
        ("handled_online_ratio", "dossiers_handled_online", "dossiers_resolved"),
        ("full_ratio", "services_full", "services_total"),
    ],
)
def test_a_share_has_to_fit_its_counts(share: str, top: str, whole: str) -> None:
    assert kinds(figure(share, 0.8), figure(top, 80), figure(whole, 100)) == []
    assert kinds(figure(share, 0.8), figure(top, 60), figure(whole, 100)) == ["inconsistent"]
    assert kinds(figure(share, 0.8), figure(top, 60)) == []


def test_a_month_above_its_year_stands_under_the_wrong_heading() -> None:
    month = figure("dossiers_received", 500, period=MONTH)
    assert kinds(month, figure("dossiers_received", 900, period=YEAR)) == []
    assert kinds(month, figure("dossiers_received", 400, period=YEAR)) == ["inconsistent"]
    assert kinds(month, figure("dossiers_received", 400, period=YEAR, scope="Sở Mây")) == []


def test_a_month_that_repeats_its_year_is_doubted_unless_the_year_began_with_it() -> None:
    values = {"dossiers_received": 90, "dossiers_resolved": 80, "dossiers_on_time": 70}

    def of(period: Period) -> list[Figure]:
        return [figure(key, value, period=period) for key, value in values.items()]

    assert kinds(*of(MONTH), *of(YEAR)) == ["inconsistent"]
    assert kinds(*of(JANUARY), *of(YEAR)) == []


def test_units_that_are_all_equal_are_doubted() -> None:
    assert kinds(*(figure("dossiers_received", 7, scope=f"Sở {number}") for number in range(5))) == ["inconsistent"]
    assert kinds(*(figure("dossiers_received", 0, scope=f"Sở {number}") for number in range(5))) == []


def cell(key: str, value: float, *, row: int, scope: str | None = None) -> Figure:
    where = f"table tr:nth-of-type({row}) > td:nth-of-type(2)"
    return replace(figure(key, value, scope=scope), where=where)


def test_a_sum_row_is_held_against_its_rows() -> None:
    rows = [cell("dossiers_received", 10, row=2, scope="Sở Mây"), cell("dossiers_received", 20, row=3, scope="Sở Gió")]
    assert kinds(*rows, cell("dossiers_received", 30, row=4)) == []
    assert kinds(*rows, cell("dossiers_received", 31, row=4)) == ["inconsistent"]
    assert kinds(rows[0], cell("dossiers_received", 31, row=4)) == []


@pytest.mark.parametrize(
    ("figures", "key"),
    [
        (
            {"services_total": 99, "services_full": 60, "services_partial": 30, "services_information": 10},
            "services_total",
        ),
        ({"services_full": 60, "services_eligible": 50}, "services_full"),
        ({"dossiers_open": 10, "dossiers_open_on_time": 7, "dossiers_open_late": 2}, "dossiers_open"),
        (
            {"dossiers_resolved": 10, "dossiers_early": 5, "dossiers_on_time": 3, "dossiers_late": 1},
            "dossiers_resolved",
        ),
        (
            {"dossiers_received": 10, "dossiers_online": 5, "dossiers_direct": 3, "dossiers_postal": 1},
            "dossiers_received",
        ),
        ({"on_time_ratio": 0.5, "dossiers_on_time": 9, "dossiers_resolved": 10}, "on_time_ratio"),
    ],
)
def test_a_doubt_names_the_figure_whose_parts_do_not_fit(figures: dict[str, float], key: str) -> None:
    told = doubts([figure(name, value) for name, value in figures.items()], law_day=DAY, stale_days=31)
    assert [(problem.kind, problem.key) for problem in told] == [("inconsistent", key)]


@pytest.mark.parametrize(("day", "expected"), [(date(2025, 9, 2), []), (date(2025, 9, 1), ["stale"])])
def test_figures_of_a_day_more_than_a_month_ago_are_stale(day: date, expected: list[str]) -> None:
    assert kinds(replace(figure("dossiers_received", 5), as_of=day)) == expected


def test_a_share_without_a_definition_is_said_to_lack_one() -> None:
    told = doubts([replace(figure("on_time_ratio", 0.9), definition=None)], law_day=DAY, stale_days=31)
    assert [(problem.kind, problem.key) for problem in told] == [("definition_unknown", "on_time_ratio")]
