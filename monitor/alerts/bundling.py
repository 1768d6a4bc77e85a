"""Which letters follow from what happened to incidents; pure, so that a day of them can be worked out by hand.

One letter gathers what belongs together: a letter that nobody has claimed yet takes up further incidents of its group.
While others of the group are failing on their way to an incident it is held, so that a failing data centre is one
letter and not a hundred; a portal that fails alone is told at once.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from monitor.alerts.records import Channel, GroupBy, Occasion
from monitor.alerts.routing import Whose, WorkingDay, hears, not_before
from monitor.incidents.records import Happening, Incident
from monitor.storage.outbox import Delivery, DeliveryState

_BEGINS = frozenset({Happening.OPENED, Happening.WENT_ON, Happening.CHANGED, Happening.UNMUTED})
_ENDS = frozenset({Happening.RESOLVED, Happening.CLOSED})
_TOLD = frozenset({DeliveryState.SENT, DeliveryState.SENDING})
_TELLING = frozenset({Occasion.OPENED, Occasion.REPEATED, Occasion.ESCALATED})


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Something that happened to an incident, and whose it is: `None` of a portal that is no longer watched."""

    incident: Incident
    happening: Happening
    whose: Whose | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """What bundling knows beside the news. `hold` bounds how long a letter waits for others of its group.

    `on_their_way` says whether portals of a grouping fail under a rule without having an incident yet.
    """

    channels: Sequence[Channel]
    at: datetime
    hold: timedelta
    working: WorkingDay
    new_id: Callable[[datetime], str]
    on_their_way: Callable[[str, str], bool] = lambda _grouping, _rule: False


@dataclass(slots=True, kw_only=True)
class Changes:
    """What is to be done to the outbox."""

    made: dict[str, Delivery] = field(default_factory=dict)
    attached: list[tuple[str, str]] = field(default_factory=list)
    detached: list[tuple[str, str]] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    hastened: dict[str, datetime] = field(default_factory=dict)


def grouping(channel: Channel, incident: Incident) -> str:
    """What a letter about this incident gathers: its agency, or its cause where the channel wants it and there is
    one."""
    if channel.group_by is GroupBy.CAUSE and incident.cause:
        return f"cause {incident.cause}"
    return f"agency {incident.agency}"


def escalation_steps(channels: Iterable[Channel]) -> list[int]:
    """After how many working days without acknowledgement somebody else hears, in order."""
    return sorted({item.escalated_after for item in channels if item.escalated_after is not None})


def bundle(
    news: Iterable[News], circle: Circle, *, letters: Mapping[str, Sequence[Delivery]], pending: Collection[Delivery]
) -> Changes:
    """The letters that follow from news.

    `letters` are those that told or will tell of an incident, by incident; `pending` the unclaimed ones of all groups
    concerned.
    """
    desk = _Desk(circle, letters, pending)
    for item in news:
        for channel in circle.channels:
            desk.take(item, channel)
    return desk.changes


