"""Signs of life to services that raise the alarm when they stay away; nothing about portals goes out this way."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial

from monitor.alerts.channels.contract import Receipt, Send
from monitor.alerts.channels.heartbeat import EVERY
from monitor.alerts.records import Channel, Letter, Occasion
from monitor.alerts.regularly import Errand

Unwell = Callable[[], str | None]  # why the monitor is not well; `None` while it is


def pings(
    heartbeats: Iterable[Channel], sends: Mapping[str, Send], *, unwell: Unwell, now: Callable[[], datetime]
) -> tuple[Errand, ...]:
    """One errand for each service that can be pinged. `unwell` is asked before each ping; why it is so stays here."""

    def ping(send: Send) -> Receipt:
        at = now()
        occasion = Occasion.TEST if unwell() is None else Occasion.MONITOR
        return send(Letter(id=at.isoformat(), occasion=occasion, at=at, title="", body=""))

    return tuple(
        Errand(
            name=f"heartbeat {channel.name}",
            every=float(channel.options.get("every", EVERY)),
            run=partial(ping, sends[channel.name]),
        )
        for channel in heartbeats
        if channel.name in sends
    )
