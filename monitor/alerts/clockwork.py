"""What time alone brings, done every few seconds: escalations, repeats, digests, claims of senders that died."""

import logging
import threading
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from monitor.alerts.desk import Desk
from monitor.alerts.ticking import Tick, digests, escalations, repeats
from monitor.alerts.withdrawing import withdraw_untold
from monitor.incidents.records import Incident
from monitor.seldom import Seldom
from monitor.storage import outbox
from monitor.storage.outbox import Delivery
from monitor.storage.store import Store

EVERY = 5.0  # seconds
KEPT = timedelta(days=90)  # letters that were finished longer ago are forgotten; incidents never are
_DIGESTS_FROM = timedelta(days=1)
_RESOLVED_FROM = timedelta(days=8)  # what a weekly digest may tell of

_LOG = logging.getLogger(__name__)


class Clockwork:
    """Turns until it is stopped; a turn that the store refuses is tried again at the next."""

    def __init__(
        self,
        store: Store,
        desk: Desk,
        *,
        now: Callable[[], datetime],
        knock: Callable[[], None],
        own: Callable[[datetime], Sequence[Delivery]] = lambda _at: (),
        in_hand: Callable[[], Collection[str]] = tuple,
    ) -> None:
        """`knock` hears that there may be something to send; `own` gives letters about the monitor itself; `in_hand`
        are those that our sender has claimed."""
        self._store, self._desk, self._now, self._knock, self._own = store, desk, now, knock, own
        self._in_hand = in_hand
        self._seldom = Seldom()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="clockwork", daemon=True)

    def start(self) -> None:
        """Begin to turn."""
        self._thread.start()

    def cease(self) -> None:
        """Turn no more."""
        self._stopped.set()

    def stop(self, timeout: float) -> None:
        """End within `timeout` seconds."""
        self.cease()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def turn(self) -> None:
        """Everything whose time has come, in one commit."""
        now = self._now()
        with self._store.transaction(self._desk) as connection:
            outbox.release(connection, now=now, but=self._in_hand())
            turn(connection, self._desk, at=now)
            outbox.add(connection, self._own(now))
        self._desk.drop_old(now=now)
        self._knock()

    def _run(self) -> None:
        while not self._stopped.wait(EVERY):
            try:
                self.turn()
            except SQLAlchemyError as error:
                why = str(error).partition("\n")[0]
                if self._seldom.worth_saying(why):
                    _LOG.error("incidents wait: the store refuses: %s", why)


def turn(connection: Connection, desk: Desk, *, at: datetime) -> None:
    """Close what is gone; then, where letters are made, those that time brings."""
    desk.hear_answers(connection)
    desk.close_gone(connection, at=at)
    outbox.forget(connection, finished_before=at - KEPT)
    withdraw_untold(connection, desk.guide, at=at)
    if not desk.guide.telling:
        return
    tick = Tick(guide=desk.guide, at=at, new_id=desk.new_id)
    events = list(escalations(tick, desk.open_within()))
    if events:
        desk.happen(connection, events, at=at)
    late = desk.open_within()
    outbox.add(connection, repeats(tick, late, _letters(connection, late)))
    if any(channel.digests for channel in desk.guide.channels):
        known = outbox.groupings_since(connection, at - _DIGESTS_FROM)
        outbox.add(connection, digests(tick, desk.incidents_since(connection, at - _RESOLVED_FROM), known))


def _letters(connection: Connection, incidents: Sequence[Incident]) -> dict[str, list[Delivery]]:
    found: dict[str, list[Delivery]] = {}
    for letter in outbox.read_deliveries(connection, incidents=[item.id for item in incidents]) if incidents else ():
        for name in letter.incidents:
            found.setdefault(name, []).append(letter)
    return found
