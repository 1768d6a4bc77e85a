"""Which figures of an agency count towards a target: one portal, its whole, exact, recent, of the right period."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from monitor.rollup.target_files import Span, Target
from probes.contract import System
from probes.figures.figure import Figure, Period, Qualifier

FRESH = timedelta(days=7)

NOT_READ = "not_read"  # no portal of the agency could be read
NOT_PUBLISHED = "not_published"  # read, but one of the two figures is not there as one exact number of the whole
STALE = "stale"  # read, or dated by the page itself, more than seven days ago
OTHER_PERIOD = "other_period"
OTHER_DEFINITION = "other_definition"
CONTRADICTORY = "contradictory"  # the part is larger than the whole, or the whole is nothing

_NEAREST = (CONTRADICTORY, OTHER_DEFINITION, OTHER_PERIOD, STALE, NOT_PUBLISHED)  # the reason told, of several portals


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The figures of one portal as last read; `read_at` is aware UTC."""

    agency: str
    portal: str
    system: System
    figures: tuple[Figure, ...]
    read_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The figures taken for one agency, and the portal and system they stood on.

    `denominator` is `None` where the portal publishes the share ready-made; then `numerator` is that share, 0..1.
    """

    agency: str
    portal: str
    system: System
    numerator: Figure
    denominator: Figure | None
    read_at: datetime

    @property
    def whole(self) -> float:
        """What the share is of; 0 for a ready-made one, which says nothing of it."""
        return 0.0 if self.denominator is None else self.denominator.value

    @property
    def share(self) -> Fraction:
        """The agency's own share, exactly."""
        above = Fraction(str(self.numerator.value))
        return above if self.denominator is None else above / Fraction(str(self.denominator.value))


def choose(target: Target, published: Sequence[Publication], *, at: datetime, law_day: date) -> Choice | str:
    """The agency's figures from the first system, in the target's order, that has them; else why there are none.

    Of several portals of one system the one with the larger whole is taken: adding them could count twice.
    """
    if not any(publication.figures for publication in published):
        return NOT_READ
    reasons: list[str] = []
    for system in target.systems:
        mine = [item for item in published if item.system is system and item.figures]
        found = [_taken(target, item, at=at, law_day=law_day) for item in mine]
        choices = [item for item in found if isinstance(item, Choice)]
        if choices:
            return min(choices, key=lambda choice: (-choice.whole, choice.portal))
        reasons += [item for item in found if isinstance(item, str)]
    return next((reason for reason in _NEAREST if reason in reasons), NOT_PUBLISHED)


def _taken(target: Target, published: Publication, *, at: datetime, law_day: date) -> Choice | str:
    if target.ratio is not None:
        return _ready_made(target, _wholes(published.figures, target.ratio), published, at=at, law_day=law_day)
    return _two_figures(target, published, at=at, law_day=law_day)


def _ready_made(
    target: Target, found: list[Figure], published: Publication, *, at: datetime, law_day: date
) -> Choice | str:
    """A share as published, whatever its definition: it is told with it and never added to another."""
    if not found:
        return NOT_PUBLISHED
    fitting = [item for item in found if _fits(target, item.period, law_day)]
    if not fitting:
        return OTHER_PERIOD
    share = _single(fitting)
    if share is None:
        return NOT_PUBLISHED
    if at - published.read_at > FRESH or _old(share, law_day):
        return STALE
    if not 0 <= share.value <= 1:
        return CONTRADICTORY
    return _choice(published, share, None)


def _two_figures(target: Target, published: Publication, *, at: datetime, law_day: date) -> Choice | str:
    aboves = _wholes(published.figures, target.numerator)
    belows = _wholes(published.figures, target.denominator)
    if not aboves or not belows:
        return NOT_PUBLISHED
    aboves = [item for item in aboves if _fits(target, item.period, law_day)]
    belows = [item for item in belows if _fits(target, item.period, law_day)]
    if not aboves or not belows or {item.period for item in aboves} != {item.period for item in belows}:
        return OTHER_PERIOD
    above, below = _single(aboves), _single(belows)
    if above is None or below is None:
        return NOT_PUBLISHED
    if at - published.read_at > FRESH or _old(above, law_day) or _old(below, law_day):
        return STALE
    if any(item.definition not in (None, *target.definitions) for item in (above, below)):
        return OTHER_DEFINITION
    if not 0 <= above.value <= below.value or not below.value:
        return CONTRADICTORY
    return _choice(published, above, below)


def _choice(published: Publication, numerator: Figure, denominator: Figure | None) -> Choice:
    return Choice(
        agency=published.agency,
        portal=published.portal,
        system=published.system,
        numerator=numerator,
        denominator=denominator,
        read_at=published.read_at,
    )


def _wholes(figures: Iterable[Figure], key: str | None) -> list[Figure]:
    return [item for item in figures if item.key == key and item.scope is None]


def _single(figures: list[Figure]) -> Figure | None:
    """The one exact figure; two readings that differ are none."""
    first = figures[0]
    same = all(_meaning(item) == _meaning(first) for item in figures)
    return first if same and first.qualifier is Qualifier.EXACT else None


def _meaning(figure: Figure) -> tuple[object, ...]:
    """Two shares of one value and two definitions are two figures."""
    return figure.value, figure.period, figure.definition if figure.unit == "ratio" else None


def _old(figure: Figure, law_day: date) -> bool:
    return figure.as_of is not None and law_day - figure.as_of > FRESH


def _fits(target: Target, period: Period | None, law_day: date) -> bool:
    """A stock stands on its day; a flow runs since the start of the legal year, which is also what an unstated
    period is taken for (TT 32/2017/TT-BTTTT Điều 11: statistics from the start of the year to now)."""
    if period is None:
        return True
    running = period.end is None or law_day - period.end <= FRESH  # a month ago's figure is another period's
    if target.span is Span.STOCK:
        return running
    return running and period.start == date(law_day.year, 1, 1)
