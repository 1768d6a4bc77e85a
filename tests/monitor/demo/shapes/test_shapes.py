"""Every shape shows the figures that it says it shows, and its units add up."""

from datetime import date

import pytest

from monitor.demo.counts import Counts, published
from monitor.demo.scenario import Scenario, load_scenario
from monitor.demo.shapes.choice import DOSSIER_SHAPES, SERVICE_SHAPES, dossier_shape
from monitor.demo.shapes.embedded import dossiers_from_answer
from monitor.demo.shapes.published_page import Fragment, Publisher, Shape, grouped, shares
from probes.contract import System

UNITS = ("Sở Một", "Sở Hai", "Sở Ba")
DAYS = (date(2022, 8, 8), date(2026, 11, 22))


@pytest.fixture
def scenario() -> Scenario:
    return load_scenario("2022-08")


def publisher(day: date) -> Publisher:
    return Publisher(agency="Tỉnh Thử", host="thu.test", day=day, units=UNITS, seed="thu")


def counts_of(scenario: Scenario, system: System) -> Counts:
    portal = scenario.portal("sim-p01", system)
    found = published(scenario, portal.id)
    return found.services or found.dossiers


def text_of(fragment: Fragment) -> str:
    return fragment.html + "".join(reply.body.decode() for reply in fragment.files.values())


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("shape", SERVICE_SHAPES)
def test_a_service_shape_shows_its_figures_in_the_words_of_its_day(shape: Shape, day: date, scenario: Scenario):
    fragment = shape(publisher(day), counts_of(scenario, System.PUBLIC_SERVICE))
    check_shown(fragment)
    assert {
        "services_full",
        "services_eligible",
        "services_online",
        "services_with_dossiers",
    } <= fragment.figures.keys()
    assert "mức độ 4" not in text_of(fragment) or day == DAYS[0]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("shape", DOSSIER_SHAPES)
def test_a_dossier_shape_shows_its_figures(shape: Shape, day: date, scenario: Scenario):
    fragment = shape(publisher(day), counts_of(scenario, System.ONE_STOP))
    check_shown(fragment)
    assert {"dossiers_received", "dossiers_handled_online"} <= fragment.figures.keys()


def check_shown(fragment: Fragment) -> None:
    for value in fragment.figures.values():
        assert grouped(int(value)) in text_of(fragment) or str(value) in text_of(fragment)


@pytest.mark.parametrize("system", [System.PUBLIC_SERVICE, System.ONE_STOP])
def test_units_add_up_to_the_whole_and_agree_with_themselves(system: System, scenario: Scenario):
    for agency in scenario.agencies:
        counts = published(scenario, scenario.portal(agency.id, system).id)
        for whole in (counts.services, counts.dossiers):
            rows = shares(publisher(DAYS[0]), whole)
            assert all(sum(row[key] for row in rows) == count for key, count in whole.items())
            for row in rows:
                check_unit(row)


def check_unit(row: dict[str, int]) -> None:
    assert all(count >= 0 for count in row.values())
    if "services_total" in row:
        assert row["services_full"] <= row["services_eligible"]
        parts = row["services_full"] + row["services_partial"] + row["services_information"]
        assert parts == row["services_total"]
    if "dossiers_received" in row:
        assert row["dossiers_handled_online"] <= row["dossiers_received"]
        assert row["dossiers_received"] + row["dossiers_carried"] == row["dossiers_resolved"] + row["dossiers_open"]


def test_a_page_with_services_does_not_load_its_dossiers_from_elsewhere():
    number = DOSSIER_SHAPES.index(dossiers_from_answer)
    assert dossier_shape(number) is dossiers_from_answer
    assert dossier_shape(number, beside_services=True) is not dossiers_from_answer


def test_thousands_are_grouped_by_points():
    assert [grouped(7), grouped(1234), grouped(1234567)] == ["7", "1.234", "1.234.567"]
