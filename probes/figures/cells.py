"""What single cells of a table say: a number, a unit's name, that the row is the sum."""

import re
from functools import lru_cache

from probes.figures.labels import LabelBook
from probes.figures.numbers import Number
from probes.figures.tokens import is_whole, tokens_of
from probes.figures.words import fold, plain, squeeze


def cell_number(text: str) -> Number | None:
    """The number of a cell, with its share in parentheses or a unit beside it left out; `None` for anything else."""
    if is_whole(text):
        return Number(raw=text, digits=text)
    rows = tokens_of(text)
    if not rows:
        return None
    numbers = [token.number for token in rows[0] if token.number is not None]
    words = [token for token in rows[0] if token.words]
    if len(numbers) == 2 and numbers[1].percent and not numbers[0].percent:
        numbers = numbers[:1]
    units = all(plain(token.text) in ("hồ sơ", "thủ tục", "dvc", "tthc", "hs", "ho so", "điểm") for token in words)
    return numbers[0] if len(numbers) == 1 and units else None


def is_sum(text: str, labels: LabelBook) -> bool:
    """Whether a row's name says that the row is the sum: "Tổng số (5 Đơn vị)"."""
    tidy = _tidy(text)
    return labels.in_table("sum_rows", tidy) or _SUM[tidy.isascii()].fullmatch(tidy) is not None


def is_part_sum(text: str, labels: LabelBook) -> bool:
    """Whether a row's name says that it sums some of the rows: "Cộng khối sở"; it is neither a unit nor the whole."""
    tidy = _tidy(text)
    return _PART_SUM[tidy.isascii()].match(tidy) is not None and not is_sum(text, labels)


@lru_cache(maxsize=4096)  # a row is asked more than once for its name
def _tidy(text: str) -> str:
    tidy = re.sub(r"\s*\([^)]*\)\s*", " ", plain(text))
    return re.sub(r"\s*:?\s*\d+\s+(?:đơn vị|don vi|cơ quan|co quan|xã|xa|phường|phuong|sở|so)$", "", tidy).strip(" :")


_OF_ALL = "toàn (?:tỉnh|thành phố|ngành|huyện|xã|phường|bộ|hệ thống|quốc)|chung|tất cả|các đơn vị|hồ sơ|đơn vị"
_WHOLE = rf"(?:tổng(?: số| cộng| hợp)?|cộng)(?: (?:{_OF_ALL}))*"
_PART = r"(?:tổng(?: số| cộng)?|cộng)(?!\w)(?! (?:cục|công ty|hội|liên đoàn|thanh tra|kho|đài|đồng|tác|hòa|an)(?!\w))"
_SUM = {False: re.compile(_WHOLE), True: re.compile(fold(_WHOLE))}
_PART_SUM = {False: re.compile(_PART), True: re.compile(fold(_PART))}


def without_running(text: str) -> str:
    """A unit's name without its running number ("1.  Sở Xây dựng")."""
    return _NUMBERED.sub("", squeeze(text)).strip()


_NUMBERED = re.compile(r"^(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5}|[a-zđ])\s*[.)/-]+\s*|^[-+•*–]\s*")
