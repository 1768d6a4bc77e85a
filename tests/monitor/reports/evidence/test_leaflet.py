"""Whatever stands in a leaflet is text: in HTML, and in Markdown as viewers show it."""

import pytest
from bs4 import BeautifulSoup

from monitor.reports.evidence.leaflet import Link, Section, as_html, as_markdown
from tests.support.hostile_texts import HOSTILE_TEXTS

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "a | b",
    "[x](javascript:alert(1))",
    "![x](https://a.test/pixel.gif)",
    "`code` **bold** # head",
    "\x1b[31mred\x07",
    "\u202egnp.exe",
    "line\nbreak",
    "&lt;script&gt;",
    "https://a.test/ www.a.test a@b.test",
    *HOSTILE_TEXTS,
]


def tags(html: str) -> list[str]:
    return [tag.name for tag in BeautifulSoup(html, "lxml")(True)]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    section = Section(heading=text, head=("one", "two"), rows=[(text, Link(text=text, file="a.json"))], remark=text)
    html, markdown = as_html(text, [section]), as_markdown(text, [section])
    plain = Section(heading="x", head=("one", "two"), rows=[("x", Link(text="x", file="a.json"))], remark="x")
    usual = as_html("x", [plain])
    assert tags(html) == tags(usual)
    assert "<img" not in html + markdown
    assert "<script" not in html + markdown
    assert not set("\x1b\x07\u202e") & set(html + markdown)
    rows = [line for line in markdown.splitlines() if line.startswith("|")]
    assert [len(row.replace(r"\|", "").split("|")) for row in rows] == [4, 4, 4]


def test_in_markdown_nothing_but_our_own_links_leads_anywhere() -> None:
    markdown = as_markdown("x", [Section(heading="h", rows=[(text, "") for text in HOSTILE])])
    assert "](" not in markdown
    assert "s://" not in markdown
    assert "www.a" not in markdown


def test_a_link_leads_to_a_file_of_the_archive() -> None:
    section = Section(heading="h", rows=[("x", Link(text="a <b>", file="rounds/a.json"))])
    assert '<a href="rounds/a.json">a &lt;b&gt;</a>' in as_html("t", [section])
    assert "[a &lt;b&gt;](rounds/a.json)" in as_markdown("t", [section])


def test_a_text_of_any_length_makes_a_cell_that_can_be_read() -> None:
    assert len(as_html("t", [Section(heading="h", rows=[("x", "a" * 1_000_000)])])) < 3000
