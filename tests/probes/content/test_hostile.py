"""Everything that portals send is hostile: readers give facts for any bytes, and do not take long about it."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from probes.content.item_dates import days_in, days_of_feed, short_day
from probes.content.outline import read_outline
from probes.content.page import Page
from probes.content.words import Phrases, slug
from probes.content.xml_maps import named_in_robots, urls_in_map
from probes.page_content import read
from tests.support.content_pages import HOME, answered, content_data

DAY = date(2026, 11, 22)
TAGS = st.sampled_from(
    """<a href='/x'>|</a>|<nav>|</nav>|<footer>|<div style='left:-9999px'>|</div>|<marquee>|<time>|<li>|<img>|<input>
<label>|<form>|<base href='//['>|<title>|<a href='http://['>|<option>|tài xỉu|20/11/2026|Giới thiệu|Sơ đồ cổng
99/99/9999|999 ngày trước|\x00|\ud7ff|<!--|&#x0;""".replace("\n", "|").split("|")
)
MARKUP = st.lists(st.one_of(TAGS, st.text(max_size=12)), max_size=60).map("".join)


@settings(max_examples=120, deadline=None)
@given(MARKUP)
def test_any_markup_is_read(markup: str) -> None:
    answer = answered(f"<html><body>{markup}".encode("utf-8", "replace"))
    read(answer, content_data(), home=HOME, day=DAY)
    if answer.document is not None:
        read_outline(Page(answer.document), content_data(), content_data().sections)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read(body: bytes) -> None:
    read(answered(body), content_data(), home=HOME, day=DAY)
    urls_in_map(body)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_looked_through(text: str) -> None:
    assert all(found <= DAY for found in days_in(text, day=DAY))
    short_day(text, day=DAY)
    days_of_feed(f"<item><pubDate>{text}</pubDate>", day=DAY)
    named_in_robots(text)
    slug(text)
    Phrases(["tin tức"]).find(text)


def test_a_date_before_the_calendar_begins_is_none() -> None:
    assert list(days_in("999 tuần trước", day=date(2, 1, 1))) == []
