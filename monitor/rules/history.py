"""What earlier rounds showed of a portal, as far as rules look back."""

from dataclasses import dataclass
from datetime import datetime

from probes.failures import State
from probes.figures.figure import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of time in one state: `start` included, `end` excluded, aware UTC; what no span covers was not
    observed."""

    state: State
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """Confirmed failed rounds that were not yet followed by enough good ones. Times are aware UTC.

    `since` is the first confirmed failed round, `last` the last round that was counted; `failed` counts the failed
    ones since then, `good` those in a row that went well since the last failed one.
    """

    since: datetime
    last: datetime
    failed: int
    good: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What earlier rounds showed: state spans of at least the last 30 days, oldest first, the figures read before
    this round, and the outage that has not ended, where there is one."""

    spans: tuple[Span, ...] = ()
    figures: tuple[Figure, ...] = ()
    outage: Outage | None = None
