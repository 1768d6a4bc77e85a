"""What single cells of a table say: a number, a unit's name, that the row is the sum."""

import re

from probes.figures.labels import LabelBook
from probes.figures.numbers import Number
from probes.figures.tokens import is_whole, tokens_of
from probes.figures.words import plain, squeeze


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
    tidy = re.sub(r"\s*\([^)]*\)\s*", " ", plain(text)).strip(" :")
    return labels.in_table("sum_rows", tidy)


def without_running(text: str) -> str:
    """A unit's name without its running number ("1.  Sở Xây dựng")."""
    return re.sub(r"^(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5}|[a-zđ])\s*[.)/-]+\s*|^[-+•*–]\s*", "", squeeze(text)).strip()
