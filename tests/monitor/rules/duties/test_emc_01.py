"""EMC-01: the tag, and the days from which it was owed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from monitor.catalogue.records import Lifecycle
from monitor.rules.contract import Basis, Severity
from probes.answer import PageKind
from probes.contract import System
from probes.facts import EmcTag
from probes.failures import FailureKind, State
from tests.support.judged import GOOD_TAG, MENU, Look, failing, landing_page, links

NO_TAG = EmcTag(seen=False, site_id=None, insecure=False, parts=(), note="")


def look(tag: EmcTag = NO_TAG, day: str = "2025-04-05", launched: date | None = None, **changes: object) -> Look:
    facts = {"landing_page": landing_page(emc=tag)}
    return Look(facts=facts, law_day=date.fromisoformat(day), launched=launched, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "launched", "outcome"),
    [
        ("2022-08-08", None, "not_applicable"),
        ("2024-04-04", None, "not_applicable"),
        ("2024-04-05", None, "not_applicable"),
        ("2025-04-04", None, "not_applicable"),
        ("2025-04-05", None, "fail"),
        ("2024-04-05", date(2024, 4, 4), "not_applicable"),
        ("2024-04-05", date(2024, 4, 5), "fail"),
        ("2024-12-31", date(2024, 6, 1), "fail"),
        ("2025-04-04", date(2024, 4, 4), "not_applicable"),
        ("2026-06-30", None, "fail"),
        ("2026-06-30", date(2025, 7, 1), "fail"),
        ("2026-07-01", None, "fail"),
    ],
)
def test_it_is_owed_from_the_day_that_the_law_gave_the_site(day: str, launched: date | None, outcome: str) -> None:
    assert look(day=day, launched=launched).verdict("EMC-01").outcome == outcome


def test_a_legal_body_founded_by_a_merger_is_no_newly_launched_site() -> None:
    merged = date(2025, 3, 1)
    assert look(day="2025-03-10", launched=merged, founded=merged).verdict("EMC-01").outcome == "not_applicable"
    assert look(day="2025-03-10", launched=merged).verdict("EMC-01").outcome == "fail"


@pytest.mark.parametrize(
    ("day", "severity", "basis", "weight"),
    [
        ("2025-04-05", Severity.MAJOR, Basis.CRITERION, 3),
        ("2026-06-30", Severity.MAJOR, Basis.CRITERION, 3),
        ("2026-07-01", Severity.ADVISORY, Basis.PRODUCT, 0),
    ],
)
def test_it_is_advisory_once_the_successor_platform_is_asked_for(
    day: str, severity: Severity, basis: Basis, weight: float
) -> None:
    verdict = look(day=day).verdict("EMC-01")
    assert (verdict.severity, verdict.basis, verdict.weight) == (severity, basis, weight)


def test_before_that_day_the_reason_names_it() -> None:
    assert look(day="2024-05-01").verdict("EMC-01").reason == "Không áp dụng: có hiệu lực từ 05/04/2025"


@pytest.mark.parametrize(
    ("tag", "outcome"),
    [
        (GOOD_TAG, "pass"),
        (replace(GOOD_TAG, insecure=True), "warn"),
        (replace(GOOD_TAG, site_id=None), "unknown"),
        (replace(GOOD_TAG, seen=None), "unknown"),
        (replace(GOOD_TAG, seen=None, parts=()), "unknown"),
        (replace(GOOD_TAG, seen=False, parts=("queue",)), "warn"),
        (NO_TAG, "fail"),
    ],
)
def test_only_a_readable_page_with_nothing_of_the_tag_fails(tag: EmcTag, outcome: str) -> None:
    assert look(tag).verdict("EMC-01").outcome == outcome


@pytest.mark.parametrize(
    ("links", "text_length", "outcome"),
    [
        (2, None, "unknown"),
        (2, 599, "unknown"),
        (2, 600, "fail"),
        (7, 40, "unknown"),
        (8, 40, "fail"),
    ],
)
def test_a_splash_page_settles_nothing_a_page_of_much_text_does(
    links: int, text_length: int | None, outcome: str
) -> None:
    page = landing_page(emc=NO_TAG)
    few = replace(page, links=page.links[:1] * links, text_length=text_length)
    judged = Look(facts={"landing_page": few}, law_day=date(2025, 4, 5))
    assert judged.verdict("EMC-01").outcome == outcome


@pytest.mark.parametrize(
    "changes",
    [
        {"system": System.ONE_STOP},
        {"system": System.NATIONAL_PLATFORM},
        {"system": System.PUBLIC_SERVICE, "lifecycle": Lifecycle.RETIRED},
        {"system": System.PUBLIC_SERVICE, "state": State.RETIRED},
    ],
)
def test_it_asks_nothing_of_systems_without_pages_for_people(changes: dict[str, object]) -> None:
    assert look(**changes).verdict("EMC-01").outcome == "not_applicable"  # type: ignore[arg-type]


def test_a_page_kept_by_a_firewall_is_unknown_even_with_facts_of_it() -> None:
    verdict = look(failures=failing(FailureKind.BLOCKED, "landing_page"), state=State.BLOCKED).verdict("EMC-01")
    assert (verdict.outcome, verdict.reason) == ("unknown", "Chưa xác định: từ chối hệ thống giám sát")


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, "fail"),
        ({"links": links("Tiếng Việt", "English")}, "unknown"),
        ({"links": ()}, "unknown"),
        ({"links": MENU[:7]}, "unknown"),
        ({"kind": PageKind.REDIRECT_SHELL}, "unknown"),
        ({"links": (), "emc": replace(NO_TAG, parts=("queue",))}, "warn"),
        ({"links": (), "emc": GOOD_TAG}, "pass"),
    ],
)
def test_a_page_without_content_of_its_own_is_not_accused(changes: dict[str, Any], outcome: str) -> None:
    facts = {"landing_page": landing_page(**({"emc": NO_TAG} | changes))}
    assert Look(facts=facts, law_day=date(2026, 6, 30)).verdict("EMC-01").outcome == outcome
