"""LIFE-01: retired means leading on, not being gone."""

from datetime import date

import pytest

from monitor.catalogue.records import AgencyKind, Lifecycle
from probes.answer import PageKind
from probes.contract import System
from probes.failures import FailureKind, State
from tests.support.judged import Look, failing, landing_page, links

CITY = "p63-79-ho-chi-minh"


def look(**changes: object) -> Look:
    values: dict[str, object] = {"system": System.PUBLIC_SERVICE, "lifecycle": Lifecycle.RETIRED}
    return Look(**(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "confirmed", "outcome"),
    [
        (State.RETIRED, True, "pass"),
        (State.DOWN, True, "fail"),
        (State.DOWN, False, "unknown"),
        (State.BLOCKED, True, "unknown"),
        (State.MAINTENANCE, True, "unknown"),
        (State.UNKNOWN, True, "unknown"),
        (State.UP, True, "unknown"),
    ],
)
def test_leading_on_passes_and_being_gone_fails(state: State, confirmed: bool, outcome: str) -> None:
    assert look(state=state, confirmed=confirmed).verdict("LIFE-01").outcome == outcome


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"links": links("Nộp hồ sơ")}, "warn"),
        ({"links": links("Nộp hồ sơ"), "national_portal_link": None}, "warn"),
        ({"kind": PageKind.LOGIN}, "warn"),
        ({"national_portal_link": None}, "warn"),
        ({"kind": PageKind.SCRIPT_SHELL}, "unknown"),
        ({}, "pass"),
    ],
)
def test_a_portal_that_still_answers_is_reported_by_what_it_offers(changes: dict[str, object], outcome: str) -> None:
    facts = {"landing_page": landing_page(**changes)}
    assert look(facts=facts).verdict("LIFE-01").outcome == outcome


@pytest.mark.parametrize(
    ("day", "kind", "agency", "applies"),
    [
        ("2025-05-31", AgencyKind.CITY, CITY, False),
        ("2025-06-01", AgencyKind.CITY, CITY, True),
        ("2025-06-01", AgencyKind.CITY, "x-vinh-mau", False),
        ("2025-06-30", AgencyKind.PROVINCE, "x-vinh-mau", False),
        ("2025-07-01", AgencyKind.PROVINCE, "x-vinh-mau", True),
        ("2025-07-01", AgencyKind.CITY, CITY, True),
        ("2026-02-28", AgencyKind.MINISTRY, "x-bo-mau", False),
        ("2026-03-01", AgencyKind.MINISTRY, "x-bo-mau", True),
        ("2026-03-01", AgencyKind.GOVERNMENT_AGENCY, "x-bo-mau", True),
    ],
)
def test_its_days_differ_by_level_and_for_one_city(day: str, kind: AgencyKind, agency: str, applies: bool) -> None:
    verdict = look(law_day=date.fromisoformat(day), kind=kind, agency_id=agency, state=State.RETIRED).verdict("LIFE-01")
    assert verdict.outcome == ("pass" if applies else "not_applicable")


def test_a_system_that_the_catalogue_keeps_open_is_not_told_to_close() -> None:
    changes = {"lifecycle": Lifecycle.FRONT_END, "facts": {"landing_page": landing_page()}}
    assert look(**changes).verdict("LIFE-01").outcome == "not_applicable"


@pytest.mark.parametrize("kind", [FailureKind.DNS_FAILURE, FailureKind.NOT_FOUND, FailureKind.WRONG_CONTENT])
def test_gone_is_below_our_threshold_and_says_how(kind: FailureKind) -> None:
    verdict = look(state=State.DOWN, failures=failing(kind)).verdict("LIFE-01")
    assert verdict.evidence["failure"] == kind.value
    assert verdict.reason.startswith("Dưới ngưỡng theo dõi: ")
