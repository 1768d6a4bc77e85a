"""Links are searched by what they say, once for the links of an unchanged page."""

import pytest

from monitor.rules.links import link_naming
from tests.support.judged import links

MENU = links("Giới thiệu", "Nộp HỒ SƠ trực tuyến", "Đăng nhập")


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["nộp hồ sơ"], "Nộp HỒ SƠ trực tuyến"),
        (["đăng nhập", "giới thiệu"], "Giới thiệu"),
        (["thanh toán"], None),
        ([], None),
    ],
)
def test_the_first_link_that_holds_one_of_the_words(words: list[str], text: str | None) -> None:
    for _ in range(2):
        found = link_naming(MENU, words)
        assert (found.text if found else None) == text


def test_a_page_without_links_names_nothing() -> None:
    assert link_naming((), ["đăng nhập"]) is None
