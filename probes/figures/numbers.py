"""Numbers as Vietnamese pages write them: grouping, decimals, percent, magnitude and hedging words; none guessed."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from probes.figures.figure import Qualifier
from probes.figures.words import squeeze


class Kind(StrEnum):
    """What sort of quantity a place on a page holds; it decides what a single separator means."""

    COUNT = "count"
    SHARE = "share"
    POINT = "point"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number as written. `digits` keeps separators; `scale` is the magnitude word's factor."""

    raw: str
    digits: str
    percent: bool = False
    scale: int = 1
    money: bool = False
    qualifier: Qualifier = Qualifier.EXACT

    def value(self, kind: Kind) -> int | float | None:
        """The value for that kind: an integer count, a share 0..1, points; `None` where the text does not fit."""
        if self.money:
            return None
        if kind is Kind.COUNT:
            return None if self.percent else self._count()
        amount = _decimal(self.digits)
        if amount is None or self.scale != 1:
            return None
        if kind is Kind.SHARE:
            return float(amount / 100) if amount <= 100 else None
        return None if self.percent else float(amount)

    def _count(self) -> int | None:
        if self.scale == 1:
            return grouped(self.digits)
        whole = grouped(self.digits) if _GROUPED.fullmatch(self.digits) else None
        amount = Decimal(whole) if whole is not None else _decimal(self.digits)
        scaled = None if amount is None else amount * self.scale
        return int(scaled) if scaled is not None and scaled == scaled.to_integral_value() else None


_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "nghin": 10**3, "ngan": 10**3, "triệu": 10**6, "trieu": 10**6}
_SCALES |= {"tỷ": 10**9, "tỉ": 10**9, "ty": 10**9}
_AT_LEAST = ("hơn", "trên", "ít nhất", "tối thiểu", "không dưới", "hon", "tren", ">", "≥", ">=")
_AT_MOST = ("gần", "dưới", "chưa đến", "không quá", "tối đa", "chưa tới", "gan", "duoi", "<", "≤", "<=")
_ABOUT = ("khoảng", "xấp xỉ", "ước", "ước tính", "ước khoảng", "chừng", "khoang", "~", "≈")
_HEDGES = dict.fromkeys(_AT_LEAST, Qualifier.AT_LEAST)
_HEDGES |= dict.fromkeys(_AT_MOST, Qualifier.AT_MOST)
_HEDGES |= dict.fromkeys(_ABOUT, Qualifier.ABOUT)

_HEDGE = "|".join(sorted(map(re.escape, _HEDGES), key=len, reverse=True))
_SCALE = "|".join(_SCALES)
_DIGITS = r"\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?![\d%])|\d+(?:[.,]\d+)*"
PATTERN = re.compile(
    rf"(?:(?<!\w)(?P<hedge>{_HEDGE})\s*)?(?<![\w.,/])(?P<digits>{_DIGITS})(?P<plus>\+)?"
    rf"(?:\s*(?P<scale>(?:(?:{_SCALE})(?:\s+(?:tỷ|tỉ))?)(?!\w|\s+(?:lệ|le)(?!\w))))?"
    r"(?:\s*(?P<percent>%|phần trăm))?(?:\s*(?P<money>đồng(?!\s+(?-i:[A-ZĐ]))|vnđ|vnd|đ|usd)(?!\w))?(?![\w/])",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+")
_UNGROUPED = str.maketrans("", "", "., ")
_PLAIN_DECIMAL = re.compile(r"\d+(?:[.,]\d+)?")
_MISSING = re.compile(
    r"(?:[-–—.…_]{1,5}|null|none|n/a|na|nan|undefined|chưa có(?: số liệu| dữ liệu)?"
    r"|đang (?:cập nhật|tải)[.…]*|không có)?",
    re.I,
)


def grouped(digits: str) -> int | None:
    """A whole number, plain or in groups of exactly three after one kind of separator; else `None`.

    `1.598` is 1598: in a count a single separator before exactly three digits groups.
    """
    tidy = squeeze(digits)
    if len(tidy) > 24 or not _GROUPED.fullmatch(tidy) or (tidy[0] == "0" and len(tidy) > 2):
        return None
    return int(tidy.translate(_UNGROUPED))


def missing(text: str) -> bool:
    """Whether the text says that there is no number: empty, a dash, `null`; never zero."""
    return len(text) < 40 and _MISSING.fullmatch(squeeze(text)) is not None


def from_match(match: re.Match[str]) -> Number:
    """The number that `PATTERN` found."""
    scale = 1
    for word in (match["scale"] or "").casefold().split():
        scale *= _SCALES[word]
    hedge = (match["hedge"] or "").casefold()
    at_least = Qualifier.AT_LEAST if match["plus"] else Qualifier.EXACT
    return Number(
        raw=squeeze(match[0]),
        digits=squeeze(match["digits"]),
        percent=match["percent"] is not None,
        scale=scale,
        money=match["money"] is not None,
        qualifier=_HEDGES.get(hedge, at_least),
    )


def read_number(text: str) -> Number | None:
    """The number that the whole text is, with nothing beside it; `None` for anything else."""
    tidy = squeeze(text)
    match = PATTERN.fullmatch(tidy) if len(tidy) < 60 else None
    return None if match is None else from_match(match)


def _decimal(digits: str) -> Decimal | None:
    if len(digits) > 24 or not _PLAIN_DECIMAL.fullmatch(digits):
        return None
    return Decimal(digits.replace(",", "."))
