"""Which channel hears of which incident, and not before when; pure, the same question gives the same answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.alerts.records import Audience, Channel, Hours
from monitor.catalogue.records import AgencyKind
from monitor.incidents.records import Incident
from probes.contract import System

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
_MOST_DAYS = 60  # no run of days off is longer: a calendar that knows no working day must not turn for ever

WorkingDay = Callable[[date], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """What routing asks of an incident's portal beside the incident itself."""

    agency_kind: AgencyKind
    system: System


def hears(channel: Channel, incident: Incident, whose: Whose) -> bool:
    """Whether a channel is for this incident at all; when it hears is another question."""
    return (
        channel.audience is Audience.AGENCIES
        and incident.severity >= channel.at_least
        and (not channel.agencies or incident.agency in channel.agencies)
        and (not channel.agency_kinds or whose.agency_kind in channel.agency_kinds)
        and (not channel.systems or whose.system in channel.systems)
        and (not channel.bases or incident.basis in channel.bases)
    )


def not_before(channel: Channel, incident: Incident, *, at: datetime, working: WorkingDay) -> datetime:
    """When the channel may be told at the earliest: at once, or when its next working hours begin."""
    if channel.hours is None or incident.severity >= channel.urgent:
        return at
    return next_opening(channel.hours, at=at, working=working)


def next_opening(hours: Hours, *, at: datetime, working: WorkingDay) -> datetime:
    """`at` itself within working hours, else the beginning of the next ones; aware UTC."""
    local = at.astimezone(HANOI)
    for ahead in range(_MOST_DAYS):
        day = local.date() + timedelta(days=ahead)
        begin, end = (datetime.combine(day, clock, HANOI) for clock in (hours.begin, hours.end))
        if working(day) and local < end:
            return max(local, begin).astimezone(UTC)
    return at
