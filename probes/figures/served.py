"""Whom a box of figures says that it counts for (citizens, businesses, ministries), in its own line or its label."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from probes.figures.around import Pair, common
from probes.figures.flow import Place
from probes.figures.words import plain, squeeze

_BOX = 4  # places: a box holds its total, whom it is of, and the parts of the total
_SERVED = ("công dân", "người dân", "cá nhân", "doanh nghiệp", "tổ chức", "người dân, doanh nghiệp")
_ALL = ("người dân", "người dân, doanh nghiệp")
_ENDING = (
    rf"(?:dành cho|phục vụ|cung cấp cho|cho|của)\s+(?:các\s+)?({'|'.join(_SERVED)})"
    r"|(?:(?:của|thuộc|tại)\s+)?(?:các\s+)?(bộ,? ngành|địa phương)"
)
_FOR = re.compile(rf"(.*?\S)\s+(?:{_ENDING})", re.IGNORECASE)


def served_by(text: str) -> str | None:
    """Who the words say is served or serves: "Công dân" by itself, "công dân" of "DVC trực tuyến cho công dân"."""
    if plain(text) in _SERVED:
        return text
    found = _FOR.fullmatch(_tidy(text))
    return (found[2] or found[3]) if found else None


def without_served(label: str) -> str:
    """The label without whom it is for: "DVC trực tuyến" of "DVC trực tuyến cho công dân"."""
    found = _FOR.fullmatch(_tidy(label))
    return found[1] if found else label


def of_each_served(pairs: Sequence[Pair]) -> tuple[list[Pair], dict[int, str]]:
    """The pairs, those of each that is served without that ending, and by identity the labels that these had.

    A label for businesses alone stays as it is: its figure is not the whole.
    """
    ended = {id(item) for item in pairs if _FOR.fullmatch(_tidy(item.label))}
    if len({plain(served_by(item.label) or "") for item in pairs if id(item) in ended}) < 2:
        return list(pairs), {}
    told = [replace(item, label=without_served(item.label)) if id(item) in ended else item for item in pairs]
    return told, {id(new): old.label for new, old in zip(told, pairs, strict=True) if new is not old}


def _tidy(text: str) -> str:
    return squeeze(text).rstrip(" :")


def whose(item: Pair, label: str, places: Sequence[Place]) -> tuple[str | None, bool]:
    """Whom a pair with that label counts for, by it, the label that it divides or its box; and whether it is a part.

    "DVC cho doanh nghiệp" is a part even where it stands alone; a line of its own may name whom the whole site serves.
    """
    for text in (label, item.place.head, *_lines_beside(item, places)):
        if (served := served_by(text)) is not None:
            return served, served is not text and plain(served) not in _ALL
    return None, False


def _lines_beside(item: Pair, places: Sequence[Place]) -> list[str]:
    """The words in the box around a pair, before it, the nearest first."""
    index = bisect_left(places, item.order, key=lambda place: place.order)
    before = [place for place in reversed(places[max(0, index - _BOX) : index]) if place.sort == "words"]
    first = next((place for place in before if served_by(place.text) is not None), None)
    return [first.text] if first is not None and common(first.path, item.path) >= len(item.path) - 2 else []
