"""What an event makes of the incident that it happens to."""

from dataclasses import replace
from datetime import datetime

from monitor.incidents.records import Event, Happening, Incident
from monitor.rules.contract import Severity


def apply(
    incident: Incident,
    event: Event,
    *,
    severity: Severity | None = None,
    ended: datetime | None = None,
    since: datetime | None = None,
) -> Incident:
    """The incident after the event. `severity` is the present one; `ended` the first good round of those that closed
    it; `since` the first failed one of those with which it goes on."""
    now = replace(incident, events=(*incident.events, event))
    match event.happening:
        case Happening.WENT_ON:
            return _again(replace(now, since=since or now.since, severity=severity or now.severity), event)
        case Happening.CHANGED:
            return replace(now, severity=severity or now.severity, reason=event.reason, reason_en=event.reason_en)
        case Happening.MUTED:
            return replace(now, muted=event.reason)
        case Happening.UNMUTED:
            return replace(now, muted=None)
        case Happening.ESCALATED:
            return replace(now, escalated=now.escalated + 1)
        case Happening.RESOLVED | Happening.CLOSED:
            return replace(now, ended=ended or event.at, resolved=event.at)
        case _:
            return now


def _again(incident: Incident, event: Event) -> Incident:
    """It is told anew, and asks for a new answer; the one given before stays among its events."""
    return replace(
        incident,
        ended=None,
        resolved=None,
        reason=event.reason,
        reason_en=event.reason_en,
        acknowledged=None,
        acknowledged_by="",
        note="",
        escalated=0,
    )
