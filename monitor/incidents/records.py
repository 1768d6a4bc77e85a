"""Incidents as values: what failed and since when, the rounds that open and close it, and everything that happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.rules.contract import Basis, Outcome, Severity

NO_LONGER_WATCHED = ("không còn theo dõi", "no longer watched")  # the reason why an incident is closed


class Happening(StrEnum):
    """What can happen to an incident; each time is a row with its reason."""

    OPENED = "opened"
    WENT_ON = "went_on"  # failed again soon after its end: the same incident
    CHANGED = "changed"  # severity or reason is another one
    MUTED = "muted"
    UNMUTED = "unmuted"
    ACKNOWLEDGED = "acknowledged"
    ESCALATED = "escalated"
    RESOLVED = "resolved"  # the duty is met again
    CLOSED = "closed"  # the duty no longer applies, or the portal is no longer watched


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How many rounds in a row open and close an incident, and for how long after its end it goes on if they fail."""

    opens_after: int = 3
    closes_after: int = 2
    goes_on_within: timedelta = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One rule's verdict of one round, as incidents count it. Times are aware UTC.

    `counted`: the round looked with a probe that the rule reads; a nightly reading does not fail again every five
    minutes.
    `tells`: a fail of this rule opens incidents; rates and advisory rules go into reports.
    `muted`: why nobody is to be told, `None` where somebody is.
    `holds_until`: a later round after that says nothing about what lies between.
    `refuted`: undecided, and yet what a failure would say no longer holds (some vantages see the portal again).
    """

    portal: str
    agency: str
    rule: str
    outcome: Outcome
    severity: Severity
    basis: Basis
    reason: str
    reason_en: str
    law: str | None
    at: datetime
    holds_until: datetime
    counted: bool = True
    tells: bool = True
    muted: str | None = None
    refuted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The rounds in a row of one portal under one rule, and the incident that they opened, while it may go on.

    `since` is the first failed round of the row; `good_since` the first good one after it. `incident` stays named
    after its end, at `ended`, for as long as it may go on.
    """

    portal: str
    rule: str
    failed: int = 0
    good: int = 0
    since: datetime | None = None
    good_since: datetime | None = None
    holds_until: datetime | None = None
    incident: str | None = None
    ended: datetime | None = None
    muted: str | None = None
    severity: Severity = Severity.MINOR
    reason: str = ""

    @property
    def open(self) -> bool:
        """Whether its incident is open."""
        return self.incident is not None and self.ended is None

    @property
    def failing(self) -> bool:
        """On its way to an incident: failed, but not yet often enough."""
        return self.failed > 0 and not self.open


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to an incident, at `at`, aware UTC.

    `by` names who did it, empty for the monitor itself; `reason` is Vietnamese, `reason_en` English.
    """

    incident: str
    happening: Happening
    at: datetime
    reason: str
    reason_en: str
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """A verdict that changed and stayed changed.

    `since`: not compliant since (the first confirmed failure); of one that went on after its end, since the first
    failure of its present stretch, so that no good time counts as failed. `opened` is when it was first opened.
    `ended` is the first good round of those that closed it, `resolved` when that was decided. `cause` is shared by
    the incidents of one group.
    """

    id: str
    portal: str
    agency: str
    rule: str
    severity: Severity
    basis: Basis
    since: datetime
    opened: datetime
    reason: str
    reason_en: str
    law: str | None
    ended: datetime | None = None
    resolved: datetime | None = None
    acknowledged: datetime | None = None
    acknowledged_by: str = ""
    note: str = ""
    muted: str | None = None
    escalated: int = 0
    cause: str = ""
    events: tuple[Event, ...] = ()
    features: Mapping[str, str] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        """Whether it has not been resolved."""
        return self.resolved is None

    @property
    def begun(self) -> datetime:
        """When its present stretch was decided: when it was opened, or when it went on last."""
        return max((item.at for item in self.events if item.happening is Happening.WENT_ON), default=self.opened)
