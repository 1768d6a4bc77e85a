"""INFO-02: the way to the national portal."""

from datetime import date

import pytest

from probes.answer import PageKind
from probes.contract import System
from tests.support.judged import MENU, Look, landing_page, links


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, "pass"),
        ({"national_portal_link": None}, "fail"),
        ({"national_portal_link": None, "links": ()}, "unknown"),
        ({"national_portal_link": None, "kind": PageKind.SCRIPT_SHELL}, "unknown"),
        ({"national_portal_link": None, "links": links("Tin tức", "Thủ tục hành chính")}, "warn"),
        ({"national_portal_link": None, "links": links("Tiếng Việt", "English")}, "unknown"),
        ({"national_portal_link": None, "links": links("Vào trang chủ")}, "unknown"),
        ({"national_portal_link": None, "links": MENU[:7]}, "unknown"),
        ({"national_portal_link": None, "links": MENU, "kind": PageKind.REDIRECT_SHELL}, "unknown"),
        ({"national_portal_link": None, "links": links("DỊCH VỤ CÔNG trực tuyến")}, "warn"),
    ],
)
def test_by_the_links_of_the_first_page(changes: dict[str, object], outcome: str) -> None:
    assert Look(facts={"landing_page": landing_page(**changes)}).verdict("INFO-02").outcome == outcome


@pytest.mark.parametrize(("day", "outcome"), [("2026-06-30", "not_applicable"), ("2026-07-01", "fail")])
def test_it_holds_from_the_first_of_july_2026(day: str, outcome: str) -> None:
    facts = {"landing_page": landing_page(national_portal_link=None)}
    assert Look(facts=facts, law_day=date.fromisoformat(day)).verdict("INFO-02").outcome == outcome


def test_it_is_asked_of_portals_only() -> None:
    verdict = Look(system=System.PUBLIC_SERVICE).verdict("INFO-02")
    assert (verdict.outcome, verdict.reason) == (
        "not_applicable",
        "Không áp dụng: không dành cho loại hệ thống hoặc cơ quan này",
    )
