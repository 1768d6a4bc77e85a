"""How a round moves an incident: 3 failed rounds open it, 2 good ones close it, and soon after its end it goes on.

The numbers are our own (DESIGN, decision 6); they are data of the configuration. What was not decided (blocked,
unobserved, not confirmed) counts neither way; what refutes the failure counts as good, though it is undecided: an
incident goes on saying that nobody reaches a portal only as long as that is so.
Pure: the time and the new name are parameters.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.incidents.records import Event, Happening, Incident, Patience, Seen, Tally
from monitor.rules.contract import Outcome
from monitor.scoring import DECIDED

_NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")  # hours and days that grow with the clock are no news


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a round did: the tally to keep (`None`: nothing to remember), the incident that it opened, and events."""

    tally: Tally | None
    opened: Incident | None = None
    events: tuple[Event, ...] = ()


def step(tally: Tally | None, seen: Seen, patience: Patience, *, new_id: Callable[[datetime], str]) -> Step:
    """Count one verdict. `new_id` names an incident that opens at a time."""
    if seen.outcome is Outcome.NOT_APPLICABLE:
        return _no_longer_asked(tally, seen)
    if tally is None and (seen.outcome is not Outcome.FAIL or seen.muted or not seen.counted or not seen.tells):
        return Step(tally=None)  # by far the most
    before = tally or Tally(portal=seen.portal, rule=seen.rule)
    now, events = _muting(before, seen)
    if seen.muted is not None or not seen.counted or not (seen.outcome in DECIDED or seen.refuted):
        return Step(tally=_kept(now, seen, patience), events=events)
    now = _unbroken(now, seen)
    if seen.outcome is not Outcome.FAIL:
        return _good(now, seen, patience, events)
    return _failed(now, seen, patience, events, new_id)


def end(tally: Tally, *, at: datetime, reason: str, reason_en: str) -> Step:
    """The portal or the rule is no longer there: an open incident is closed, and nothing is remembered."""
    if not tally.open or tally.incident is None:
        return Step(tally=None)
    closed = Event(incident=tally.incident, happening=Happening.CLOSED, at=at, reason=reason, reason_en=reason_en)
    return Step(tally=None, events=(closed,))


def _no_longer_asked(tally: Tally | None, seen: Seen) -> Step:
    if tally is None:
        return Step(tally=None)
    return end(tally, at=seen.at, reason=seen.reason, reason_en=seen.reason_en)


def _muting(tally: Tally, seen: Seen) -> tuple[Tally, tuple[Event, ...]]:
    """An open incident tells when it falls silent and when it speaks again; fails meanwhile open nothing."""
    if tally.muted == seen.muted:
        return tally, ()
    now = replace(tally, muted=seen.muted)
    if not tally.open:
        return (replace(now, failed=0, since=None) if seen.muted else now), ()
    if seen.muted is not None:
        return now, (_event(tally, Happening.MUTED, seen, seen.muted, seen.muted),)
    return now, (_event(tally, Happening.UNMUTED, seen, "hết thời gian tạm dừng báo", "no longer muted"),)


def _unbroken(tally: Tally, seen: Seen) -> Tally:
    """After a gap in which nobody looked, the rounds before it no longer stand in a row with this one."""
    if tally.holds_until is not None and seen.at > tally.holds_until:
        tally = replace(tally, good=0, good_since=None)
        if not tally.open:
            tally = replace(tally, failed=0, since=None)
    return replace(tally, holds_until=seen.holds_until)


def _failed(
    tally: Tally, seen: Seen, patience: Patience, events: tuple[Event, ...], new_id: Callable[[datetime], str]
) -> Step:
    since = tally.since or seen.at
    now = replace(tally, failed=tally.failed + 1, since=since, good=0, good_since=None)
    if now.open:
        return _still(now, seen, events)
    if now.failed < patience.opens_after or not seen.tells:
        return Step(tally=now, events=events)
    now = replace(now, severity=seen.severity, reason=seen.reason)
    if now.incident is not None and now.ended is not None and since - now.ended <= patience.goes_on_within:
        now = replace(now, ended=None)
        return Step(tally=now, events=(*events, _event(now, Happening.WENT_ON, seen, seen.reason, seen.reason_en)))
    now = replace(now, incident=new_id(seen.at), ended=None)
    began = _event(now, Happening.OPENED, seen, seen.reason, seen.reason_en)
    return Step(tally=now, opened=_incident(now, seen, since=since), events=(*events, began))


def _still(tally: Tally, seen: Seen, events: tuple[Event, ...]) -> Step:
    if tally.severity is seen.severity and _NUMBERS.sub("", tally.reason) == _NUMBERS.sub("", seen.reason):
        return Step(tally=tally, events=events)
    now = replace(tally, severity=seen.severity, reason=seen.reason)
    return Step(tally=now, events=(*events, _event(now, Happening.CHANGED, seen, seen.reason, seen.reason_en)))


def _good(tally: Tally, seen: Seen, patience: Patience, events: tuple[Event, ...]) -> Step:
    now = replace(tally, failed=0, since=None)
    if now.open:
        now = replace(now, good=now.good + 1, good_since=now.good_since or seen.at)
        if now.good >= patience.closes_after:
            resolved = _event(now, Happening.RESOLVED, seen, seen.reason, seen.reason_en)
            now = replace(now, good=0, ended=now.good_since, good_since=None)
            events = (*events, resolved)
    return Step(tally=_kept(now, seen, patience), events=events)


def _kept(tally: Tally, seen: Seen, patience: Patience) -> Tally | None:
    """A tally is worth keeping while its incident is open or may go on, or while rounds fail."""
    if tally.open or tally.failed:
        return tally
    may_go_on = tally.ended is not None and seen.at - tally.ended <= patience.goes_on_within
    return tally if may_go_on else None


def _incident(tally: Tally, seen: Seen, *, since: datetime) -> Incident:
    return Incident(
        id=tally.incident or "",
        portal=seen.portal,
        agency=seen.agency,
        rule=seen.rule,
        severity=seen.severity,
        basis=seen.basis,
        since=since,
        opened=seen.at,
        reason=seen.reason,
        reason_en=seen.reason_en,
        law=seen.law,
    )


def _event(tally: Tally, happening: Happening, seen: Seen, reason: str, reason_en: str) -> Event:
    return Event(incident=tally.incident or "", happening=happening, at=seen.at, reason=reason, reason_en=reason_en)
