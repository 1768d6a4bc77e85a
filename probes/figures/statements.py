"""A sentence in which a portal says of itself how many dossiers came and went: its first words made a label."""

import re
from collections.abc import Sequence
from dataclasses import replace

from probes.figures.dates import find_as_of, find_period, without_as_of
from probes.figures.flow import Place
from probes.figures.labels import LabelBook
from probes.figures.selector import classes
from probes.figures.tokens import Token
from probes.figures.words import squeeze

_NEWS = re.compile(r"news|tin-?tuc|article|post|blog|asset", re.IGNORECASE)
_EDGE = " ,:;.-–"
_OPENING = re.compile(
    r"(?:lũy kế|tính đến|đến|trong|từ|kể từ|tính từ|luy ke|tinh den|den|tu)(?=[\s,:]|$)", re.IGNORECASE
)


def opened(row: Sequence[Token], place: Place, labels: LabelBook) -> list[Token]:
    """The row with its first words cut down to a label: "Tính đến ngày …, Trung tâm đã tiếp nhận" is "đã tiếp nhận".

    Only where the sentence says its day or period, holds two numbers and is no news; any other row stays as it is.
    """
    first = row[0]
    numbers = sum(token.number is not None for token in row)
    if not first.words or numbers < 2 or place.linked or _is_news(place):
        return list(row)
    line = squeeze(first.text)
    if find_as_of(line) is None and find_period(line) is None:
        return list(row)
    label = labels.after("own", _opening_taken_off(line))
    return [replace(first, text=label), *row[1:]] if label else list(row)


def _opening_taken_off(line: str) -> str:
    """The line without its day or period and the words that lead to it."""
    line = without_as_of(line)
    found = find_period(line)
    line = (found[1] if found else line).strip(_EDGE)
    return _OPENING.sub("", line, count=1).strip(_EDGE) if _OPENING.match(line) else line


def _is_news(place: Place) -> bool:
    return any(element.name == "article" or _NEWS.search(" ".join(classes(element))) for element in place.path)
