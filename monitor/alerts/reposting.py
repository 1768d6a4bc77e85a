"""Receivers that forget what they are not told again hear of everything open, every so often, outside the outbox.

Only what a letter told them before: a letter that is held, or that working hours hold up, is not overtaken. An incident
stays told while somebody has acknowledged it or it is muted: silence would look like a recovery.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from monitor.alerts.channels.contract import Receipt, Send
from monitor.alerts.composing import Names, standing_letter
from monitor.alerts.discovery import find_ways
from monitor.alerts.records import Channel
from monitor.alerts.regularly import Errand
from monitor.incidents.records import Incident
from monitor.storage import outbox
from monitor.storage.engine import reading
from monitor.storage.outbox import Delivery, DeliveryState
from monitor.storage.store import Store

_NOTHING = Receipt(accepted=True, detail="nothing to post")


def repostings(
    channels: Iterable[Channel],
    sends: Mapping[str, Send],
    *,
    store: Store,
    incidents: Callable[[], Sequence[Incident]],
    names: Callable[[], Names],
    now: Callable[[], datetime],
) -> tuple[Errand, ...]:
    """One errand for each channel whose receiver forgets; `incidents` are those of now, open or over."""

    def repost(channel: Channel, send: Send) -> Receipt:
        at = now()  # before anything is read: what ends meanwhile is newer than this letter
        still_open = [item for item in incidents() if item.open]
        try:
            with reading(store.engine) as connection:
                letters = outbox.read_deliveries(connection, incidents=[item.id for item in still_open])
        except SQLAlchemyError as error:
            return Receipt(accepted=False, detail=f"the outbox cannot be read ({type(error).__name__})")
        told = still_told(still_open, letters, channel.name)
        return send(standing_letter(told, channel, names(), at=at)) if told else _NOTHING

    return tuple(
        Errand(
            name=f"channel {channel.name}",
            every=every.total_seconds(),
            run=partial(repost, channel, sends[channel.name]),
        )
        for channel in channels
        if channel.name in sends and (every := find_ways()[channel.kind].stands) is not None
    )


def still_told(incidents: Iterable[Incident], letters: Iterable[Delivery], channel: str) -> list[Incident]:
    """The open incidents of which the channel was told."""
    told = {
        name
        for letter in letters
        if letter.channel == channel and letter.state is DeliveryState.SENT
        for name in letter.incidents
    }
    return [item for item in incidents if item.open and item.id in told]
