"""From what happened to incidents to letters in the outbox, within the commit in which it happened."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from monitor.alerts.bundling import Changes, Circle, News, bundle, grouping
from monitor.alerts.guide import Guide
from monitor.alerts.routing import not_before
from monitor.incidents.records import Event, Incident
from monitor.storage import outbox
from monitor.storage.outbox import Delivery

_NOTHING_LEFT = "nothing left to tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What telling goes by: the guide, the time, names for letters, and who else is on the way to an incident."""

    guide: Guide
    at: datetime
    new_id: Callable[[datetime], str]
    on_their_way: Callable[[str, str], bool]

    def tell(self, connection: Connection, events: Sequence[Event], incidents: Mapping[str, Incident]) -> None:
        """Make, fill, empty and withdraw letters as these events want it; `incidents` are those after the events."""
        whose = self.guide.whose
        news = [
            News(incident=incident, happening=event.happening, whose=whose.get(incident.portal))
            for event, incident in ((event, incidents[event.incident]) for event in events)
        ]
        if news:
            write_changes(connection, self._bundled(connection, news), at=self.at)

    def _bundled(self, connection: Connection, news: Sequence[News]) -> Changes:
        concerned = sorted({item.incident.id for item in news})
        letters: dict[str, list[Delivery]] = {}
        for letter in outbox.read_deliveries(connection, incidents=concerned):
            for name in letter.incidents:
                letters.setdefault(name, []).append(letter)
        groups = {grouping(channel, item.incident) for item in news for channel in self.guide.channels}
        circle = Circle(
            channels=self.guide.channels,
            at=self.at,
            hold=self.guide.hold,
            working=self.guide.holidays.is_working_day,
            new_id=self.new_id,
            on_their_way=self.on_their_way,
        )
        return bundle(news, circle, letters=letters, pending=outbox.pending(connection, groupings=groups))

    def let_go(self, connection: Connection, incidents: Mapping[str, Incident]) -> None:
        """A letter that waited for others of its group goes as soon as none is on its way any more."""
        channels = {channel.name: channel for channel in self.guide.channels}
        for letter in outbox.pending(connection, held_only=True):
            told = [incidents[name] for name in letter.incidents if name in incidents]
            if any(self.on_their_way(letter.grouping, incident.rule) for incident in told):
                continue
            channel = channels.get(letter.channel)
            working = self.guide.holidays.is_working_day
            openings = [not_before(channel, item, at=self.at, working=working) for item in told] if channel else []
            outbox.reschedule(connection, [letter.id], not_before=min(openings, default=self.at), held=False)


def write_changes(connection: Connection, changes: Changes, *, at: datetime) -> None:
    """Write what bundling decided."""
    outbox.add(connection, changes.made.values())
    outbox.attach(connection, changes.attached)
    outbox.detach(connection, changes.detached)
    outbox.withdraw(connection, changes.withdrawn, at=at, detail=_NOTHING_LEFT)
    for letter, opening in changes.hastened.items():
        outbox.reschedule(connection, [letter], not_before=opening, held=False)
