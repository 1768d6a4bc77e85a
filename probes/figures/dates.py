"""Dates and periods as portals write them: months, quarters, "tính đến"; a page's clock is no date of its data."""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TypeVar

from probes.figures.figure import Period
from probes.figures.words import fold, squeeze

_D = r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})"
_CLOCK = r"(?:\d{1,2}\s*(?:[:h]|giờ)\s*\d{0,2}(?:\s*[:p]\s*\d{1,2})?(?:\s*phút)?\s*,?\s*)?(?:ngày\s*)?(?:[-,]\s*)?"
_UNTIL = r"(?:tính\s+)?(?:cho\s+)?đến\s+(?:hết\s+)?(?:thời\s+điểm\s+)?"
_STAMP = (
    r"(?:tính\s+đến(?:\s+hết)?(?:\s+thời\s+điểm)?|(?:tự\s+động\s+)?cập\s+nh[ậâ][tp](?:\s+(?:lúc|ngày|đến|lần\s+cuối|mới\s+nhất|thời\s+gian\s+thực|số\s+liệu|tự\s+động|gần\s+nhất|vào|lần\s+cuối\s+lúc))*"
    r"|(?:số\s+liệu|dữ\s+liệu)(?:\s+(?:tính|được\s+cập\s+nhật|cập\s+nhật))?\s+(?:đến(?:\s+hết)?|ngày|lúc)|thời\s+điểm(?:\s+(?:báo\s+cáo|số\s+liệu))?|ngày\s+(?:cập\s+nhật|số\s+liệu))"
)
_AS_OF = re.compile(rf"{_STAMP}\s*:?\s*{_CLOCK}(?:[^\d\n]{{0,14}}?){_D}", re.IGNORECASE)
_AS_OF_MONTH = re.compile(r"tính\s+đến\s+(?:hết\s+)?tháng\s+(\d{1,2})\s*(?:[/-]|\s+năm\s+)\s*(\d{4})", re.IGNORECASE)
_AS_OF_QUARTER = re.compile(
    r"(?:tính\s+)?đến\s+(?:hết\s+)?quý\s+(\d|i{1,3}|iv)\s*(?:[/-]|\s+năm\s+|\s+)\s*(\d{4})", re.IGNORECASE
)
_AS_OF_WORDS = re.compile(
    rf"{_STAMP}\s*:?\s*{_CLOCK}(\d{{1,2}})\s+tháng\s+(\d{{1,2}})\s+năm\s+(\d{{4}})", re.IGNORECASE
)

