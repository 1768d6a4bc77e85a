"""A URL is read as browsers read it, or refused in words; nothing else is raised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.transport.places import NoPlaceError, UnvisitedError, joined, place_of


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("https://A.Gov.VN", "https://a.gov.vn/"),
        ("https://a.gov.vn:443/b", "https://a.gov.vn/b"),
        ("http://a.gov.vn:443/b", "http://a.gov.vn:443/b"),
        ("  https://a.gov.vn/b\n", "https://a.gov.vn/b"),
        ("https://a.gov.vn./", "https://a.gov.vn/"),
        ("https://a_b.gov.vn/", "https://a_b.gov.vn/"),
        ("https://a.gov.vn/trang chủ", "https://a.gov.vn/trang%20ch%E1%BB%A7"),
        ("https://a.gov.vn/%20a%2Fb", "https://a.gov.vn/%20a%2Fb"),
        ("https://a.gov.vn/?q=a b&c=[d]#e", "https://a.gov.vn/?q=a%20b&c=[d]"),
        ("https://tỉnh.vn/", "https://xn--tnh-vma.vn/"),
        ("http://[2400:CB00::1]:8080/", "http://[2400:cb00::1]:8080/"),
        ("https://a.gov.vn/a\tb", "https://a.gov.vn/ab"),
    ],
)
def test_a_url_is_put_in_one_form(url, read) -> None:
    if "xn--" in read:
        read = f"https://{'tỉnh.vn'.encode('idna').decode()}/"
    assert place_of(url).url == read


@given(st.text(max_size=80))
def test_any_text_is_a_place_or_none(text) -> None:
    for url in (text, f"http://{text}", f"http://a.test/{text}"):
        try:
            place = place_of(url)
        except (NoPlaceError, UnvisitedError):
            continue
        assert place.url.isascii()
        assert place_of(place.url) == place


@given(st.text(st.characters(max_codepoint=255), max_size=80))
def test_any_location_header_can_be_joined_or_is_refused(location) -> None:
    try:
        place_of(joined("https://a.test/b/c?d", location))
    except (NoPlaceError, UnvisitedError):
        return
