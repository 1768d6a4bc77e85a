"""What a page says itself is told apart from what stands on every page of its site."""

import pytest
from lxml import etree

from probes.page_kinds.furniture import own_text

MENU = "".join(f"<li><a href=/{n}>Mục {n}</a></li>" for n in range(6))
SAID = "<p>Không tìm thấy trang.</p>"


def own(body: str) -> str | None:
    return own_text(etree.fromstring(f"<html><body>{body}</body></html>", etree.HTMLParser()))


@pytest.mark.parametrize(
    "around",
    [
        f"<nav>{MENU} Xin chào</nav>",
        "<header>Cổng tỉnh</header>",
        "<footer>Điện thoại</footer>",
        "<div role=navigation>Danh mục</div>",
        "<div id=mainMenu>Danh mục</div>",
        "<div class='top nav-bar nav'>Danh mục</div>",
        "<table class=tblFooter><tr><td>Điện thoại</table>",
        f"<ul>{MENU}</ul>",
        "<p><a href=/a>Sơ đồ</a> | <a href=/b>Góp ý</a> | <a href=/c>Liên hệ</a></p>",
        "<script>var a = 'x';</script>",
        "<div style='display: none'>ẩn</div>",
    ],
)
def test_menus_heads_and_feet_are_left_out(around: str) -> None:
    assert own(around + SAID) == own(SAID + around) == "Không tìm thấy trang."


@pytest.mark.parametrize(
    "around",
    [
        "<div class=canvas>Tin</div>",
        "<p><a href=/a>Tin</a></p>",
        "<ul><li><a href=/a>Mục</a><li><a href=/b>Mục</a> mới<li><a href=/c>Mục</a></ul>",
        "<ul>" + "<li><a href=/t>Khai mạc hội nghị tổng kết công tác cải cách hành chính của tỉnh</a>" * 3 + "</ul>",
    ],
)
def test_words_beside_links_single_links_and_headlines_are_its_own(around: str) -> None:
    assert own(around + SAID) not in (None, "Không tìm thấy trang.")


def test_what_names_the_whole_page_takes_nothing_from_it() -> None:
    assert own(f"<form class='has-header'>{SAID}</form>") == "Không tìm thấy trang."


@pytest.mark.parametrize("shown", ["<img src=a>" * 4, "<iframe src=a></iframe>", "<div><video></video></div>"])
def test_where_more_than_text_is_shown_nothing_is_said(shown: str) -> None:
    assert own(shown + SAID) is None
    assert own(f"<img src=a>{SAID}") == "Không tìm thấy trang."


@pytest.mark.parametrize("depth", [1, 60, 230])
def test_a_page_that_is_nothing_but_links_says_nothing(depth: int) -> None:
    body = ("<div>" * depth + "<a href=/a>Mục</a>" * (depth * 3) + "</div>" * depth) * (60_000 // (depth * 8))
    assert own(body) == ""
