"""Sending: one thread for each channel, so that one that hangs delays nobody; what is due is claimed, sent, and ticked.

Nothing is sent within a transaction. A kill between the receiver's acceptance and our commit may repeat that one
letter, which carries its id; everything else is sent once. How a sending went is remembered until the store takes it.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

from sqlalchemy.exc import SQLAlchemyError

from monitor.alerts.channels.contract import Receipt, Send
from monitor.alerts.records import Letter
from monitor.seldom import Seldom
from monitor.storage import outbox
from monitor.storage.engine import reading
from monitor.storage.outbox import Delivery, DeliveryState
from monitor.storage.store import Store

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)
PATIENCE = timedelta(hours=24)  # after that a letter is given up, loudly
CLAIM = timedelta(seconds=60)  # longer than any sending lasts; another leader may send the letter after that
_BEGIN_WITHIN = 10.0  # seconds from the claim: a sending that begins later might not be over with it
_LOOK_EVERY = 1.0  # seconds between two looks into the outbox where nobody knocks

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clerk:
    """What a sender needs of the world: the clock, chance (0..1) for jitter, the words, and who hears of the outcome.

    `compose` words a letter as its incidents stand now; `None` where nothing is left to tell. `told` hears of every
    sending that is over: channel and `sent`, `failed` or `given_up`.
    """

    now: Callable[[], datetime]
    chance: Callable[[], float]
    compose: Callable[[Delivery], Letter | None]
    told: Callable[[str, str], None] = lambda _channel, _result: None


def pause_after(attempts: int, chance: float) -> timedelta:
    """How long to wait after so many attempts: twice as long each time, spread by half to one and a half."""
    doubled: timedelta = FIRST_PAUSE * 2 ** min(attempts - 1, 20)
    return min(LONGEST_PAUSE, doubled) * (0.5 + chance)


class Sender:
    """Sends the letters of all channels until it is stopped."""

    def __init__(self, store: Store, clerk: Clerk) -> None:
        """Nothing is sent before `use`."""
        self._store = store
        self._clerk = clerk
        self._desks: dict[str, _ChannelDesk] = {}
        self._stopping = threading.Event()

    def use(self, sends: Mapping[str, Send]) -> None:
        """Send through these channels, by name, from now on; letters of others wait."""
        for name in self._desks.keys() - sends.keys():
            self._desks.pop(name).stop()
        for name, send in sends.items():
            if name in self._desks:
                self._desks[name].send = send
            else:
                self._desks[name] = _ChannelDesk(name, send, self._store, self._clerk)

    def knock(self) -> None:
        """There may be something new to send."""
        for desk in tuple(self._desks.values()):
            desk.knock()

    def ok(self) -> Mapping[str, bool]:
        """Whether the last sending through each channel was accepted; channels that sent nothing yet are left out."""
        return {name: desk.ok for name, desk in sorted(self._desks.items()) if desk.ok is not None}

    def in_hand(self) -> frozenset[str]:
        """Letters that are claimed, and whose outcome the store does not know yet."""
        return frozenset(desk.in_hand for desk in tuple(self._desks.values()) if desk.in_hand is not None)

    def cease(self) -> None:
        """Begin no more sendings."""
        for desk in tuple(self._desks.values()):
            desk.stop()

    def stop(self, timeout: float) -> None:
        """Begin no more sendings, and wait up to `timeout` seconds for those that run."""
        self.cease()
        until = monotonic() + timeout
        for desk in tuple(self._desks.values()):
            desk.join(max(0.0, until - monotonic()))


class _ChannelDesk:
    """One channel's thread."""

    def __init__(self, name: str, send: Send, store: Store, clerk: Clerk) -> None:
        self.send = send
        self.ok: bool | None = None
        self.in_hand: str | None = None
        self._outcome: Callable[[], None] | None = None  # how its sending went, to be written
        self._name, self._store, self._clerk = name, store, clerk
        self._seldom = Seldom()
        self._knocked = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=f"channel {name}", daemon=True)
        self._thread.start()

    def knock(self) -> None:
        self._knocked.set()

    def stop(self) -> None:
        self._stopping = True
        self._knocked.set()

    def join(self, timeout: float) -> None:
        self._thread.join(timeout)

    def _run(self) -> None:
        while not self._stopping:
            self._attempt(self._turn)
            self._knocked.wait(_LOOK_EVERY)
            self._knocked.clear()
        self._attempt(self._write_outcome)

    def _attempt(self, what: Callable[[], None]) -> None:
        try:
            what()
        except SQLAlchemyError as error:
            if self._seldom.worth_saying(str(error)):
                _LOG.error("channel %s: the outbox refuses: %s", self._name, str(error).partition("\n")[0])

    def _turn(self) -> None:
        self._write_outcome()
        with reading(self._store.engine) as connection:
            letters = outbox.due(connection, channel=self._name, now=self._clerk.now())
        for letter in letters:
            if self._stopping:
                return
            self._take(letter)

    def _take(self, delivery: Delivery) -> None:
        now, began = self._clerk.now(), monotonic()
        self.in_hand = delivery.id
        try:
            with self._store.transaction() as connection:
                if not outbox.claim(connection, delivery.id, now=now, until=now + CLAIM):
                    return
                claimed = outbox.read(connection, delivery.id)
            receipt = self._sent(claimed, began)
            self._outcome = partial(self._conclude, claimed, receipt)
        finally:
            self.in_hand = delivery.id if self._outcome is not None else None
        self._write_outcome()

    def _write_outcome(self) -> None:
        """Until the store has taken it, nothing else is done here: the letter must not go again."""
        if self._outcome is not None:
            self._outcome()
            self._outcome = self.in_hand = None

    def _conclude(self, claimed: Delivery, receipt: Receipt | None) -> None:
        if receipt is None:
            self._finish(claimed, DeliveryState.WITHDRAWN, "nothing left to tell")
            return
        self.ok = receipt.accepted
        if receipt.accepted:
            self._finish(claimed, DeliveryState.SENT, receipt.detail)
        else:
            self._again_or_never(claimed, receipt)

    def _sent(self, delivery: Delivery, claimed: float) -> Receipt | None:
        """How it went; `None` where nothing was left to tell."""
        try:
            letter = self._clerk.compose(delivery)
            if letter is not None and monotonic() - claimed > _BEGIN_WITHIN:
                return Receipt(accepted=False, detail="not begun in time")
            return None if letter is None else self.send(letter)
        except Exception as error:  # noqa: BLE001 - a fault while one letter is sent ends this attempt only, and is said
            _LOG.exception("channel %s broke while sending letter %s", self._name, delivery.id)
            return Receipt(accepted=False, detail=f"broke: {type(error).__name__}")

    def _again_or_never(self, delivery: Delivery, receipt: Receipt) -> None:
        now = self._clerk.now()
        if not receipt.again or now - delivery.created > PATIENCE:
            self._finish(delivery, DeliveryState.GIVEN_UP, receipt.detail)
            _LOG.error("channel %s: letter %s is given up: %s", self._name, delivery.id, receipt.detail)
            return
        if self._seldom.worth_saying(receipt.detail):
            _LOG.warning("channel %s does not take letters: %s", self._name, receipt.detail)
        later = now + max(receipt.wait, pause_after(delivery.attempts, self._clerk.chance()))
        with self._store.transaction() as connection:
            outbox.retry(connection, delivery.id, not_before=later, detail=receipt.detail)
        self._clerk.told(self._name, "failed")

    def _finish(self, delivery: Delivery, state: DeliveryState, detail: str) -> None:
        with self._store.transaction(fenced=False) as connection:  # it was sent, whoever leads by now
            outbox.finish(connection, delivery.id, state=state, at=self._clerk.now(), detail=detail)
        self._seldom.over()
        self._clerk.told(self._name, state.value)
