"""National targets: published figures added up over agencies, of one definition and period, the missing ones named.

A share that portals publish ready-made cannot be added up: it has no national value and stands for each agency alone.
A target without a goal (no text names a minimum) is neither met nor missed: its state is `unknown`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from monitor.rollup.figure_choice import Choice, Publication, choose
from monitor.rollup.target_files import Target
from probes.contract import System
from probes.figures.figure import Period

__all__ = ["AgencyShare", "Choice", "Publication", "Target", "TargetResult", "TargetState", "roll_up", "state_of"]


class TargetState(StrEnum):
    """Where a target stands on a legal day."""

    NOT_DUE = "not_due"
    MET = "met"
    MISSED = "missed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyShare:
    """One agency's own result: `value` 0..1, where it stood, and what its page means by it.

    `numerator` and `denominator` are `None` for a share published ready-made. `definition` is the page's own, `None`
    where it states none; `period` and `as_of` are those of the figure, `read_at` is aware UTC.
    `state` holds the agency's share against the goal on the legal day.
    """

    agency: str
    portal: str
    system: System
    value: float
    numerator: float | None
    denominator: float | None
    raw: str
    definition: str | None
    period: Period | None
    as_of: date | None
    read_at: datetime
    state: TargetState


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetResult:
    """A target on one day: `value` is a ratio 0..1 or `None`, from `agencies` of `of` agencies.

    `value` is `None` too where shares were published ready-made, however many: `numerator` and `denominator` are 0
    then. `definition` says what is divided by what.
    `counted` says which figures of which portal were taken, `missing` maps the other agencies to the reason
    (a word of `figure_choice`); both in the order of the agencies' ids.
    """

    id: str
    name: str
    title_vi: str
    title_en: str
    goal: float | None
    value: float | None
    due: date | None
    state: TargetState
    agencies: int
    of: int
    numerator: float
    denominator: float
    counted: tuple[Choice, ...]
    missing: Mapping[str, str]
    definition: str
    shares: tuple[AgencyShare, ...]


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
    added = [choice for choice in counted if choice.denominator is not None]
    above = sum((_exact(choice.numerator.value) for choice in added), Fraction(0))
    below = sum((_exact(choice.whole) for choice in added), Fraction(0))
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
        definition=target.definition,
        shares=tuple(_share(choice, target, law_day) for choice in counted),
    )


def _share(choice: Choice, target: Target, law_day: date) -> AgencyShare:
    figure, whole = choice.numerator, choice.denominator
    return AgencyShare(
        agency=choice.agency,
        portal=choice.portal,
        system=choice.system,
        value=float(choice.share),
        numerator=None if whole is None else figure.value,
        denominator=None if whole is None else whole.value,
        raw=figure.raw if whole is None else f"{figure.raw} / {whole.raw}",
        definition=figure.definition or (whole.definition if whole else None),
        period=figure.period,
        as_of=figure.as_of or (whole.as_of if whole else None),
        read_at=choice.read_at,
        state=state_of(target, choice.share, law_day),
    )


def state_of(target: Target, value: Fraction | None, law_day: date) -> TargetState:
    """`unknown` without a value or a goal; `not_due` before its day, even where the value is already there; on the day
    itself it can be met but not yet missed. What stands without a day can be met and never missed."""
    if value is None or target.goal is None:
        return TargetState.UNKNOWN
    if target.due is not None and law_day < target.due:
        return TargetState.NOT_DUE
    if value >= _exact(target.goal):
        return TargetState.MET
    return TargetState.NOT_DUE if target.due is None or law_day == target.due else TargetState.MISSED


def _exact(number: float) -> Fraction:
    return Fraction(str(number))