_DAYS = re.compile(
    rf"(?:(?:tính|kể)\s+)?(?:từ\s+)?(?:ngày\s+)?{_D}\s*(?:{_UNTIL}|đến|[-–])\s*(?:ngày\s+)?{_D}", re.IGNORECASE
)
_MONTHS = re.compile(
    r"(?:từ\s+)?tháng\s+(\d{1,2})\s*(?:(?:[/-]|\s*năm\s+)(\d{4}))?\s*(?:đến|-)\s*(?:hết\s+)?tháng\s+(\d{1,2})\s*(?:[/-]|\s*năm\s+)(\d{4})",
    re.IGNORECASE,
)
_HALF = re.compile(
    r"(\d{1,2}|sáu|chín|ba)\s+tháng(?:(?:\s+(đầu|cuối))?\s+năm(?:\s+(\d{4}))?|\s+(\d{4}))", re.IGNORECASE
)
_QUARTER = re.compile(r"quý\s+(\d|i{1,3}|iv)\s*(?:[/,-]|,?\s+năm\s+|\s+)\s*(\d{4})", re.IGNORECASE)
_MONTH = re.compile(
    r"(?<!\w)(?<!\D\d )(?<!\D\d\d )(?<!^\d )(?<!^\d\d )(?<!đến )(?<!hết )"
    r"(?:tháng\s*:?\s*(\d{1,2})\s*(?:[/.-]|[,;|]?\s*năm\s*:?\s*|,\s*)|t(\d{1,2})\s*/)"
    r"\s*(\d{4})",
    re.IGNORECASE,
)
_YEAR_MONTH = re.compile(
    r"(?<!\w)năm\s*:?\s*(\d{4})\s*[;,|-]?\s*tháng\s*:?\s*(\d{1,2})(?!\d|\s*[/.-]?\s*\d)", re.IGNORECASE
)
_TO_DATE = re.compile(
    r"(?:lũy\s+kế\s+)?(?:tính\s+)?từ\s+(?:ngày\s+)?đầu\s+năm(?:\s+(\d{4}))?(?:\s+đến\s+nay)?", re.IGNORECASE
)
_SINCE = re.compile(
    r"(?:từ\s+)?(?:ngày\s+)?(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})\s+(?:đến|[-–])\s+nay", re.IGNORECASE
)
_DAY = re.compile(rf"(?:trong\s+ngày|hôm\s+(?:nay|qua))\s*[:,(]?\s*(?:ngày\s+)?{_D}\)?", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\w)năm\s*:?\s*(\d{4})(?!\s*[-–/]\s*\d)", re.IGNORECASE)
_FINER = re.compile(  # of a year, only a part is meant
    r"(?:quý|tháng)\s*:?\s*(?:\d|i{1,3}\b|iv|một|giêng|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)|tuần|nửa|học kỳ|đợt"
    r"|cùng kỳ|giai đoạn",
    re.IGNORECASE,
)
_TO_DAY = re.compile(rf"đến\s+(?:hết\s+)?(?:ngày\s+)?{_D}", re.IGNORECASE)
_LEADING = re.compile(
    r"(?<=\w)\s+(?:trong|của|vào|tính|là|trong là)\s*:?$|^(?:trong|của|vào|tính)(?=\s)", re.IGNORECASE
)
_BARE = re.compile(r"(?:tháng|thang)\s*:?\s*(\d{1,2})|(?:quý|quy)\s*:?\s*([1-4]|i{1,3}|iv)", re.IGNORECASE)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_SPELT = {"ba": 3, "sau": 6, "chin": 9}
_LIMIT = 400  # characters: a statement of period is short, running text is not read


@lru_cache(maxsize=4096)
def find_as_of(text: str) -> date | None:
    """The day that the text says its figures are of ("Tính đến ngày 12/10/2025"); a bare clock gives `None`."""
    line = squeeze(text[:_LIMIT])
    for pattern, read in _STAMPS[line.isascii()]:
        if found := pattern.search(line):
            return read(found)
    found = None if _DAYS.search(line) else _TO_DAY.search(line)
    return _read_stamp(found) if found else None


@lru_cache(maxsize=4096)
def find_period(text: str) -> tuple[Period, str] | None:
    """The first period that the text names, and the text without it; years outside 2000..2100 are none."""
    line = squeeze(text[:_LIMIT])
    for number, (pattern, read) in enumerate(_READERS[line.isascii()]):
        if number == _FROM_TO:
            line = without_as_of(line)
        if found := pattern.search(line):
            period = read(found)
            if period is not None:
                return period, _LEADING.sub("", squeeze(line[: found.start()] + " " + line[found.end() :]))
    return None


def without_as_of(line: str) -> str:
    """The line without the statement of the day that its figures are of."""
    for pattern, _ in _STAMPS[line.isascii()]:
        line = pattern.sub(" ", line)
    return squeeze(line)


def bare_period(text: str, year: int) -> Period | None:
    """The month or quarter that the text names without a year ("Tháng 4", "Quý II"), in that year."""
    found = _BARE.fullmatch(squeeze(text[:_LIMIT]))
    if found is None:
        return None
    if found[1]:
        return _span(year, int(found[1]), year, int(found[1]))
    quarter = _quarter(found[2])
    return _span(year, 3 * quarter - 2, year, 3 * quarter) if 1 <= quarter <= 4 else None


def to_date(text: str) -> bool:
    """Whether the text says "từ đầu năm" without naming the year; the as-of day then gives it."""
    line = squeeze(text[:_LIMIT])
    found = _TO_DATES[line.isascii()][0][0].search(line)
    return found is not None and found[1] is None


def _read_days(found: re.Match[str]) -> Period | None:
    start, end = _day(found[1], found[2], found[3]), _day(found[4], found[5], found[6])
    return Period(start=start, end=end) if start and end and start <= end else None


def _read_months(found: re.Match[str]) -> Period | None:
    last_year = int(found[4])
    return _span(int(found[2] or last_year), int(found[1]), last_year, int(found[3]))


