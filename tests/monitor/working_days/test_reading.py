"""The holidays of the rule book: what we ship, and which mistakes stop it."""

from datetime import date
from pathlib import Path

import pytest

from monitor.working_days.holidays import NO_HOLIDAYS
from monitor.working_days.reading import read_holidays
from probes.mistakes import Mistake
from tests.support.judged import rulebook

SHIPPED = rulebook().holidays
SOUND = 'first = 2026\nlast = 2026\n[off]\n2026-09-02 = "Quốc khánh"\n[worked]\n2026-08-22 = "làm bù"\n'


def mistakes_of(tmp_path: Path, text: str) -> list[str]:
    (tmp_path / "holidays.toml").write_text(text, "utf-8")
    mistakes: list[Mistake] = []
    holidays = read_holidays(tmp_path / "holidays.toml", "holidays.toml", mistakes)
    assert (holidays == NO_HOLIDAYS) is bool(mistakes)
    return [str(mistake) for mistake in mistakes]


def test_the_days_of_a_sound_file_are_read(tmp_path: Path) -> None:
    assert mistakes_of(tmp_path, SOUND) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SOUND.replace("first = 2026", "first = 2027"), "last: 2026 is before 2027; expected a later year"),
        (SOUND.replace("last = 2026\n", ""), "last: missing; expected a year such as 2019"),
        (SOUND.replace("last = 2026", 'last = "2026"'), 'last: "2026" is not allowed; expected a year such as 2019'),
        (
            SOUND.replace("2026-09-02", '"2/9"'),
            'off.2/9: "2/9" is not allowed; expected a day such as 2026-09-02',
        ),
        (
            SOUND.replace('"Quốc khánh"', "true"),
            "off.2026-09-02: True is not allowed; expected a text that is not empty",
        ),
        (
            SOUND.replace("2026-09-02", "2025-09-02"),
            "off.2025-09-02: outside the years; expected a day from 2026 to 2026",
        ),
        (
            SOUND.replace("2026-08-22", "2026-08-21"),
            "worked.2026-08-21: no weekend day; expected a Saturday or Sunday that is worked",
        ),
        (SOUND.replace("2026-09-02", "2026-08-22"), "worked.2026-08-22: a day off too; expected one of the two"),
        (SOUND + "[swapped]\n", "swapped: unknown key; expected no such key"),
        ("first = 2026\nlast = 2026\n[off]\n", "worked: missing; expected a table [worked]"),
    ],
)
def test_a_mistake_is_told_with_place_and_expected_form(text: str, said: str, tmp_path: Path) -> None:
    assert mistakes_of(tmp_path, text) == [f"holidays.toml: {said}"]


@pytest.mark.parametrize("year", range(2019, 2028))
def test_every_year_that_we_ship_has_the_days_off_of_the_labour_code(year: int) -> None:
    """New Year, Hùng Vương, 30/4, 01/5 and 02/9 stand with their own day or the weekday that makes up for it, Tết with
    five weekdays at least."""
    off = {day for day in SHIPPED.off if day.year == year}
    fixed = {date(year, 1, 1), date(year, 4, 30), date(year, 5, 1), date(year, 9, 2)}
    assert fixed <= off
    tet = [day for day in off if date(year, 1, 15) <= day <= date(year, 2, 28) and day.weekday() < 5]
    assert len(tet) == 5
    assert SHIPPED.covers(date(year, 6, 1))


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2019, "04-14"),
        (2020, "04-02"),
        (2021, "04-21"),
        (2022, "04-10"),
        (2023, "04-29"),
        (2024, "04-18"),
        (2025, "04-07"),
        (2026, "04-26"),
        (2027, "04-16"),
    ],
)
def test_hung_vuongs_day_is_the_tenth_of_the_third_lunar_month(year: int, day: str) -> None:
    assert date.fromisoformat(f"{year}-{day}") in SHIPPED.off


def test_swapped_days_are_worked_and_what_they_stand_for_is_off() -> None:
    swapped = {"2019-05-04": "2019-04-29", "2024-05-04": "2024-04-29", "2025-04-26": "2025-05-02"}
    swapped["2026-08-22"] = "2026-08-31"
    assert {day.isoformat() for day in SHIPPED.worked} == set(swapped)
    assert {date.fromisoformat(day) for day in swapped.values()} <= SHIPPED.off
