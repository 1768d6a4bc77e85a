"""One number at three times: now, a period before and a year before, and whether they may be compared; pure.

What is missing stays missing and says why; nothing is ever taken for 0.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from monitor.rollup.periods import Length

ENOUGH_OBSERVED = 0.9  # our own: what was seen for less of its time is shown, and not compared


class Why(StrEnum):
    """Why there is no number, or why two numbers are not compared."""

    NO_DATA = "no_data"  # nothing was seen, or nothing is stored of that time
    NOT_PUBLISHED = "not_published"
    DIFFERENT_VALUES = "different_values"  # several places of one system say different things
    NO_PREDECESSOR = "no_predecessor"
    PREDECESSOR_MISSING = "predecessor_missing"  # a sum without one of its parts would be a wrong sum
    PREDECESSOR_DIVIDED = "predecessor_divided"  # shared out among several: nobody can say what came here
    NOT_ADDABLE = "not_addable"  # shares and states of several bodies do not add up
    OTHER_BODY = "other_body"  # scores are compared with the same agency only
    OTHER_RULEBOOK = "other_rulebook"
    OTHER_DEFINITION = "other_definition"
    OTHER_PERIOD = "other_period"  # the figure's own period is of another kind
    RESTARTED = "restarted"  # counted from the start of the year, which lies between
    OTHER_COVERAGE = "other_coverage"  # from another number of agencies
    NOT_OBSERVED_ENOUGH = "not_observed_enough"
    A_WORD = "a_word"  # a state has no difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A number of one period; `None` says in `why` what it lacks. `word` is a state instead of a number.

    `counted` of `of`: how many agencies or portals it comes from. `observed`: the share of the time that was watched.
    Only numbers of one `basis` are compared; `otherwise` says what is not the same where they differ.
    `began`: from when on it is counted, `None` for a stock; `kind` is the length that it is counted over.
    """

    number: float | None = None
    word: str | None = None
    why: Why | None = None
    counted: int | None = None
    of: int | None = None
    observed: float | None = None
    basis: tuple[str, ...] = ()
    otherwise: Why = Why.OTHER_DEFINITION
    began: date | None = None
    kind: str = ""

    @property
    def told(self) -> bool:
        """Whether there is anything to show."""
        return self.number is not None or self.word is not None


NOTHING = Value(why=Why.NO_DATA)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What the present number is more (or less) than an earlier one; `None` says why it is not told."""

    by: float | None = None
    why: Why | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One measure at three times, in periods of that `length`. `unit`: `ratio`, `points`, `count`, `word`, or a
    figure's own."""

    measure: str
    unit: str
    length: Length
    now: Value
    before: Value
    year_ago: Value

    @property
    def since_before(self) -> Change:
        """Against the period before."""
        return change(self.now, self.before, length=self.length, years=0)

    @property
    def since_year_ago(self) -> Change:
        """Against the same period a year before."""
        return change(self.now, self.year_ago, length=self.length, years=1)


def change(now: Value, then: Value, *, length: Length, years: int) -> Change:
    """The difference, or why there is none, between periods of a length that are so many years apart: 0 for the one
    before, 1 for the same one a year before."""
    why = _incomparable(now, then) or _counted_anew(now, then, length=length, years=years)
    if why is not None or now.number is None or then.number is None:
        return Change(why=why)
    return Change(by=now.number - then.number)


def _incomparable(now: Value, then: Value) -> Why | None:
    for value in (now, then):
        if not value.told:
            return value.why or Why.NO_DATA
    if now.number is None or then.number is None:
        return Why.A_WORD
    if now.basis != then.basis:
        return now.otherwise
    if any(value.observed is not None and value.observed < ENOUGH_OBSERVED for value in (now, then)):
        return Why.NOT_OBSERVED_ENOUGH
    return None


def _counted_anew(now: Value, then: Value, *, length: Length, years: int) -> Why | None:
    """What is counted up from a day on is compared while it goes on, or where both were counted over like stretches:
    months beside months, and what runs since the start of the year beside the same stretch of another year."""
    if now.began is None or then.began is None or now.began == then.began:
        return None if (now.began is None) == (then.began is None) else Why.OTHER_PERIOD
    if years:
        same_place = (now.began.month, now.began.day) == (then.began.month, then.began.day)
        return None if same_place and now.began.year - then.began.year == years else Why.OTHER_PERIOD
    by_year = length is Length.YEAR and now.kind not in (Length.MONTH, Length.QUARTER)
    return None if by_year or now.kind == length else Why.RESTARTED


def added(parts: Iterable[Value], *, of: int) -> Value:
    """The counts of so many predecessors together; without one of them there is no sum, but how many there are."""
    found = tuple(parts)
    there = [part for part in found if part.number is not None]
    if len(there) < of or not there:
        return Value(why=Why.PREDECESSOR_MISSING, counted=len(there), of=of)
    first = there[0]
    if any((part.basis, part.began) != (first.basis, first.began) for part in there):
        return Value(why=first.otherwise, counted=len(there), of=of)
    watched = [part.observed for part in there if part.observed is not None]
    return Value(
        number=sum(part.number for part in there if part.number is not None),
        counted=len(there),
        of=of,
        observed=min(watched, default=None),
        basis=first.basis,
        otherwise=first.otherwise,
        began=first.began,
        kind=first.kind,
    )
