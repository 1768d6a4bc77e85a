"""What time alone brings: escalation by working days, repeats, and digests in the morning; pure."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from monitor.alerts.bundling import escalation_steps, grouping
from monitor.alerts.guide import Guide
from monitor.alerts.records import Audience, Channel, Occasion
from monitor.alerts.routing import HANOI, hears, not_before
from monitor.incidents.records import Event, Happening, Incident
from monitor.storage.outbox import Delivery, DeliveryState
from monitor.working_days.counting import working_days_between

DIGEST_AT = time(8)  # Vietnamese time
_BACK: Mapping[Occasion, timedelta] = {Occasion.DAILY: timedelta(days=1), Occasion.WEEKLY: timedelta(days=7)}
_SILENT = frozenset({DeliveryState.PENDING, DeliveryState.SENDING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One look at the clock: the guide, the time, and names for letters."""

    guide: Guide
    at: datetime
    new_id: Callable[[datetime], str]

    @property
    def today(self) -> date:
        """The day in Vietnam."""
        return self.at.astimezone(HANOI).date()


def escalations(tick: Tick, incidents: Iterable[Incident]) -> Iterator[Event]:
    """Incidents that nobody acknowledged for so many working days; each step happens once."""
    steps = escalation_steps(tick.guide.channels)
    for incident in incidents:
        if not _waits_for_an_answer(incident):
            continue
        opened = incident.begun.astimezone(HANOI).date()
        passed = working_days_between(opened, tick.today, tick.guide.holidays)
        for days in steps[incident.escalated :]:
            if passed >= days:
                yield Event(
                    incident=incident.id,
                    happening=Happening.ESCALATED,
                    at=tick.at,
                    reason=f"{days} ngày làm việc chưa có người nhận xử lý",
                    reason_en=f"nobody has acknowledged it for {days} working days",
                )


def repeats(tick: Tick, incidents: Iterable[Incident], letters: Mapping[str, Sequence[Delivery]]) -> list[Delivery]:
    """Letters that say again what still is so, gathered as the first ones were. `letters` by incident."""
    made: dict[tuple[str, str], tuple[datetime, list[str]]] = {}
    for incident in incidents:
        for channel in tick.guide.channels if _waits_for_an_answer(incident) else ():
            if _due_again(channel, incident, letters.get(incident.id, ()), tick):
                opening = not_before(channel, incident, at=tick.at, working=tick.guide.holidays.is_working_day)
                known = made.setdefault((channel.name, grouping(channel, incident)), (opening, []))
                known[1].append(incident.id)
    return [
        _letter(tick, channel=channel, occasion=Occasion.REPEATED, group=group, incidents=names, opening=opening)
        for (channel, group), (opening, names) in made.items()
    ]


def digests(tick: Tick, incidents: Sequence[Incident], known: Collection[tuple[str, str]]) -> list[Delivery]:
    """The letters of this morning, one for each channel and agency with something to tell, where none is known.

    `incidents` are those open or resolved within the last week; `known` are channel and grouping of digests made
    already. On days off, and before 8:00, there are none; the weekly one comes on the first working day of a week.
    """
    local = tick.at.astimezone(HANOI)
    if local.time() < DIGEST_AT or not tick.guide.holidays.is_working_day(tick.today):
        return []
    made: list[Delivery] = []
    for channel in tick.guide.channels:
        for occasion in sorted(channel.digests):
            if channel.audience is Audience.AGENCIES and (occasion is Occasion.DAILY or _first_of_the_week(tick)):
                made += _digest(tick, channel, occasion, incidents, known)
    return made


def _digest(
    tick: Tick,
    channel: Channel,
    occasion: Occasion,
    incidents: Sequence[Incident],
    known: Collection[tuple[str, str]],
) -> Iterator[Delivery]:
    back = tick.at - _BACK[occasion]
    by_agency: dict[str, list[str]] = {}
    for incident in incidents:
        whose = tick.guide.whose.get(incident.portal)
        if whose is not None and hears(channel, incident, whose) and (incident.open or _ended_since(incident, back)):
            by_agency.setdefault(incident.agency, []).append(incident.id)
    for agency, names in sorted(by_agency.items()):
        group = f"{occasion.value} {tick.today.isoformat()} agency {agency}"
        if (channel.name, group) not in known:
            yield _letter(tick, channel=channel.name, occasion=occasion, group=group, incidents=names, opening=tick.at)


def _letter(
    tick: Tick, *, channel: str, occasion: Occasion, group: str, incidents: Sequence[str], opening: datetime
) -> Delivery:
    return Delivery(
        id=tick.new_id(tick.at),
        channel=channel,
        occasion=occasion.value,
        grouping=group,
        created=tick.at,
        not_before=opening,
        incidents=tuple(sorted(incidents)),
    )


def _waits_for_an_answer(incident: Incident) -> bool:
    return incident.open and incident.acknowledged is None and incident.muted is None


def _due_again(channel: Channel, incident: Incident, letters: Iterable[Delivery], tick: Tick) -> bool:
    """The channel was told, the last time long enough ago, and nothing to it is on its way."""
    whose = tick.guide.whose.get(incident.portal)
    if channel.repeat_every is None or whose is None or not hears(channel, incident, whose):
        return False
    mine = [item for item in letters if item.channel == channel.name and item.occasion not in _BACK]
    if any(item.state in _SILENT for item in mine):
        return False
    told = [item.finished for item in mine if item.state is DeliveryState.SENT and item.finished is not None]
    return bool(told) and max(told) + channel.repeat_every <= tick.at


def _ended_since(incident: Incident, moment: datetime) -> bool:
    return incident.resolved is not None and incident.resolved >= moment


def _first_of_the_week(tick: Tick) -> bool:
    monday = tick.today - timedelta(days=tick.today.weekday())
    earlier = (monday + timedelta(days=number) for number in range(tick.today.weekday()))
    return not any(tick.guide.holidays.is_working_day(day) for day in earlier)
