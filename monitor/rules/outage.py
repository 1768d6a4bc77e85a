"""Rounds counted into an outage: when it began, how often it was seen, and when it is over."""

from dataclasses import replace
from datetime import datetime

from monitor.rules.history import Outage
from probes.failures import State

_GOOD = (State.UP, State.RETIRED, State.PARTLY)


def follow(outage: Outage | None, *, state: State, confirmed: bool, at: datetime, rounds_up: int) -> Outage | None:
    """The outage after the round at `at` (aware UTC); `None` where there is none, or `rounds_up` good rounds ended it.

    Only confirmed failures begin and feed it. What was not seen (blocked, maintenance, unknown) counts neither way; a
    portal that some vantages see (partly) is not down, and counts as good.
    A round that was counted already changes nothing.
    """
    if outage is not None and at <= outage.last:
        return outage
    if state is State.DOWN and confirmed:
        begun = outage or Outage(since=at, last=at, failed=0)
        return replace(begun, last=at, failed=begun.failed + 1, good=0)
    if outage is None or state not in _GOOD:
        return outage
    good = outage.good + 1
    return None if good >= rounds_up else replace(outage, last=at, good=good)
