"""What portals published at a past moment: the last reading before it, unless that was too long before."""

from datetime import timedelta
from pathlib import Path

from monitor.storage.engine import reading
from monitor.storage.period_figures import read_courses, read_figures_at
from monitor.storage.store import Store
from probes.figures.figure import Figure, Period
from tests.support.kept_rounds import DAY, FACTS_TYPES, PORTAL, START, counted, figure

ONE_DAY = timedelta(days=1)


def stood(folder: Path, readings: dict[int, tuple[Figure, ...]], *, at: float) -> list[tuple[str, float]]:
    """Keys and values at so many days after the start, of readings by day."""
    with Store.open(f"sqlite:///{folder / 'x.sqlite3'}", facts_types=FACTS_TYPES) as store:
        store.keep([counted(START + day * ONE_DAY, *found) for day, found in sorted(readings.items())])
        with reading(store.engine) as connection:
            found = read_figures_at(connection, [PORTAL], at=START + at * ONE_DAY)
    return sorted((kept.figure.key, kept.figure.value) for kept in found.get(PORTAL, ()))


def test_the_value_is_that_of_the_last_reading_before_the_moment(tmp_path: Path) -> None:
    readings = {0: (figure(10),), 1: (figure(20),), 2: (figure(30),)}
    assert stood(tmp_path, readings, at=1.5) == [("dossiers_received", 20)]


def test_a_value_that_stands_on_stood_then(tmp_path: Path) -> None:
    assert stood(tmp_path, {0: (figure(10),), 30: (figure(10),)}, at=15) == [("dossiers_received", 10)]


def test_what_was_last_read_a_week_before_stood_there_no_more(tmp_path: Path) -> None:
    assert stood(tmp_path, {0: (figure(10),)}, at=6.9) == [("dossiers_received", 10)]
    (tmp_path / "later").mkdir()
    assert stood(tmp_path / "later", {0: (figure(10),)}, at=7.1) == []


def test_a_period_that_was_shown_no_more_is_left_out(tmp_path: Path) -> None:
    months = [Period(start=DAY, end=DAY + number * ONE_DAY) for number in (1, 2)]
    readings = {0: (figure(10, period=months[0]),), 3: (figure(4, period=months[1]),)}
    assert stood(tmp_path, readings, at=4) == [("dossiers_received", 4)]


def test_figures_of_units_are_left_out(tmp_path: Path) -> None:
    assert stood(tmp_path, {0: (figure(10, scope="Xã Một"),)}, at=1) == []


def test_courses_hold_every_value_since_a_moment(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'x.sqlite3'}", facts_types=FACTS_TYPES) as store:
        store.keep([counted(START + day * ONE_DAY, figure(10 + day)) for day in range(4)])
        with reading(store.engine) as connection:
            found = read_courses(connection, [PORTAL], since=START + 1.5 * ONE_DAY)
    assert [kept.figure.value for kept in found[PORTAL, "dossiers_received"]] == [12, 13]