def _read_half(found: re.Match[str]) -> Period | None:
    if found[3] is None and found[4] is None:
        return None
    count = _SPELT.get(fold(found[1].casefold())) or int(found[1])
    year = int(found[3] or found[4])
    first = found[2] is None or fold(found[2].casefold()) == "dau"
    return _span(year, 1, year, count) if first else _span(year, 13 - count, year, 12)


def _read_quarter(found: re.Match[str]) -> Period | None:
    quarter, year = _quarter(found[1]), int(found[2])
    return _span(year, 3 * quarter - 2, year, 3 * quarter) if 1 <= quarter <= 4 else None


def _read_month(found: re.Match[str]) -> Period | None:
    year, month = int(found[3]), int(found[1] or found[2])
    return _span(year, month, year, month)


def _read_year_month(found: re.Match[str]) -> Period | None:
    return _span(int(found[1]), int(found[2]), int(found[1]), int(found[2]))


def _read_to_date(found: re.Match[str]) -> Period | None:
    return Period(start=date(int(found[1]), 1, 1), end=None) if found[1] and _sane(int(found[1])) else None


def _read_since(found: re.Match[str]) -> Period | None:
    start = _day(found[1], found[2], found[3])
    return Period(start=start, end=None) if start else None


def _read_day(found: re.Match[str]) -> Period | None:
    day = _day(found[1], found[2], found[3])
    return Period(start=day, end=day) if day else None


def _read_year(found: re.Match[str]) -> Period | None:
    rest = found.string[: found.start()] + found.string[found.end() :]
    return None if _FINER.search(rest) else _span(int(found[1]), 1, int(found[1]), 12)


def _read_stamp(found: re.Match[str]) -> date | None:
    return _day(found[1], found[2], found[3])


def _read_stamp_month(found: re.Match[str]) -> date | None:
    return _month_end(int(found[2]), int(found[1]))


def _read_stamp_quarter(found: re.Match[str]) -> date | None:
    return _month_end(int(found[2]), 3 * _quarter(found[1]))


_Read = TypeVar("_Read")


def _in_both_writings(
    readers: Sequence[tuple[re.Pattern[str], _Read]],
) -> Mapping[bool, list[tuple[re.Pattern[str], _Read]]]:
    """The readers by whether the line is without diacritics: there the patterns are too."""
    bare = [(re.compile(fold(pattern.pattern), re.IGNORECASE), read) for pattern, read in readers]
    return {False: list(readers), True: bare}


_ACCENTED_STAMPS = (
    (_AS_OF, _read_stamp),
    (_AS_OF_WORDS, _read_stamp),
    (_AS_OF_MONTH, _read_stamp_month),
    (_AS_OF_QUARTER, _read_stamp_quarter),
)
_ACCENTED = (
    (_DAYS, _read_days),
    (_SINCE, _read_since),
    (_MONTHS, _read_months),
    (_HALF, _read_half),
    (_QUARTER, _read_quarter),
    (_MONTH, _read_month),
    (_YEAR_MONTH, _read_year_month),
    (_TO_DATE, _read_to_date),
    (_DAY, _read_day),
    (_YEAR, _read_year),
)
_STAMPS = _in_both_writings(_ACCENTED_STAMPS)
_READERS = _in_both_writings(_ACCENTED)
_TO_DATES = _in_both_writings([(_TO_DATE, _read_to_date)])
_FROM_TO = 2  # the first readers name both ends of a period: they come before the as-of day is taken off


def _span(first_year: int, first_month: int, last_year: int, last_month: int) -> Period | None:
    end = _month_end(last_year, last_month)
    if end is None or not 1 <= first_month <= 12 or not _sane(first_year):
        return None
    start = date(first_year, first_month, 1)
    return Period(start=start, end=end) if start <= end else None


def _quarter(text: str) -> int:
    return _ROMAN.get(text.casefold()) or (int(text) if text.isdigit() else 0)


def _month_end(year: int, month: int) -> date | None:
    if not (_sane(year) and 1 <= month <= 12):
        return None
    return date(year, month, monthrange(year, month)[1])


def _day(day: str, month: str, year: str) -> date | None:
    if not _sane(int(year)) or not 1 <= int(month) <= 12 or not 1 <= int(day) <= monthrange(int(year), int(month))[1]:
        return None
    return date(int(year), int(month), int(day))


def _sane(year: int) -> bool:
    return 2000 <= year <= 2100
