"""National targets: published figures added up over agencies, of one definition and period, the missing ones named."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from monitor.rollup.figure_choice import Choice, Publication, choose
from monitor.rollup.target_files import Target

__all__ = ["Choice", "Publication", "Target", "TargetResult", "TargetState", "roll_up", "state_of"]


class TargetState(StrEnum):
    """Where a target stands on a legal day."""

    NOT_DUE = "not_due"
    MET = "met"
    MISSED = "missed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetResult:
    """A target on one day: `value` is a ratio 0..1 or `None`, from `agencies` of `of` agencies.

    `counted` says which figures of which portal were taken, `missing` maps the other agencies to the reason
    (a word of `figure_choice`); both in the order of the agencies' ids.
    """

    id: str
    name: str
    title_vi: str
    title_en: str
    goal: float
    value: float | None
    due: date
    state: TargetState
    agencies: int
    of: int
    numerator: float
    denominator: float
    counted: tuple[Choice, ...]
    missing: Mapping[str, str]


def roll_up(
    target: Target,
    *,
    agencies: Sequence[str],
    publications: Iterable[Publication],
    at: datetime,
    law_day: date,
) -> TargetResult:
    """Add up numerators and denominators over the agencies of that day, each from one portal.

    `at` is the wall clock against which readings age, `law_day` the day whose periods apply.
    """
    published: dict[str, list[Publication]] = {agency: [] for agency in agencies}
    for publication in publications:
        if publication.agency in published:
            published[publication.agency].append(publication)
    counted: list[Choice] = []
    missing: dict[str, str] = {}
    for agency in sorted(published):
        found = choose(target, published[agency], at=at, law_day=law_day)
        if isinstance(found, Choice):
            counted.append(found)
        else:
            missing[agency] = found
    above = sum((_exact(choice.numerator.value) for choice in counted), Fraction(0))
    below = sum((_exact(choice.denominator.value) for choice in counted), Fraction(0))
    value = above / below if below else None
    return TargetResult(
        id=target.id,
        name=target.name,
        title_vi=target.title_vi,
        title_en=target.title_en,
        goal=target.goal,
        value=None if value is None else float(value),
        due=target.due,
        state=state_of(target, value, law_day),
        agencies=len(counted),
        of=len(published),
        numerator=float(above),
        denominator=float(below),
        counted=tuple(counted),
        missing=missing,
    )


def state_of(target: Target, value: Fraction | None, law_day: date) -> TargetState:
    """`unknown` without a value; `not_due` before its day, even where the value is already there; on the day itself
    it can be met but not yet missed."""
    if value is None:
        return TargetState.UNKNOWN
    if law_day < target.due:
        return TargetState.NOT_DUE
    if value >= _exact(target.goal):
        return TargetState.MET
    return TargetState.NOT_DUE if law_day == target.due else TargetState.MISSED


def _exact(number: float) -> Fraction:
    return Fraction(str(number))
