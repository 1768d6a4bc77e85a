"""Site maps: for people by a link, for search engines where robots.txt says or at the usual place."""

import pytest

from probes.content.facts import SiteMap
from probes.contract import System, Target
from probes.site_map import prepare
from tests.support.content_pages import HOME, ROOT
from tests.support.portal_session import DAY, PortalSession, at, page

XML = '<?xml version="1.0"?><urlset><url><loc>https://tinh-mau.test/</loc></url></urlset>'
TYPES = {at("/robots.txt"): "text/plain", at("/sitemap.xml"): "application/xml", at("/map.xml"): "application/xml"}


def looked(pages: dict[str, str | int], system: System = System.PORTAL) -> tuple[SiteMap, list[str]]:
    session = PortalSession(pages=pages, content_types=TYPES)
    look = prepare(ROOT / "config")(Target(url=HOME, system=system, law_day=DAY), session, {})
    assert look.facts is not None
    return look.facts, session.asked


def test_the_usual_place() -> None:
    facts, asked = looked({HOME: page('<a href="/so-do">Sơ đồ cổng</a>'), at("/sitemap.xml"): XML})
    assert (facts.human.url, facts.xml, facts.urls) == (at("/so-do"), "seen", 1)
    assert len(asked) == 3


def test_where_robots_say() -> None:
    robots = f"Sitemap: {at('/map.xml')}\nSitemap: https://khac.test/map.xml"
    facts, asked = looked({HOME: page(""), at("/robots.txt"): robots, at("/map.xml"): XML})
    assert (facts.xml, facts.xml_url) == ("seen", at("/map.xml"))
    assert not [url for url in asked if "khac.test" in url]


@pytest.mark.parametrize(("answer", "xml"), [(404, "absent"), (403, "unknown"), (500, "unknown"), (0, "unknown")])
def test_only_a_clear_no_is_one(answer: int, xml: str) -> None:
    assert looked({HOME: page(""), at("/sitemap.xml"): answer})[0].xml == xml


def test_the_first_page_given_for_every_address_is_no_map() -> None:
    assert looked({HOME: page(""), at("/sitemap.xml"): page("")})[0].xml == "absent"


def test_other_systems_are_not_asked_at_all() -> None:
    assert looked({HOME: page("")}, System.PUBLIC_SERVICE) == (SiteMap(asked=False), [])


def test_a_page_that_shows_nothing_is_asked_for_no_map() -> None:
    shell = '<html><head><script src="/m.js"></script></head><body><div id="root"></div></body></html>'
    facts, asked = looked({HOME: shell})
    assert (facts.kind, asked) == ("script_shell", [HOME])