class _Desk:
    """The letters as they stand while one batch of news is gone through."""

    def __init__(
        self, circle: Circle, letters: Mapping[str, Sequence[Delivery]], pending: Collection[Delivery]
    ) -> None:
        self._circle = circle
        self._letters = {incident: list(items) for incident, items in letters.items()}
        self._open = {(item.channel, item.occasion, item.grouping): item for item in pending if _waits(item)}
        self.changes = Changes()

    def take(self, news: News, channel: Channel) -> None:
        """One piece of news for one channel."""
        incident = news.incident
        mine = [item for item in self._letters.get(incident.id, ()) if item.channel == channel.name]
        if news.happening in _ENDS or news.happening is Happening.MUTED:
            self._ended(news, channel, mine)
        elif news.happening is Happening.ESCALATED:
            if self._rank(channel) == incident.escalated and _hears(channel, news):
                self._tell(Occasion.ESCALATED, news, channel)
        elif news.happening in _BEGINS and channel.escalated_after is None and _hears(channel, news):
            self._began(news, channel, mine)

    def _rank(self, channel: Channel) -> int | None:
        """Which step of escalation a channel is: 1 for those that hear after the fewest days, `None` for the others."""
        steps = escalation_steps(self._circle.channels)
        return steps.index(channel.escalated_after) + 1 if channel.escalated_after in steps else None

    def _began(self, news: News, channel: Channel, mine: Sequence[Delivery]) -> None:
        incident = news.incident
        if incident.muted is not None:
            return
        farewell = next((item for item in mine if _waits(item) and item.occasion == Occasion.RECOVERED), None)
        if farewell is not None:  # it was not over after all, and nobody has heard that it was
            self._detach(farewell, incident.id)
            return
        if news.happening in (Happening.CHANGED, Happening.UNMUTED) and _knows(mine):
            return
        self._tell(Occasion.OPENED, news, channel)

    def _ended(self, news: News, channel: Channel, mine: Sequence[Delivery]) -> None:
        """What was not told yet need not be told any more; who was told of the beginning hears of the end."""
        waiting = [item for item in mine if _waits(item) and item.occasion in _TELLING]
        for item in waiting:
            self._detach(item, news.incident.id)
        if news.happening is not Happening.MUTED and _knows(item for item in mine if item not in waiting):
            self._tell(Occasion.RECOVERED, news, channel)

    def _tell(self, occasion: Occasion, news: News, channel: Channel) -> None:
        incident, circle = news.incident, self._circle
        group = grouping(channel, incident)
        letter = self._open.get((channel.name, occasion.value, group))
        if letter is None:
            opening = not_before(channel, incident, at=circle.at, working=circle.working)
            held = occasion is Occasion.OPENED and circle.on_their_way(group, incident.rule)
            letter = Delivery(
                id=circle.new_id(circle.at),
                channel=channel.name,
                occasion=occasion.value,
                grouping=group,
                created=circle.at,
                not_before=max(opening, circle.at + circle.hold) if held else opening,
                held=held,
            )
            self._open[channel.name, occasion.value, group] = letter
            self.changes.made[letter.id] = letter
        self._attach(letter, incident, channel)

    def _attach(self, letter: Delivery, incident: Incident, channel: Channel) -> None:
        if incident.id in letter.incidents:
            return
        told = replace(letter, incidents=tuple(sorted((*letter.incidents, incident.id))))
        if incident.severity >= channel.urgent and not letter.held:
            told = replace(told, not_before=min(told.not_before, self._circle.at))
        self._put(told)
        if letter.id not in self.changes.made:
            self.changes.attached.append((letter.id, incident.id))
            if told.not_before < letter.not_before:
                self.changes.hastened[letter.id] = told.not_before
        self._letters.setdefault(incident.id, []).append(told)

    def _detach(self, letter: Delivery, incident: str) -> None:
        now = self._open.get((letter.channel, letter.occasion, letter.grouping), letter)
        left = replace(now, incidents=tuple(item for item in now.incidents if item != incident))
        self._letters[incident] = [item for item in self._letters[incident] if item.id != letter.id]
        self.changes.detached.append((letter.id, incident))
        if left.incidents:
            self._put(left)
            return
        self._open.pop((letter.channel, letter.occasion, letter.grouping), None)
        if self.changes.made.pop(letter.id, None) is None:
            self.changes.withdrawn.append(letter.id)

    def _put(self, letter: Delivery) -> None:
        self._open[letter.channel, letter.occasion, letter.grouping] = letter
        if letter.id in self.changes.made:
            self.changes.made[letter.id] = letter


def _hears(channel: Channel, news: News) -> bool:
    """Only the end is told of what is no longer watched, to those who heard of the beginning."""
    return news.whose is not None and hears(channel, news.incident, news.whose)


def _waits(letter: Delivery) -> bool:
    """A letter that was tried once may have been accepted without our knowing: it is not changed any more."""
    return letter.state is DeliveryState.PENDING and not letter.attempts


def _knows(letters: Iterable[Delivery]) -> bool:
    """Whether the last that a channel heard, or is about to hear, is that the incident is there."""
    heard = [item for item in letters if item.state in _TOLD or item.attempts]
    return bool(heard) and max(heard, key=lambda item: (item.created, item.id)).occasion in _TELLING
