"""What one period says of some portals together: availability, how much was watched, incidents. Pure."""

from collections.abc import Mapping, Sequence

from monitor.catalogue.records import Portal
from monitor.reports.compared.snapshot import Snapshot
from monitor.rollup.comparing import Value, Why
from probes.failures import State

_UP = (State.UP.value, State.RETIRED.value)  # a retired system leads to the national portal, as it should
_UNOBSERVED = "unobserved"


def availability(shot: Snapshot, portals: Sequence[Portal]) -> Value:
    """Time up over decided time, of those portals that anybody looked at."""
    seen = _seen(shot, portals)
    up = sum(spent.get(state, 0.0) for spent in seen.values() for state in _UP)
    decided = up + sum(spent.get(State.DOWN.value, 0.0) for spent in seen.values())
    return Value(
        number=up / decided if decided else None,
        why=None if decided else Why.NO_DATA,
        counted=len(seen),
        of=len(portals),
        observed=_watched(shot, portals),
    )


def watched(shot: Snapshot, portals: Sequence[Portal]) -> Value:
    """The share of the portals' time that was watched."""
    share = _watched(shot, portals)
    return Value(
        number=share, why=None if share is not None else Why.NO_DATA, counted=len(_seen(shot, portals)), of=len(portals)
    )


def opened(shot: Snapshot, portals: Sequence[Portal]) -> Value:
    """Incidents that opened within the period; nobody knows how many where nobody looked."""
    return _counted(shot, portals, shot.incidents.opened)


def open_at_end(shot: Snapshot, portals: Sequence[Portal]) -> Value:
    """Incidents that were open at the end of the period."""
    return _counted(shot, portals, shot.incidents.open_at_end)


def _counted(shot: Snapshot, portals: Sequence[Portal], counts: Mapping[str, int]) -> Value:
    seen = _seen(shot, portals)
    return Value(
        number=sum(counts.get(portal.id, 0) for portal in portals) if seen else None,
        why=None if seen else Why.NO_DATA,
        counted=len(seen),
        of=len(portals),
        observed=_watched(shot, portals),
    )


def _seen(shot: Snapshot, portals: Sequence[Portal]) -> dict[str, Mapping[str, float]]:
    return {portal.id: shot.spent[portal.id] for portal in portals if shot.seen(portal.id)}


def _watched(shot: Snapshot, portals: Sequence[Portal]) -> float | None:
    """`None` where nobody looked at any of them."""
    spent = [shot.spent.get(portal.id, {}) for portal in portals]
    whole = sum(seconds for mine in spent for seconds in mine.values())
    seen = whole - sum(mine.get(_UNOBSERVED, 0.0) for mine in spent)
    return seen / whole if seen > 0 else None
