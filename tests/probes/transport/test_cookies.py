"""Within one look a portal gets back the cookies that it set, and nobody else gets them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.transport.cookies import Cookies
from probes.transport.places import place_of


@pytest.mark.parametrize(
    ("header", "at", "shown"),
    [
        ("a=b", "http://x.gov.test/", "a=b"),
        ("a=b; Path=/c; HttpOnly", "https://x.gov.test/d", "a=b"),
        ("a=b", "http://y.gov.test/", None),
        ("a=b", "http://z.x.gov.test/", None),
        ("a=b; Domain=.gov.test", "http://y.gov.test/", "a=b"),
        ("a=b; domain=x.gov.test", "http://z.x.gov.test/", "a=b"),
        ("a=b; Domain=test", "http://x.gov.test/", None),
        ("a=b; Domain=other.test", "http://x.gov.test/", None),
        ("a=b; Secure", "http://x.gov.test/", None),
        ("a=b;secure;path=/", "https://x.gov.test/", "a=b"),
        ("a=b; Max-Age=0", "http://x.gov.test/", None),
        ("a=; expires=Thu, 01 Jan 1970 00:00:00 GMT", "http://x.gov.test/", None),
        ("a=b; version", "http://x.gov.test/", "a=b"),
        ("=b", "http://x.gov.test/", None),
        ("a", "http://x.gov.test/", None),
        ("a=b\0c", "http://x.gov.test/", None),
        ("", "http://x.gov.test/", None),
    ],
)
def test_a_cookie_goes_where_it_belongs(header, at, shown) -> None:
    cookies = Cookies()
    cookies.keep(place_of("https://x.gov.test/"), header)
    assert cookies.header(place_of(at)) == shown


def test_a_later_cookie_takes_the_place_of_an_earlier_one_and_can_end_it() -> None:
    cookies, place = Cookies(), place_of("https://x.gov.test/")
    for header in ("a=1", "b=2", "a=3"):
        cookies.keep(place, header)
    assert cookies.header(place) == "b=2; a=3"
    cookies.keep(place, "b=; Max-Age=0")
    assert cookies.header(place) == "a=3"


def test_there_is_an_end_to_cookies() -> None:
    cookies, place = Cookies(), place_of("https://x.gov.test/")
    for number in range(500):
        cookies.keep(place, f"c{number}=1")
    assert len((cookies.header(place) or "").split("; ")) == 50


@given(st.text(st.characters(max_codepoint=255), max_size=100))
def test_any_header_is_kept_or_left_out(header) -> None:
    cookies, place = Cookies(), place_of("https://x.gov.test/")
    cookies.keep(place, header)
    shown = cookies.header(place)
    assert shown is None or (shown.strip() == shown and "\n" not in shown and "\r" not in shown)
