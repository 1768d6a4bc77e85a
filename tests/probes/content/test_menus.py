"""Entries of menus, and what only looks like one."""

import pytest

from probes.content.menus import find_entry, menu_is_scripted, read_badge, read_english, read_satisfaction, read_search
from probes.content.words import Phrases
from tests.support.content_pages import content_data, page_of

LEADERS = Phrases(["lãnh đạo tỉnh", "lãnh đạo"])


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        ('<a href="/a">Lãnh đạo tỉnh</a>', "https://tinh-mau.test/a"),
        ('<a href="/a">Ý kiến của lãnh đạo</a><a href="/b">Lãnh đạo tỉnh</a>', "https://tinh-mau.test/b"),
        (
            '<a href="/gioi-thieu/lanh-dao-tinh.html"><img src="x.png"></a>',
            "https://tinh-mau.test/gioi-thieu/lanh-dao-tinh.html",
        ),
        ('<a href="/a"><img src="x.png" alt="Lãnh đạo"></a>', "https://tinh-mau.test/a"),
        ('<a href="/a" title="Lãnh đạo tỉnh"></a>', "https://tinh-mau.test/a"),
        ('<noscript><a href="/a">Lãnh đạo tỉnh</a></noscript>', None),
        ('<a href="/a">Hoạt động nổi bật của lãnh đạo Chính phủ trong tuần</a>', None),
        ('<a href="/tin/lanh-dao-tinh-tham-va-tang-qua-hoc-sinh-ngheo">Xem</a>', None),
        ('<a href="mailto:lanhdao@tinh-mau.test">Thư</a>', None),
    ],
)
def test_an_entry_is_a_short_link_that_names_the_thing(markup: str, url: str | None) -> None:
    found = find_entry(page_of(markup), LEADERS)
    assert (found.url if found else None) == url


def test_an_entry_without_an_address_is_one_where_there_is_no_other() -> None:
    found = find_entry(page_of('<a href="javascript:mo()">Lãnh đạo</a>'), LEADERS)
    assert found is not None
    assert found.url is None


@pytest.mark.parametrize(
    ("markup", "scripted"),
    [
        ("<nav></nav>", True),
        ('<div id="main-menu"> </div>', True),
        (
            ('<div id="m-menu"></div><nav><a href="/1">A</a><a href="/2">B</a><a href="/3">C</a></nav>', False),
            False,
        ),
        ('<ul><li><a href="/1">A</a></li></ul>', False),
        ("<nav>Trang chủ | Tin tức</nav>", False),
    ],
)
def test_an_empty_menu_is_for_scripts_to_fill(markup: str, scripted: bool) -> None:
    assert menu_is_scripted(page_of(markup)) is scripted


@pytest.mark.parametrize(
    ("markup", "certainty"),
    [
        ('<input type="search">', "seen"),
        ('<form role="search"><input name="x"></form>', "seen"),
        ('<input name="ctl00$txtTimKiem">', "seen"),
        ('<input placeholder="Nhập từ khóa">', "seen"),
        ('<div class="box-tim-kiem"><input name="k1"></div>', "seen"),
        ('<a href="/tim-kiem">Nâng cao</a>', "seen"),
        ('<button class="search-icon"></button>', "hint"),
        ('<a href="#">Tìm kiếm</a>', "hint"),
        ('<input name="email">', "none"),
        ("<p>Công an tìm kiếm người mất tích</p>", "none"),
    ],
)
def test_search(markup: str, certainty: str) -> None:
    assert read_search(page_of(markup), content_data().menu).certainty == certainty


@pytest.mark.parametrize(
    ("markup", "certainty"),
    [
        ('<a href="/x">English</a>', "seen"),
        ('<a href="/en/"><img src="uk.png"></a>', "seen"),
        ('<a href="/?lang=en">EN</a>', "seen"),
        ('<a href="https://en.tinh-mau.test/"></a>', "seen"),
        ('<select><option value="en">Tiếng Anh</option></select>', "seen"),
        ('<a href="#">English</a>', "hint"),
        ('<a href="/tin">Cuộc thi hùng biện tiếng Anh</a>', "none"),
        ('<a href="/entry">Vào</a>', "none"),
    ],
)
def test_english(markup: str, certainty: str) -> None:
    assert read_english(page_of(markup), content_data().menu).certainty == certainty


@pytest.mark.parametrize(
    ("markup", "certainty"),
    [
        ("<form><label>Mức độ hài lòng</label></form>", "seen"),
        ('<a href="/dg">Đánh giá sự hài lòng</a>', "seen"),
        ("<h3>Bình chọn</h3>", "hint"),
        ("<p>Khảo sát cho thấy mức độ hài lòng của người dân tăng</p>", "hint"),
        ("<p>Trang chủ</p>", "none"),
    ],
)
def test_ratings(markup: str, certainty: str) -> None:
    assert read_satisfaction(page_of(markup), content_data().satisfaction).certainty == certainty


@pytest.mark.parametrize(
    ("markup", "certainty"),
    [
        ('<a href="https://tinnhiemmang.vn/danh-ba-tin-nhiem/x"></a>', "seen"),
        ('<img src="//tinnhiemmang.vn/handle_cert?id=x">', "seen"),
        ('<a href="https://tinnhiemmang.vn.khac.test/danh-ba-tin-nhiem/x"></a>', "none"),
        ('<a href="https://tinnhiemmang.vn/"></a>', "none"),
    ],
)
def test_the_badge_is_known_by_its_own_host(markup: str, certainty: str) -> None:
    assert read_badge(page_of(markup), content_data().badge).certainty == certainty
