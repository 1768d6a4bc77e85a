"""SVC-02: sums, doubts and jumps; a figure is never repaired."""

from datetime import date

import pytest

from monitor.rules.contract import History
from probes.contract import System
from probes.figures.figure import Figure, Problem, PublishedCounts, Qualifier
from tests.support.judged import Look, figure

KEYS = ("services_total", "services_full", "services_partial", "services_information")


def levels(*values: float | None, **changes: object) -> tuple[Figure, ...]:
    return tuple(figure(key, value, **changes) for key, value in zip(KEYS, values, strict=False) if value is not None)


def outcome(figures: tuple[Figure, ...], **changes: object) -> str:
    problems = changes.pop("problems", ())
    facts = {"published_counts": PublishedCounts(figures=figures, problems=problems)}  # type: ignore[arg-type]
    values: dict[str, object] = {"system": System.PUBLIC_SERVICE, "facts": facts}
    return Look(**(values | changes)).verdict("SVC-02").outcome.value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((100, 60, 30, 10), "pass"),
        ((100, 60, 30, 9), "warn"),
        ((100, 60, 30, 11), "warn"),
        ((100, 60, 30), "pass"),
        ((100, 60, 41), "warn"),
        ((100, 40, 61), "unknown"),
        ((100, 20, 60, 100), "unknown"),
        ((100, 101), "fail"),
        ((100, 100), "pass"),
        ((100,), "unknown"),
        ((None, 60, 30), "unknown"),
        ((), "unknown"),
    ],
)
def test_the_levels_against_the_total(values: tuple[float | None, ...], expected: str) -> None:
    assert outcome(levels(*values)) == expected


def test_levels_that_say_they_are_cumulative_need_not_add_up() -> None:
    assert outcome(levels(100, 60, 90, 100, definition="cumulative")) == "pass"


@pytest.mark.parametrize(
    "figures",
    [
        levels(100, 101, scope="Sở Mẫu"),
        levels(100, 101, qualifier=Qualifier.ABOUT),
        (*levels(100, 101), figure("services_total", 300)),
    ],
)
def test_rows_rounded_figures_and_double_readings_settle_nothing(figures: tuple[Figure, ...]) -> None:
    assert outcome(figures) == "unknown"


def test_a_doubt_of_the_reading_is_a_warning() -> None:
    assert outcome(levels(100, 60, 30, 10), problems=(Problem(kind="inconsistent", detail="96,3 %"),)) == "warn"


@pytest.mark.parametrize(
    ("key", "expected"), [("services_total", "warn"), ("full_ratio", "warn"), ("dossiers_open", "pass"), (None, "warn")]
)
def test_a_doubt_about_dossiers_is_none_about_services(key: str | None, expected: str) -> None:
    doubt = Problem(kind="inconsistent", detail="the parts add up to 99", key=key)
    assert outcome(levels(100, 60, 30, 10), problems=(doubt,)) == expected


@pytest.mark.parametrize(
    ("now", "day", "expected"),
    [
        (120, "2026-06-30", "pass"),
        (121, "2026-06-30", "warn"),
        (80, "2026-06-30", "pass"),
        (79, "2026-06-30", "warn"),
        (121, "2026-07-01", "warn"),
        (79, "2026-07-01", "pass"),
    ],
)
def test_more_than_20_percent_is_a_jump_and_falls_are_expected_since_july_2026(
    now: int, day: str, expected: str
) -> None:
    history = History(figures=(figure("services_total", 500), figure("services_total", 100)))
    figures = (figure("services_total", now), figure("services_full", 10))
    assert outcome(figures, history=history, law_day=date.fromisoformat(day)) == expected


def test_a_one_stop_page_that_counts_dossiers_only_owes_no_service_counts() -> None:
    assert outcome((figure("dossiers_received", 9),), system=System.ONE_STOP) == "not_applicable"
