"""Words however a portal types them."""

import unicodedata

import pytest

from probes.content.words import Phrases, slug, spelt


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("LỊCH SỬ, VĂN HOÁ", True),
        ("Lịch sử, văn hóa", True),
        (unicodedata.normalize("NFD", "Lịch sử, văn hóa"), True),
        ("LICH SU, VAN HOA", True),
        ("lịch  sử,\u00a0văn hóa của tỉnh", True),
        ("Lịch sự, văn hóa", False),
        ("Lịch sử, văn hóanh", False),
        ("", False),
    ],
)
def test_a_phrase_is_found_in_every_spelling_and_in_no_other_word(text: str, found: bool) -> None:
    assert (Phrases(["lịch sử, văn hóa"]).find(text) is not None) is found


def test_text_with_diacritics_is_matched_with_them() -> None:
    assert Phrases(["bản đồ"]).find("Cửa hàng bán đồ gỗ") is None
    assert Phrases(["bản đồ"]).find("Ban do hanh chinh") == "ban do"


def test_an_address_is_matched_by_phrases_of_two_syllables_at_least() -> None:
    words = Phrases(["bản đồ", "tìm"])
    assert words.find_in_address("https://tinh-mau.test/gioi-thieu/ban-do.html") == "ban do"
    assert words.find_in_address("https://tinh-mau.test/tim") is None


def test_no_word_is_found_in_anything() -> None:
    assert Phrases([]).find("Trang chủ") is None
    assert Phrases([]).count("Trang chủ") == 0


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://a.test/Gioi-Thieu/So_do.aspx?id=1", "gioi thieu so do aspx id 1"),
        ("https://a.test/gi%E1%BB%9Bi-thi%E1%BB%87u", "gioi thieu"),
        ("https://[broken", ""),
    ],
)
def test_the_words_of_an_address(url: str, words: str) -> None:
    assert slug(url) == words


def test_the_place_of_the_tone_does_not_matter() -> None:
    assert spelt("thuỷ toà khoẻ") == spelt("thủy tòa khỏe")
    assert spelt("toàn") == "toàn"
