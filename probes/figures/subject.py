"""Whether what is received are dossiers of procedures at all, where nothing but "Hồ sơ tiếp nhận" says so."""

import re
from collections.abc import Iterable, Sequence

from probes.figures.columns import without_period
from probes.figures.labels import LabelBook
from probes.figures.naming import names_unit
from probes.figures.words import plain

_COMING_IN = frozenset(
    [
        *("dossiers_received", "dossiers_online", "dossiers_direct", "dossiers_postal"),
        *("dossiers_refused", "dossiers_withdrawn", "dossiers_supplement"),
    ]
)


def is_of_another(keys: Iterable[str], told: Iterable[str], headings: Sequence[str], labels: LabelBook) -> bool:
    """Whether figures stand under a heading that names a subject of its own and no procedures.

    `told` are the labels of the figures. "Hội thi sáng tạo kỹ thuật" over "Hồ sơ tiếp nhận: 128" counts entries:
    contests, loans and admissions take dossiers in and refuse them too. Dossiers that are resolved, late or early are
    of procedures; without the word, what a court or an inspection resolves is not.
    """
    if not headings:
        return False
    spoken = any(labels.core(text).kind is not None for text in (*told, *headings))
    if spoken and not set(keys) <= _COMING_IN:
        return False
    if any(labels.says("procedural", text) for text in headings):
        return False
    return not any(_names_nothing(text, labels) for text in headings[:1])


def counts_beside(heads: Sequence[str], told: Iterable[str], headings: Sequence[str], labels: LabelBook) -> bool:
    """Whether another column of the table says that documents or petitions are counted, or that money is paid.

    Where the labels speak of dossiers themselves, or the heading of procedures, another column says nothing of them.
    """
    if any(labels.says("procedural", text) for text in headings):
        return False
    if any(labels.says("paid", text) for text in heads):
        return True
    return not any(labels.core(text).kind for text in told) and any(labels.says("foreign", text) for text in heads)


def _names_nothing(text: str, labels: LabelBook) -> bool:
    """Whether a heading is a unit's name, or only says that figures follow."""
    rest = plain(without_period(text))
    if names_unit(text, labels) or labels.group(rest) is not None:
        return True
    rest = re.sub(r"(?<!\w)lĩnh vực\s.*", "", rest)
    for word in sorted(labels.accented.guards["plain_headings"], key=len, reverse=True):
        rest = re.sub(rf"(?<!\w){word}(?!\w)", " ", rest)
    return not any(char.isalpha() for char in re.sub(r"(?:tỉnh|thành phố|huyện|xã|phường|bộ|sở)\s.*", "", rest))
