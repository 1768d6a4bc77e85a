"""Doubts beside the raw figures: nothing is repaired, and an honest page raises none."""

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
