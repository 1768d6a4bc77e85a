"""Words and numbers of a page as slots that can be paired: which words mean something, and what stands close."""

from datetime import date

from probes.figures.around import Pair, common
from probes.figures.columns import without_period
from probes.figures.flow import Path, Place
from probes.figures.labels import LabelBook
from probes.figures.numbers import Number
from probes.figures.pairing import Slot
from probes.figures.selector import classes
from probes.figures.served import without_served
from probes.figures.tokens import Token
from probes.figures.words import squeeze
from probes.markup import Element

_APART = 5  # levels that words and number may stand apart from their common element


def pair_at(place: Place, label: str, number: Number) -> Pair:
    """The pair of a label with the number at that place."""
    return Pair(order=place.order, path=place.path, label=squeeze(label), number=number, place=place, unit=place.unit)


def slot_of(token: Token, labels: LabelBook, law_day: date, *, head: str = "") -> Slot:
    """The token as a slot; `head`: the label that the statement divides."""
    if token.number is not None:
        return Slot(sort="number", share=token.number.percent)
    if not token.words:
        return Slot(sort="wall")
    return Slot(sort="words", known=known(token.text, labels, law_day, head=head), forward=token.colon)


def known(text: str, labels: LabelBook, law_day: date, *, head: str = "") -> bool:
    """Whether the words mean anything to us, by themselves or under the label that they divide."""
    if len(text) > 160:
        return False
    if head and labels.mean(squeeze(text), law_day=law_day, groups=(head,)).known:
        return True
    spellings = dict.fromkeys((squeeze(text), without_period(text), without_served(text)))
    return any(labels.mean(spelling, law_day=law_day).known for spelling in spellings)


def near(left: Place, right: Place) -> int | None:
    """How closely two places stand: the elements they share, `None` for too far apart."""
    if left.hidden is not right.hidden:
        return None
    shared = common(left.path, right.path)
    if max(len(left.path), len(right.path)) - shared > _APART:
        return None
    return shared


def of_one_make(one: Path, other: Path) -> bool:
    """Whether two places are the same place in two neighbouring boxes of one make."""
    shared = common(one, other)
    if not shared or len(one) != len(other) or shared == len(one):
        return False
    return all(_make(left) == _make(right) for left, right in zip(one[shared:], other[shared:], strict=True))


def _make(element: Element) -> tuple[str, tuple[str, ...]]:
    return element.name, tuple(sorted(classes(element)))
