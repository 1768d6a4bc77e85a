"""Portals that asked a vantage to leave them alone for a while: it is not asked meanwhile, and what it saw stands."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from monitor.rounds.gathering import Gathered
from monitor.rounds.round import state_of
from monitor.rounds.seen import Seen
from monitor.rounds.waiting import asked_to_wait
from probes.failures import State

_NO_VETO = (State.DOWN, State.UNKNOWN)


class LeftAlone:
    """Of each portal which vantages wait until when; safe for threads, since each portal has one round at once."""

    def __init__(self) -> None:
        """Nobody waits."""
        self._waits: dict[str, dict[str, tuple[datetime, State]]] = {}

    def among(self, portal: str, vantages: Iterable[str], *, now: datetime) -> frozenset[str]:
        """Those that are not to look at it at `now` (aware UTC)."""
        waits = self._waits.get(portal, {})
        return frozenset(name for name in vantages if name in waits and now < waits[name][0])

    def standing(self, portal: str, *, now: datetime) -> frozenset[str]:
        """Those that wait and had reached something: a portal is not down for one network alone beside them."""
        waits = self._waits.get(portal, {})
        return frozenset(name for name, (until, state) in waits.items() if now < until and state not in _NO_VETO)

    def learn(self, gathered: Gathered, *, now: datetime) -> Gathered:
        """Hear what came of a round; gives it with those that wait named in it."""
        portal = gathered.subject.portal.id
        waits = dict(self._waits.pop(portal, {}))
        for seen in gathered.elsewhere:
            waits.pop(seen.vantage, None)
            until = _until(seen)
            if until is not None:
                waits[seen.vantage] = until, state_of(seen.second or seen.first)
        if waits:
            self._waits[portal] = waits
        return replace(gathered, standing=self.standing(portal, now=now))


def _until(seen: Seen) -> datetime | None:
    return asked_to_wait(seen.second or seen.first)
