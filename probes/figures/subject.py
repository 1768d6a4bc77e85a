"""Whether what is received are dossiers of procedures at all, where nothing but "Hồ sơ tiếp nhận" says so."""

import re
from collections.abc import Iterable, Sequence

from probes.figures.columns import without_period
from probes.figures.labels import LabelBook
from probes.figures.naming import names_unit
from probes.figures.words import plain

_COMING_IN = frozenset(["dossiers_received", "dossiers_online", "dossiers_direct", "dossiers_postal"])


def is_of_another(keys: Iterable[str], headings: Sequence[str], labels: LabelBook) -> bool:
    """Whether figures are only of what came in, under a heading that names a subject of its own and no procedures.

    "Hội thi sáng tạo kỹ thuật" over "Hồ sơ tiếp nhận: 128" counts entries; contests, loans and admissions take
    dossiers in too. What is resolved, late or early is of procedures, and so is what stands under no heading.
    """
    if not set(keys) <= _COMING_IN or not headings:
        return False
    if any(labels.says("procedural", text) for text in headings):
        return False
    return not any(_names_nothing(text, labels) for text in headings[:1])


def _names_nothing(text: str, labels: LabelBook) -> bool:
    """Whether a heading is a unit's name, or only says that figures follow."""
    if names_unit(text, labels):
        return True
    rest = plain(without_period(text))
    for word in sorted(labels.accented.guards["plain_headings"], key=len, reverse=True):
        rest = re.sub(rf"(?<!\w){word}(?!\w)", " ", rest)
    return not any(char.isalpha() for char in re.sub(r"(?:tỉnh|thành phố|huyện|xã|phường|bộ|sở)\s.*", "", rest))
