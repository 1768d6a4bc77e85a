"""The catalogue that is shipped holds what its sources say."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from monitor.catalogue.reading import read_catalogue
from monitor.catalogue.records import AgencyKind, Catalogue, Lifecycle, PortalStatus
from monitor.catalogue.selection import agency, counts, in_force, looked_at, on, portals_of
from probes.contract import System

SHIPPED = Path(__file__).parents[3] / "config"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(SHIPPED)


@pytest.mark.parametrize(
    ("day", "numbers"),
    [
        ("2022-08-08", (18, 4, 8, 58, 5)),
        ("2024-12-31", (18, 4, 8, 58, 5)),
        ("2025-01-01", (18, 4, 8, 57, 6)),
        ("2025-02-28", (18, 4, 8, 57, 6)),
        ("2025-03-01", (14, 3, 5, 57, 6)),
        ("2025-06-30", (14, 3, 5, 57, 6)),
        ("2025-07-01", (14, 3, 5, 28, 6)),
        ("2026-04-29", (14, 3, 5, 28, 6)),
        ("2026-04-30", (14, 3, 5, 27, 7)),
        ("2026-11-22", (14, 3, 5, 27, 7)),
    ],
)
def test_every_day_has_its_number_of_agencies(catalogue: Catalogue, day: str, numbers: tuple[int, ...]) -> None:
    assert tuple(counts(on(catalogue, date.fromisoformat(day))).values()) == numbers


def test_there_are_124_agencies_and_304_portals(catalogue: Catalogue) -> None:
    assert (len(catalogue.agencies), len(catalogue.portals)) == (124, 304)
    systems = Counter(portal.system for portal in catalogue.portals)
    assert systems == {
        System.PORTAL: 125,
        System.PUBLIC_SERVICE: 87,
        System.ONE_STOP: 59,
        System.NATIONAL_PLATFORM: 33,
    }


def test_what_follows_only_a_naming_pattern_is_a_guess_and_nothing_is_confirmed(catalogue: Catalogue) -> None:
    assert Counter(portal.status for portal in catalogue.portals) == {
        PortalStatus.GUESS: 44,
        PortalStatus.PROPOSED: 260,
    }
    for portal in catalogue.portals:
        assert (portal.status is PortalStatus.GUESS) == (portal.confidence == "by naming pattern"), portal.id


def test_guesses_are_not_looked_at(catalogue: Catalogue) -> None:
    assert len(looked_at(catalogue)) == 260


def test_every_agency_has_a_portal_and_names(catalogue: Catalogue) -> None:
    for body in catalogue.agencies:
        assert portals_of(catalogue, body.id), body.id
        assert body.name_vi != body.name_en


def test_an_agency_that_ended_has_successors_in_force_on_the_next_day(catalogue: Catalogue) -> None:
    for body in catalogue.agencies:
        assert bool(body.valid_to) == bool(body.successor_ids), body.id
        for name in body.successor_ids:
            successor = agency(catalogue, name)
            assert body.valid_to
            assert successor
            assert in_force(successor, body.valid_to + timedelta(days=1)), name


def test_no_day_has_two_provinces_of_one_name(catalogue: Catalogue) -> None:
    for day in (date(2022, 8, 8), date(2025, 6, 30), date(2025, 7, 1), date(2026, 11, 22)):
        bodies = [body for body in on(catalogue, day).agencies if body.kind.level == "provinces"]
        names = [body.name_en.rsplit(" ", 1)[0] for body in bodies]
        assert len(set(names)) == len(names)
        assert len({body.gso_code for body in bodies}) == len(bodies)


def test_a_portal_is_watched_on_the_days_of_its_agency(catalogue: Catalogue) -> None:
    for portal in catalogue.portals:
        body = agency(catalogue, portal.agency_id)
        assert body
        assert (portal.valid_from, portal.valid_to) == (body.valid_from, body.valid_to)


def test_one_stop_systems_are_back_ends_and_portals_are_front_ends(catalogue: Catalogue) -> None:
    for portal in catalogue.portals:
        if portal.system is System.ONE_STOP:
            assert portal.lifecycle is Lifecycle.BACK_END
        if portal.system is System.PORTAL:
            assert portal.lifecycle is Lifecycle.FRONT_END


def test_public_service_portals_are_front_ends_only_where_the_agency_ended_before_they_were_closed(
    catalogue: Catalogue,
) -> None:
    closed = date(2025, 7, 1)
    for portal in catalogue.portals:
        if portal.system is System.PUBLIC_SERVICE:
            ended_before = portal.valid_to is not None and portal.valid_to < closed
            assert (portal.lifecycle is Lifecycle.FRONT_END) == ended_before, portal.id


def test_provinces_and_cities_follow_one_another_without_a_gap(catalogue: Catalogue) -> None:
    """Đồng Nai: province of the 63, province of the 34, city; Huế: province, city."""
    for chain in (("p63-75-dong-nai", "p34-75-dong-nai", "p34-75-tp-dong-nai"), ("p63-46-thua-thien-hue", "p-46-hue")):
        for before, after in pairwise(chain):
            old, new = agency(catalogue, before), agency(catalogue, after)
            assert old
            assert old.valid_to
            assert new
            assert new.valid_from == old.valid_to + timedelta(days=1)


def test_five_kinds_of_agencies_are_known() -> None:
    assert [kind.value for kind in AgencyKind] == [
        "ministry",
        "ministerial_agency",
        "government_agency",
        "province",
        "city",
    ]
