"""The first page's content, look after look; a feed is asked for where the page shows nothing recent."""

from datetime import date

import pytest

from probes.content.facts import PageContent
from probes.contract import Look, Memory, System, Target
from probes.page_content import prepare
from tests.support.content_pages import HOME, ROOT
from tests.support.portal_session import DAY, PortalSession, at, page

FEED = "<rss><channel><item><pubDate>Fri, 20 Nov 2026 08:00:00 +0700</pubDate></item></channel></rss>"
OLD = '<ul><li><a href="/t/1">Khánh thành cầu nối hai bờ sông</a> 01/10/2026</li></ul>'
LINK = '<link rel="alternate" type="application/rss+xml" href="/rss">'


def looked(
    pages: dict[str, str | int],
    *,
    memory: Memory | None = None,
    day: date = DAY,
    system: System = System.PORTAL,
) -> tuple[Look[PageContent], PortalSession]:
    session = PortalSession(pages=pages, content_types={at("/rss"): "application/rss+xml"})
    return prepare(ROOT / "config")(Target(url=HOME, system=system, law_day=day), session, memory or {}), session


def test_a_feed_tells_of_newer_items_than_the_page() -> None:
    look, session = looked({HOME: page(LINK + OLD), at("/rss"): FEED})
    assert look.facts is not None
    assert (look.facts.news.newest, look.facts.news.source) == (date(2026, 11, 20), "feed")
    assert session.asked == [HOME, at("/rss")]


@pytest.mark.parametrize("feed", [404, 0, "<html><body>Trang chủ</body></html>", "<rss></rss>"])
def test_a_feed_that_is_none_changes_nothing(feed: str | int) -> None:
    look, _ = looked({HOME: page(LINK + OLD), at("/rss"): feed})
    assert look.facts is not None
    assert (look.facts.news.newest, look.facts.news.source) == (date(2026, 10, 1), "page")


def test_a_fresh_page_and_other_systems_are_asked_for_no_feed() -> None:
    fresh = page(LINK + OLD.replace("01/10", "20/11"))
    assert looked({HOME: fresh, at("/rss"): FEED})[1].asked == [HOME]
    assert looked({HOME: page(LINK + OLD)}, system=System.PUBLIC_SERVICE)[1].asked == [HOME]


def test_a_failed_page_is_a_failure_and_what_was_remembered_stays() -> None:
    look, _ = looked({HOME: 0}, memory={"x": 1})
    assert (look.facts, look.remember) == (None, {"x": 1})
    assert look.failure is not None


def test_the_same_page_on_the_same_day_is_not_read_again() -> None:
    first, _ = looked({HOME: page(OLD)})
    kept = {**first.remember, "facts": {**first.remember["facts"], "links": 777}}
    again, _ = looked({HOME: page(OLD)}, memory=kept)
    changed, _ = looked({HOME: page(OLD + " ")}, memory=kept)
    next_day, _ = looked({HOME: page(OLD)}, memory=kept, day=date(2026, 11, 23))
    seen = [look.facts.links if look.facts else None for look in (again, changed, next_day)]
    assert (seen[0], 777 in seen[1:]) == (777, False)


def test_memory_that_does_not_fit_is_read_anew() -> None:
    first, _ = looked({HOME: page(OLD)})
    again, _ = looked({HOME: page(OLD)}, memory={**first.remember, "facts": {"kind": "no such kind"}})
    assert again.facts == first.facts


def test_an_image_of_what_stands_in_the_header_and_the_page() -> None:
    look, _ = looked({HOME: page('<meta charset="windows-1258">')})
    assert look.facts is not None
    assert (look.facts.encoding.header, look.facts.encoding.meta) == ("utf-8", "windows-1258")
