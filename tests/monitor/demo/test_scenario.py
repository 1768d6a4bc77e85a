"""The simulated nations: who is in them, what is wrong with whom, and what their figures add up to."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from monitor.catalogue.records import AgencyKind, Lifecycle
from monitor.demo.counts import published, settle
from monitor.demo.scenario import SCENARIOS, host_of, load_scenario
from monitor.demo.trouble import BEFORE_HTTP, INSTEAD, ON_THE_PAGE
from monitor.demo.truth import truth
from probes.contract import System

CATALOGUE = Path(__file__).parents[3] / "config" / "agencies.csv"
RATIOS = (
    ("services_full", "services_eligible", "full_of_eligible"),
    ("services_with_dossiers", "services_online", "with_dossiers_of_online"),
    ("dossiers_handled_online", "dossiers_received", "handled_online_of_received"),
)


def test_the_nation_of_2022_has_63_provinces_29_ministry_level_bodies_and_276_portals_on_as_many_hosts():
    scenario = load_scenario("2022-08")
    assert Counter(agency.kind.level for agency in scenario.agencies) == {"provinces": 63, "ministries": 29}
    assert scenario.law_day == date(2022, 8, 8)
    hosts = {host_of(portal) for portal in scenario.portals}
    assert len(scenario.portals) == len(hosts) == 276
    assert all(host.endswith(".test") for host in hosts)


def test_the_nation_of_2026_has_34_provinces_22_ministry_level_bodies_and_most_service_portals_retired():
    scenario = load_scenario("2026-11")
    assert Counter(agency.kind.level for agency in scenario.agencies) == {"provinces": 34, "ministries": 22}
    assert Counter(agency.kind for agency in scenario.agencies)[AgencyKind.CITY] == 7
    assert scenario.law_day == date(2026, 11, 22)
    services = [portal for portal in scenario.portals if portal.system is System.PUBLIC_SERVICE]
    assert sum(portal.lifecycle is Lifecycle.RETIRED for portal in services) > len(services) * 0.8


@pytest.mark.parametrize("name", SCENARIOS)
def test_no_simulated_body_bears_the_name_of_a_real_one_and_all_say_that_they_are_simulated(name: str):
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        real = {row["name_vi"].casefold() for row in csv.DictReader(file)}
    for agency in load_scenario(name).agencies:
        assert agency.name_vi.endswith(" (mô phỏng)")
        assert agency.name_en.endswith(" (simulated)")
        assert agency.name_vi.removesuffix(" (mô phỏng)").casefold() not in real


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_trouble_is_known_and_belongs_to_a_portal_of_the_scenario(name: str):
    scenario = load_scenario(name)
    assert scenario.trouble.keys() <= {portal.id for portal in scenario.portals}
    assert set(scenario.trouble.values()) <= INSTEAD.keys() | BEFORE_HTTP | ON_THE_PAGE


def test_every_kind_of_trouble_occurs_in_the_nation_of_2022():
    assert set(load_scenario("2022-08").trouble.values()) == INSTEAD.keys() | BEFORE_HTTP | ON_THE_PAGE


def test_in_2022_trouble_that_hides_a_tag_sits_on_one_stop_systems_and_three_agencies_only():
    scenario = load_scenario("2022-08")
    elsewhere = {
        portal.agency_id
        for portal in scenario.portals
        if scenario.troubled(portal) not in (None, "slow") and portal.system is not System.ONE_STOP
    }
    assert len(elsewhere) == 3
    provinces = {agency.id for agency in scenario.agencies if agency.kind.level == "provinces"}
    assert len(elsewhere & provinces) == 1


def test_in_2022_all_but_three_agencies_carry_the_tag_on_both_systems():
    scenario = load_scenario("2022-08")
    tags = {entry.portal: entry.tag for entry in truth("2022-08")}
    connected = [
        agency.kind.level
        for agency in scenario.agencies
        if tags[scenario.portal(agency.id, System.PORTAL).id]
        and tags[scenario.portal(agency.id, System.PUBLIC_SERVICE).id]
    ]
    assert Counter(connected) == {"provinces": 62, "ministries": 27}


@pytest.mark.parametrize("name", SCENARIOS)
@pytest.mark.parametrize(("part", "whole", "ratio"), RATIOS)
def test_readable_figures_of_each_system_add_up_to_the_national_ratio(name: str, part: str, whole: str, ratio: str):
    scenario = load_scenario(name)
    found = {entry.portal: entry.figures for entry in truth(name)}
    for system in System:
        rows = [found[portal.id] for portal in scenario.portals if portal.system is system]
        pairs = [(row[part], row[whole]) for row in rows if part in row and whole in row]
        if pairs and not (system is System.PUBLIC_SERVICE and part.startswith("dossiers")):
            assert sum(a for a, _ in pairs) / sum(b for _, b in pairs) == pytest.approx(
                getattr(scenario.ratios, ratio), abs=0.0005
            )


@pytest.mark.parametrize(("part", "whole", "ratio"), RATIOS)
def test_figures_chosen_from_one_portal_of_each_agency_add_up_to_the_picture_of_2022(part: str, whole: str, ratio: str):
    scenario = load_scenario("2022-08")
    found = {entry.portal: entry.figures for entry in truth("2022-08")}
    above = below = 0.0
    agencies = 0
    for agency in scenario.agencies:
        for system in (System.ONE_STOP, System.PUBLIC_SERVICE):
            figures = found[scenario.portal(agency.id, system).id]
            if part in figures and whole in figures:
                above, below, agencies = above + figures[part], below + figures[whole], agencies + 1
                break
    assert above / below == pytest.approx(getattr(scenario.ratios, ratio), abs=0.0005)
    assert agencies >= 80


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_counts_of_every_portal_agree_with_one_another(name: str):
    scenario = load_scenario(name)
    for portal in scenario.portals:
        services, dossiers = published(scenario, portal.id).services, published(scenario, portal.id).dossiers
        assert all(value >= 0 for value in [*services.values(), *dossiers.values()])
        if services:
            assert services["services_full"] <= services["services_eligible"] <= services["services_total"]
            assert services["services_with_dossiers"] <= services["services_online"]
            assert (
                services["services_full"] + services["services_partial"] + services["services_information"]
                == services["services_total"]
            )
        if dossiers:
            _check_dossiers(dict(dossiers))


def _check_dossiers(row: dict[str, int]) -> None:
    assert row["dossiers_received"] + row["dossiers_carried"] == row["dossiers_resolved"] + row["dossiers_open"]
    assert row["dossiers_early"] + row["dossiers_on_time"] + row["dossiers_late"] == row["dossiers_resolved"]
    assert row["dossiers_open_on_time"] + row["dossiers_open_late"] == row["dossiers_open"]
    assert row["dossiers_online"] + row["dossiers_direct"] + row["dossiers_postal"] == row["dossiers_received"]
    assert row["dossiers_handled_online"] <= row["dossiers_online"]


def test_agencies_differ_from_one_another_in_their_shares():
    scenario = load_scenario("2022-08")
    rows = [published(scenario, portal.id).dossiers for portal in scenario.portals]
    shares = [round(row["dossiers_handled_online"] / row["dossiers_received"], 3) for row in rows if row]
    assert len(set(shares)) > 60


def test_a_ratio_that_cannot_be_reached_is_an_error_and_not_an_endless_search():
    with pytest.raises(ArithmeticError):
        settle([{"part": 0, "whole": 10}], part="part", whole="whole", ratio=2.0)
