"""Kept pages become plain text, whatever they are, and never at a price."""

import pytest

from monitor.web.pages.page_text import page_text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>Một</p><p>Hai   ba</p>".encode(), "Một\nHai ba"),
        (b"<script>alert(1)</script><style>p{}</style><noscript>n</noscript>", ""),
        (b"", ""),
        (b"plain", "plain"),
        (b'<?xml version="1.0"?><rss><title>Tin</title></rss>', "Tin"),
        (b"https://mau.test/", "https://mau.test/"),
    ],
)
def test_the_text_without_markup(body: bytes, text: str) -> None:
    assert page_text(body) == text


def test_too_much_markup_is_left_alone() -> None:
    assert page_text(b"<p>" * 200_000) is None


def test_deep_markup_is_read_or_left_alone() -> None:
    text = page_text(b"<div>" * 9_000 + b"x")
    assert text is None or "x" in text or text == ""


def test_a_long_text_is_cut_off() -> None:
    text = page_text(b"a" * 100_000)
    assert text is not None
    assert len(text) <= 6_001


def test_noise_is_no_error() -> None:
    assert len(page_text(bytes(range(256)) * 80) or "") <= 6_001
