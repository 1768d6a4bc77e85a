"""State spans: how a round continues or ends the present one, and how long a portal was in which state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.rules.contract import Span
from probes.failures import State

UNOBSERVED = "unobserved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Continued:
    """The span that stands now, and the one that it cut short, if any."""

    present: Span
    ended: Span | None = None


def continue_span(last: Span | None, *, state: State, since: datetime, holds_until: datetime) -> Continued:
    """What a round does to a portal's last span; the round must have begun after that span's last look.

    What lies between the end of the last span and `since` was not observed.
    """
    end = max(holds_until, since)
    fresh = Span(state=state, start=since, end=end)
    if last is None or last.end < since:
        return Continued(present=fresh)
    if last.state is state:
        return Continued(present=Span(state=state, start=last.start, end=end))
    return Continued(present=fresh, ended=Span(state=last.state, start=last.start, end=since))


def seconds_by_state(spans: Iterable[Span], *, start: datetime, end: datetime) -> Mapping[str, float]:
    """Seconds of the window spent in each state and `unobserved`; together they are the window.

    The spans must not overlap. Raises `ValueError` for a window that ends before it starts.
    """
    if end < start:
        raise ValueError(f"the window ends {end} before it starts {start}")
    spent: dict[str, float] = {}
    for span in spans:
        inside = (min(span.end, end) - max(span.start, start)).total_seconds()
        if inside > 0:
            spent[span.state.value] = spent.get(span.state.value, 0.0) + inside
    spent[UNOBSERVED] = max(0.0, (end - start).total_seconds() - sum(spent.values()))
    return spent
