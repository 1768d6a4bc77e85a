"""Dates of items and feeds."""

from datetime import date

import pytest

from probes.content.item_dates import boxed_day, day_in_address, days_in, days_of_feed, is_month, short_day

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("(20/11/2026)", [date(2026, 11, 20)]),
        ("20-11-2026 08:30", [date(2026, 11, 20)]),
        ("20.11.2026", [date(2026, 11, 20)]),
        ("2026-11-20T08:30:00+07:00", [date(2026, 11, 20)]),
        ("Ngày 20 tháng 11 năm 2026", [date(2026, 11, 20)]),
        ("11/16/2026 10:12:00 AM", [date(2026, 11, 16)]),
        ("12/11/2026", [date(2026, 11, 12)]),
        ("11/12/2026", [date(2026, 11, 12)]),
        ("2 giờ trước", [DAY]),
        ("3 ngày trước", [date(2026, 11, 19)]),
        ("1 tuần trước", [date(2026, 11, 15)]),
        ("Hôm qua, 10:00", [date(2026, 11, 21)]),
        ("25/12/2026", []),
        ("31/02/2026", []),
        ("09/11", []),
        ("Quyết định số 152/2026/QĐ-MP", []),
        ("0000.123.456", []),
        ("7.448.251 lượt", []),
        ("20/11/1926", []),
    ],
)
def test_days_that_a_text_names_and_none_later_than_the_day(text: str, days: list[date]) -> None:
    assert list(days_in(text, day=DAY)) == days


@pytest.mark.parametrize(
    ("text", "day"),
    [("20/11", date(2026, 11, 20)), ("(25/12)", date(2025, 12, 25)), ("152/200", None), ("20/11 và 21/11", None)],
)
def test_a_day_without_its_year_is_the_last_such_day(text: str, day: date | None) -> None:
    assert short_day(text, day=DAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20 11/2026", date(2026, 11, 20)),
        ("20 Tháng 11, 2026", date(2026, 11, 20)),
        ("25 11/2026", None),
        ("Tin mới", None),
    ],
)
def test_a_calendar_box(text: str, day: date | None) -> None:
    assert boxed_day(text, day=DAY) == day


@pytest.mark.parametrize(("text", "is_one"), [("11/2026", True), ("Tháng 11, 2026", True), ("20/11/2026", False)])
def test_the_lower_half_of_a_calendar_box(text: str, is_one: bool) -> None:
    assert is_month(text) is is_one


def test_an_address_names_a_day_by_folders() -> None:
    assert day_in_address("https://tinh-mau.test/tin/2026/11/20/cau-moi", day=DAY) == date(2026, 11, 20)
    assert day_in_address("https://tinh-mau.test/van-ban/152/2026", day=DAY) is None


FEED = """<rss><channel><title>Tin</title><pubDate>Sun, 22 Nov 2026 09:00:00 +0700</pubDate>
<item><pubDate>Thu, 19 Nov 2026 18:30:00 GMT</pubDate></item>
<item><pubDate>Sat, 05 Dec 2026 08:00:00 +0700</pubDate></item>
<item><pubDate>no day at all</pubDate></item></channel></rss>"""


def test_a_feed_is_as_new_as_its_newest_entry_and_its_own_stamp_does_not_count() -> None:
    assert days_of_feed(FEED, day=DAY) == (date(2026, 11, 20),)


def test_an_atom_feed() -> None:
    text = "<feed><updated>2026-11-22T01:00:00Z</updated><entry><updated>2026-11-18T20:00:00Z</updated></entry></feed>"
    assert days_of_feed(text, day=DAY) == (date(2026, 11, 19),)


def test_a_page_is_no_feed() -> None:
    assert days_of_feed("<html><body>20/11/2026</body></html>", day=DAY) == ()
