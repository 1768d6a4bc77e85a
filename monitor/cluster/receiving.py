"""What comes from workers: signs of life, and what they saw, which is gathered into its round or kept as late."""

import logging
import re
from collections.abc import Callable, Mapping
from datetime import datetime

from monitor.cluster.counting import Counting
from monitor.cluster.holding import Holding, Key
from monitor.cluster.keeping import Late
from monitor.cluster.line import Message
from monitor.cluster.names import PRESENCE
from monitor.cluster.packing import Reader, Room
from monitor.cluster.roll_call import RollCall
from monitor.cluster.wire import MOST_BYTES, Beat, LookSent, Refused, Sights, read
from monitor.records import Round
from monitor.rounds.gathering import Gathering
from monitor.rounds.seen import Seen
from monitor.rounds.watch import Subject
from monitor.seldom import Seldom
from probes.failures import State

log = logging.getLogger(__name__)

# A message that nobody foresaw must not end the receiving; what it raises is one of these.
_UNFORESEEN = (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, RecursionError)

# What a sender chooses in a line about it: he must not be able to fill our log.
_CHOSEN = re.compile(r"'[^']*'|\"[^\"]*\"|[0-9][0-9.:T+-]*")


class Receiving:
    """For the line's own thread. `subjects` gives who is watched, by portal."""

    def __init__(
        self,
        *,
        gathering: Gathering,
        roll_call: RollCall,
        holding: Holding,
        late: Callable[[Late], None],
        counting: Counting,
        reader: Reader,
        subjects: Callable[[], Mapping[str, Subject]],
        rulebook: Callable[[], str],
        now: Callable[[], datetime],
    ) -> None:
        """Nothing has come."""
        self._gathering = gathering
        self._roll_call = roll_call
        self._holding = holding
        self._counting = counting
        self._subjects = subjects
        self._rulebook = rulebook
        self._now = now
        self._seldom = Seldom()
        self.reader = reader
        self._late = late

    def take(self, message: Message) -> None:
        """Take one message; whatever is wrong with it is said in one line, and it is never seen again."""
        try:
            body = body_of(message)
            if message.delivery_info.get("exchange") == PRESENCE:
                self._hear(read(Beat, body))
            else:
                self._sights(read(Sights, body), message)
        except Refused as refused:
            self.refuse(str(refused), message)
        except _UNFORESEEN as error:
            self.refuse(f"unforeseen: {type(error).__name__}", message)

    def refuse(self, why: str, message: Message | None = None) -> None:
        """Count what is not taken, and say so, if not for the first time then seldom."""
        self._counting.refused()
        if self._seldom.worth_saying(_CHOSEN.sub("…", why)):
            log.warning("a message of the broker is not taken: %s", why)
        if message is not None and not message.acknowledged:
            message.reject()

    def _hear(self, beat: Beat) -> None:
        if beat.kind == "daemon":
            return
        trouble = self._roll_call.hear(beat, now=self._now())
        if trouble is not None and self._seldom.worth_saying(_CHOSEN.sub("…", f"{beat.vantage} {trouble}")):
            log.warning("worker %a of vantage %s does not count: %s", beat.worker[:80], beat.vantage, trouble)

    def _sights(self, sights: Sights, message: Message) -> None:
        network = self._roll_call.network(sights.vantage)
        if network is None:
            raise Refused(f"cluster.vantages does not name {sights.vantage}")
        if self._holding.known(sights.name, message):
            return
        room = Room()
        found = ((look, self._seen(sights, look, network, room)) for look in sights.looks)
        read_looks = [(look, seen) for look, seen in found if seen is not None]
        # held before anybody hears of them: a round that is over at once is kept at once
        self._holding.hold(sights.name, message, [_key(look, seen) for look, seen in read_looks])
        for look, seen in read_looks:
            self._give(look, seen)

    def _seen(self, sights: Sights, look: LookSent, network: str, room: Room) -> Seen | None:
        """The look; `None` where it cannot be true, which loses nothing of the others."""
        try:
            if look.portal not in self._subjects():
                raise Refused(f"portal {look.portal!a} is not watched")
            return self.reader.seen(look, vantage=sights.vantage, network=network, now=self._now(), room=room)
        except Refused as refused:
            self._counting.looks(sights.vantage, "refused")
            self.refuse(f"vantage {sights.vantage}: {refused}")
            return None

    def _give(self, look: LookSent, seen: Seen) -> None:
        if self._gathering.seen(look.portal, look.name, seen):
            self._counting.looks(seen.vantage, "answered")
        else:
            self._counting.looks(seen.vantage, "late")
            self.keep_late(look.portal, look.name, seen)

    def keep_late(self, portal: str, name: str, seen: Seen) -> None:
        """What belongs to no round any more is kept all the same, as soon as there is room."""
        subject = self._subjects().get(portal)
        key = (portal, name, seen.vantage)
        if subject is None:
            self._holding.kept([key])
        else:
            taken = late_round(subject, seen, now=self._now(), rulebook=self._rulebook())
            self._late(Late(key=key, round=taken))


def body_of(message: Message) -> bytes:
    """The bytes of a JSON message; raises `Refused` for any other kind, which is never opened."""
    if message.content_type != "application/json":
        raise Refused(f"it is {str(message.content_type)[:80]!a}, and only JSON is read")
    body = message.body
    raw = body.encode() if isinstance(body, str) else bytes(body)
    if len(raw) > MOST_BYTES:
        raise Refused(f"{len(raw)} bytes, where {MOST_BYTES} are the most")
    return raw


def late_round(subject: Subject, seen: Seen, *, now: datetime, rulebook: str) -> Round:
    """Observations without a judgement."""
    sights = (seen.first,) if seen.second is None else (seen.first, seen.second)
    since = seen.first.observations[0].at
    return Round(
        portal=subject.portal.id,
        agency=subject.agency.id,
        vantage=seen.vantage,
        since=since,
        ended=now,
        holds_until=since,
        law_day=seen.first.observations[0].law_day,
        state=State.UNKNOWN,
        confirmed=False,
        judged=False,
        observations=tuple(item for sight in sights for item in sight.observations),
        evidence=tuple({item.sha256: item for sight in sights for item in sight.evidence}.values()),
        verdicts=(),
        rulebook=rulebook,
        remember={},
        late=True,
    )


def _key(look: LookSent, seen: Seen) -> Key:
    return (look.portal, look.name, seen.vantage)
