"""Injected gambling and spam: what is a sign, and what is news, a neighbour's link or an accident."""

import pytest

from probes.content.injected import MOST_SUSPICIONS, read_injected
from tests.support.content_pages import HOME, content_data, page_of


def kinds(markup: str) -> list[str]:
    return [item.kind for item in read_injected(page_of(markup), content_data().injected, home=HOME)]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<a href="https://x.test/">nhà cái</a>', ["foreign_link"]),
        ('<a href="https://x.test/">NHÀ CÁI UY TÍN</a>', ["foreign_link"]),
        ('<a href="https://x.test/">nha cai</a>', ["foreign_link"]),
        ('<a href="https://keo-nha-cai.test/">Báo mới</a>', ["foreign_link"]),
        (
            '<p style="display: none"><a href="https://x.test/">Trang tài xỉu online số một cho mọi người chơi</a></p>',
            ["hidden_link"],
        ),
        ('<p style="text-indent:-9999px"><a href="https://x.test/">tài xỉu</a></p>', ["hidden_link"]),
        ('<a href="/tai-xiu">tài xỉu</a>', []),
        ('<a href="https://so-mau.tinh-mau.test/x">tài xỉu</a>', []),
        ('<a href="https://bo-mau.gov.vn/x">cá cược</a>', []),
        ('<a href="https://x.test/">Đề xuất cho người Việt vào casino ở các khu kinh tế</a>', []),
        ('<li>Cảnh báo: <a href="https://x.test/">cá độ</a></li>', []),
        ('<a href="https://x.test/">Triệt phá ổ cá độ</a>', []),
        ('<p style="left:-20px"><a href="https://x.test/">Báo mới</a></p>', []),
        ("<p>tài xỉu, nổ hũ, soi kèo, lô đề, xóc đĩa, cá cược</p>", []),
        ('<p style="display:none">tài xỉu, nổ hũ, soi kèo, lô đề, xóc đĩa, cá cược</p>', ["hidden_text"]),
        ('<p style="display:none">tài xỉu, nổ hũ, soi kèo, lô đề</p>', []),
        ('<p style="display:none">Toà xét xử: tài xỉu, nổ hũ, soi kèo, lô đề, xóc đĩa</p>', []),
        ('<a href="https://x.test/">đánh bóng nhà cái bếp</a>', []),
    ],
)
def test_signs_and_what_only_resembles_them(markup: str, expected: list[str]) -> None:
    assert kinds(markup) == expected


def test_a_flood_of_links_is_told_in_bounds() -> None:
    flood = "".join(f'<a href="https://x{number}.test/">nhà cái</a>' for number in range(300))
    assert len(kinds(flood)) == MOST_SUSPICIONS


def test_the_same_link_twice_is_one_place() -> None:
    assert kinds('<a href="https://x.test/">nhà cái</a>' * 2) == ["foreign_link"]
