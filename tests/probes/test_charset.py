"""Character sets: which one is believed, and the ways Vietnamese comes out wrong."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probes.charset import decode, text_problems
from probes.legacy_vietnamese import from_vni

TEXT = "Ủy ban nhân dân xã Hòa Bình tiếp nhận hồ sơ"


def windows_1258(text: str) -> bytes:
    """Windows code page 1258 keeps five of the tone marks apart from their vowel."""
    out = bytearray()
    for letter in unicodedata.normalize("NFC", text):
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            base, *marks = unicodedata.normalize("NFD", letter)
            shape = [mark for mark in marks if mark in "\u0302\u0306\u031b"]
            tone = [mark for mark in marks if mark not in shape]
            out += unicodedata.normalize("NFC", base + "".join(shape)).encode("cp1258")
            out += "".join(tone).encode("cp1258")
    return bytes(out)


@pytest.mark.parametrize(
    ("body", "content_type", "charset", "problems"),
    [
        (TEXT.encode(), "text/html; charset=utf-8", "utf-8", ()),
        (TEXT.encode(), "text/html;charset='UTF-8'", "utf-8", ()),
        (b"\xef\xbb\xbf" + TEXT.encode(), "text/html; charset=iso-8859-1", "utf-8", ()),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), None, "utf-16-le", ()),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), None, "utf-16-be", ()),
        (TEXT.encode("utf-16-le"), "text/html; charset=utf-16", "utf-16-le", ()),
        (TEXT.encode(), None, "utf-8", ("charset_missing",)),
        (TEXT.encode(), "text/html; charset=iso-8859-1", "utf-8", ("charset_disagreement",)),
        (TEXT.encode(), "text/html; charset=windows-1258", "utf-8", ("charset_disagreement",)),
        (windows_1258(TEXT), "text/html; charset=windows-1258", "windows-1258", ()),
        (windows_1258(TEXT), None, "windows-1258", ("charset_missing",)),
        (windows_1258(TEXT), "text/html; charset=utf-8", "windows-1258", ("charset_disagreement",)),
        (b'<meta charset="utf-8">' + TEXT.encode(), None, "utf-8", ()),
        (b'<meta charset="cp1252">' + TEXT.encode(), "text/html; charset=utf-8", "utf-8", ("charset_disagreement",)),
        (b'<meta http-equiv="content-type" content="text/html; charset=UTF-8">' + TEXT.encode(), None, "utf-8", ()),
        (b'<?xml version="1.0" encoding="UTF-8"?>' + TEXT.encode(), None, "utf-8", ()),
        (TEXT.encode() + b"\xc6", "text/html; charset=utf-8", "utf-8", ()),
    ],
)  # fmt: skip
def test_marks_come_before_bytes_and_bytes_before_declarations(
    body: bytes, content_type: str | None, charset: str, problems: tuple[str, ...]
) -> None:
    decoded = decode(body, content_type)
    assert decoded.charset == charset
    assert TEXT in decoded.text
    assert tuple(problem.partition(":")[0] for problem in decoded.problems) == problems


def test_single_broken_bytes_do_not_turn_utf8_into_something_else() -> None:
    decoded = decode((TEXT * 20).encode() + b"\xff" + TEXT.encode(), "text/html; charset=utf-8")
    assert decoded.charset == "utf-8"
    assert any(problem.startswith("invalid_utf8") for problem in decoded.problems)


@pytest.mark.parametrize(
    "label", ["rot13", "base64", "idna", "punycode", "unicode_escape", "utf-7", "zip", "\0", "no-such", ""]
)
def test_no_hostile_codec_is_ever_used(label: str) -> None:
    assert decode(b"+ADw-script+AD4- abc", f"text/html; charset={label}").charset == "utf-8"
    assert decode(b"\xe9t\xe9", f"text/html; charset={label}").charset == "windows-1258"


def test_text_comes_out_in_nfc_and_without_nul() -> None:
    assert decode(unicodedata.normalize("NFD", TEXT).encode() + b"\0", None).text == TEXT


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("KhÃ´ng tÃ¬m tháº¥y há»“ sÆ¡", "utf8_mojibake"),
        ("Há»“ sÆ¡ Ä‘Ã£ Ä‘Æ°á»£c", "utf8_mojibake"),
        ("Hå s¬ Lo¹i hå s¬:", "tcvn3"),
        ("Céng hoµ x· héi chñ nghÜa ViÖt Nam", "tcvn3"),
        ("Tiếp nhận. Danh s¸ch ®¬n vÞ, sè l­îng hå s¬ ®· tr¶", "tcvn3"),
        ("Hoà sô Nhaân Vieân", "vni"),
        ("Hoà sô löông thaùng naøy", "vni"),
        ("Ðến ngày 15/7", "eth_for_d"),
        ("ÐĂNG NHẬP", "eth_for_d"),
    ],
)
def test_a_wrong_reading_of_vietnamese_is_named(text: str, code: str) -> None:
    assert [problem.partition(":")[0] for problem in text_problems(text)] == [code]


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "Hoà thuê khoán toà án thuỷ sản quý hoá, oà ạ ố, ào ào",
        "«Quay lại» · ©2019 Bản quyền ® thuộc về tỉnh, m², 30°C, 5 µm, § 3",
        "Zoë, naïve café, Français, Ångström, Übung, señor, São Paulo",
        "Trang chủ » Tin tức » Chi tiết",
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ – ĐƠN VỊ TRỰC THUỘC",
        "plain english text with nothing in it",
        "",
    ],
)
def test_good_text_has_no_problem(text: str) -> None:
    assert text_problems(text) == ()


def test_vni_pairs_become_letters() -> None:
    assert [from_vni(word) for word in ("Nhaân", "thaùng", "löông", "ñoàng", "ngöôøi", "Vieät")] == [
        "nhân",
        "tháng",
        "lương",
        "đồng",
        "người",
        "việt",
    ]


@settings(max_examples=150, deadline=None)
@given(body=st.binary(max_size=300), content_type=st.one_of(st.none(), st.text(max_size=60)))
def test_any_bytes_under_any_declaration_are_decoded(body: bytes, content_type: str | None) -> None:
    decoded = decode(body, content_type)
    assert "\0" not in decoded.text
    assert isinstance(text_problems(decoded.text), tuple)


@settings(max_examples=100, deadline=None)
@given(text=st.text(alphabet="aeoushNghđơư¬¹®ùøÃáº»Ð ", max_size=200))
def test_any_text_can_be_doubted(text: str) -> None:
    assert len(text_problems(text)) <= 1
