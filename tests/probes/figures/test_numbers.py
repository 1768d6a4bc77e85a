"""Numbers as pages write them, at the edges of each form."""

import pytest

from probes.figures.figure import Qualifier
from probes.figures.numbers import PATTERN, Kind, missing, read_number
from probes.figures.words import squeeze


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("43.369", 43369),
        ("5.120.636", 5120636),
        ("7.448.251", 7448251),
        ("48,768", 48768),
        ("268763", 268763),
        ("1\u00a0234", 1234),
        ("12\u202f345", 12345),
        ("1.598", 1598),
        ("0", 0),
        ("01 triệu", 1_000_000),
        ("1,4 triệu", 1_400_000),
        ("1,5 nghìn tỷ", 1_500_000_000_000),
        ("10,18 ngàn", 10_180),
        ("12,5", None),
        ("12.34.567", None),
        ("0.123", None),
        ("97,3%", None),
        ("1,5 nghìn tỷ đồng", None),
    ],
)
def test_a_count_is_whole_and_grouped_by_threes(text: str, value: int | None) -> None:
    number = read_number(text)
    assert number is not None
    assert number.value(Kind.COUNT) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("97,3%", 0.973), ("94.48%", 0.9448), ("100,00%", 1.0), ("88.4%", 0.884), ("0 %", 0.0), ("101%", None)],
)
def test_a_share_is_between_nothing_and_the_whole_and_exact(text: str, value: float | None) -> None:
    number = read_number(text)
    assert number is not None
    assert number.percent
    assert number.value(Kind.SHARE) == value


@pytest.mark.parametrize(("text", "value"), [("19.05", 19.05), ("10", 10.0), ("15,64", 15.64), ("1.023", 1.023)])
def test_points_take_a_single_separator_as_decimal(text: str, value: float) -> None:
    number = read_number(text)
    assert number is not None
    assert number.value(Kind.POINT) == value


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("hơn 767.000", Qualifier.AT_LEAST),
        ("trên 90%", Qualifier.AT_LEAST),
        ("gần 431.000", Qualifier.AT_MOST),
        ("khoảng 350 triệu", Qualifier.ABOUT),
        ("1.000+", Qualifier.AT_LEAST),
        ("1.000", Qualifier.EXACT),
    ],
)
def test_hedging_words_are_kept(text: str, qualifier: Qualifier) -> None:
    number = read_number(text)
    assert number is not None
    assert number.qualifier is qualifier


@pytest.mark.parametrize("text", ["09/11", "152/200", "17/01/2017", "abc", "1.2.3.4", "12a", "", "v2.1"])
def test_what_is_no_number_is_none(text: str) -> None:
    number = read_number(text)
    assert number is None or number.value(Kind.COUNT) is None


@pytest.mark.parametrize("text", ["-", "", "—", "null", "N/A", "...", " "])
def test_a_missing_number_is_never_zero(text: str) -> None:
    assert missing(text)
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "raw"),
    [("Quá hạn: 12 Tỷ lệ đúng hạn: 98%", "12"), ("Đã tiếp nhận 12 ty le dung han 98%", "12"), ("12 Đồng Tháp", "12")],
)
def test_the_word_of_a_share_and_the_name_of_a_province_are_no_magnitude(text: str, raw: str) -> None:
    number = PATTERN.search(text)
    assert number is not None
    assert squeeze(number[0]) == raw
