"""Dates as lists of news write them: whole, split over a calendar box, without a year, "3 giờ trước"; and in feeds."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

_DAY = re.compile(r"(?<![\d/.-])(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(20\d\d)(?!\d)")
_ISO = re.compile(r"(?<!\d)(20\d\d)[-/](\d{2})[-/](\d{2})(?!\d)")
_WORDS = re.compile(r"(?<!\d)(\d{1,2})\s+tháng\s+(\d{1,2})\s*,?\s*(?:năm\s+)?(20\d\d)(?!\d)", re.IGNORECASE)
_BOX = re.compile(
    r"(?<!\d)(\d{1,2})\s+(?:tháng|thg|th)?\.?\s*(\d{1,2})\s*[/,-]?\s*(?:năm\s*)?(20\d\d)(?!\d)", re.IGNORECASE
)
_MONTH = re.compile(r"\s*(?:tháng|thg|th)?\.?\s*\d{1,2}\s*[/,-]\s*(?:năm\s*)?20\d\d\s*", re.IGNORECASE)
_SHORT = re.compile(r"\s*\(?(\d{1,2})\s*/\s*(\d{1,2})\)?\s*")
_AGO = re.compile(r"(?<!\w)(\d{1,3})\s+(giây|phút|giờ|tiếng|ngày|tuần)\s+trước(?!\w)", re.IGNORECASE)
_YESTERDAY = re.compile(r"(?<!\w)(hôm qua|hôm nay,?\s+\d{1,2}[:h])", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"/(20\d\d)/(\d{1,2})/(\d{1,2})(?:/|$)")
_ITEM = re.compile(r"<(?:item|entry)[\s>]")
_STAMP = re.compile(r"<(?:pubDate|published|updated|dc:date)>\s*(?:<!\[CDATA\[)?\s*([^<\]]{6,60})")
_HANOI = timezone(timedelta(hours=7))
_UNITS = {"ngày": 1, "tuần": 7}
_FEED = 500_000  # characters of a feed that are read
_MOST = 200


def days_in(text: str, *, day: date) -> Iterator[date]:
    """The days that a short text names, none later than `day`.

    Month and day change places where only so a day comes out that is not later (ASP.NET writes them so).
    """
    for found in _DAY.finditer(text):
        yield from _first(((found[3], found[2], found[1]), (found[3], found[1], found[2])), day)
    for found in _ISO.finditer(text):
        yield from _first(((found[1], found[2], found[3]),), day)
    for found in _WORDS.finditer(text):
        yield from _first(((found[3], found[2], found[1]),), day)
    for found in _AGO.finditer(text):
        ago = int(found[1]) * _UNITS.get(found[2].casefold(), 0)
        if ago < day.toordinal():
            yield day - timedelta(days=ago)
    yesterday = _YESTERDAY.search(text)
    if yesterday is not None:
        yield day - timedelta(days=yesterday[1].casefold().startswith("hôm qua"))


def short_day(text: str, *, day: date) -> date | None:
    """A day without its year that is all of a text: the last such day that is not later than `day`."""
    found = _SHORT.fullmatch(text)
    if found is None:
        return None
    for year in (day.year, day.year - 1):
        made = _made(str(year), found[2], found[1])
        if made is not None and made <= day:
            return made
    return None


def is_month(text: str) -> bool:
    """Whether a text is a month and its year, as the lower half of a calendar box is."""
    return _MONTH.fullmatch(text) is not None


def boxed_day(text: str, *, day: date) -> date | None:
    """The day of a calendar box: `20`, below it `11/2026`."""
    found = _BOX.search(text)
    made = _made(found[3], found[2], found[1]) if found else None
    return made if made is not None and made <= day else None


def day_in_address(url: str, *, day: date) -> date | None:
    """The day that an address names by folders: `/2026/11/20/`."""
    found = _IN_ADDRESS.search(url)
    made = _made(found[1], found[2], found[3]) if found else None
    return made if made is not None and made <= day else None


def days_of_feed(text: str, *, day: date) -> tuple[date, ...]:
    """The local days of a feed's entries, none later than `day`; what the feed says of itself does not count."""
    text = text[:_FEED]
    start = _ITEM.search(text)
    if start is None:
        return ()
    stamps = [found[1].strip() for found in _STAMP.finditer(text, start.start())][:_MOST]
    return tuple(made for stamp in stamps if (made := _stamped(stamp)) is not None and made <= day)


def _stamped(stamp: str) -> date | None:
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        try:
            moment = parsedate_to_datetime(stamp)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    try:
        return moment.astimezone(_HANOI).date() if moment.tzinfo else moment.date()
    except (OverflowError, ValueError):
        return None


def _first(readings: tuple[tuple[str, str, str], ...], day: date) -> Iterator[date]:
    for year, month, number in readings:
        made = _made(year, month, number)
        if made is not None and made <= day:
            yield made
            return


def _made(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
