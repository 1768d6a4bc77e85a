"""The rule reference names every rule with its law, and what holds on the legal day stands first."""

from pathlib import Path

from bs4 import BeautifulSoup

from tests.support.judged import rulebook
from tests.support.page_site import serving


def test_every_rule_has_a_place_with_law_thresholds_and_what_to_do(tmp_path: Path) -> None:
    with serving(tmp_path) as site:
        page = BeautifulSoup(site.get("/rules").text, "lxml")
    for booked in rulebook().rules:
        place = page.select_one(f"section[id='{booked.rule.id}']")
        assert place is not None
        said = " ".join(place.get_text(" ").split())
        assert " ".join(booked.text.what_to_do.vi.split()) in said
        assert all(str(terms.law) in said for terms in booked.terms if terms.law)
        assert all(name in said for terms in booked.terms for name in terms.thresholds)


def test_each_line_of_the_list_leads_to_its_rule(tmp_path: Path) -> None:
    with serving(tmp_path) as site:
        page = BeautifulSoup(site.get("/rules").text, "lxml")
    links = [str(link["href"]) for link in page.select("#rules tbody th a")]
    assert links == [f"#{booked.rule.id}" for booked in rulebook().rules]
