"""What a look saw, made fit for a message and read out of one again; what cannot be true is refused."""

import zlib
from base64 import b64decode, b64encode
from binascii import Error as NoBase64
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import from_json

from monitor.cluster.wire import (
    EvidenceSent,
    FailureSent,
    LookSent,
    Memories,
    ObservationSent,
    Refused,
    SightSent,
)
from monitor.rounds.round import ROUND
from monitor.rounds.seen import Seen
from monitor.storage.codec import encode
from monitor.storage.texts import clean
from probes.facts import Reachability
from probes.failures import Failure, State
from probes.observe import Evidence, Observation, Sight

_MOST_EVIDENCE = 2_000_000  # packed bytes of all pages of one look
_MOST_PAGES = 16_000_000  # unpacked bytes of the same, so that what we send ourselves has room where it comes
_MOST_BODY = 100_000_000  # unpacked bytes of one page: what `transport.max_body` allows at the most
_MOST_FACTS = 20_000_000  # unpacked bytes of one long field
MOST_UNPACKED = 64_000_000  # bytes of everything in one message
_CLOCKS = timedelta(seconds=60)  # what two sound clocks, and a request on its way, may differ by
_LATEST = timedelta(days=2)  # after which nobody keeps what was seen
_MOST_DETAIL = 4000


def pack_sight(sight: Sight, *, whole: bool, remember: bool = False, known: Collection[str] = ()) -> SightSent:
    """The look as it is sent: pages of failures, of a `whole` look also those that are not `known` yet; `remember`:
    what the probes remember goes with it.

    Raises `TypeError`, `ValueError` or a pydantic error for what is none; then nothing of it is sent.
    """
    wanted = {digest for item in sight.observations if item.failure or whole for digest in item.evidence} - set(known)
    return SightSent(
        observations=[_observation(item) for item in sight.observations],
        evidence=_pages(item for item in sight.evidence if item.sha256 in wanted),
        remember={name: dict(memory) for name, memory in sight.remember.items()} if remember else {},
    )


def _observation(item: Observation) -> ObservationSent:
    written = encode(item.facts) if item.facts is not None else None
    failure = item.failure
    return ObservationSent(
        id=item.id,
        probe=item.probe,
        at=item.at,
        law_day=item.law_day,
        seconds=max(0.0, item.seconds),
        facts=written.facts if written else None,
        parts=dict(written.parts) if written else {},
        packed={digest: b64encode(body).decode() for digest, body in written.packed.items()} if written else {},
        failure=FailureSent(kind=failure.kind, detail=clean(failure.detail)[:_MOST_DETAIL], party=failure.party)
        if failure
        else None,
        evidence=list(item.evidence),
    )


def _pages(items: Iterable[Evidence]) -> list[EvidenceSent]:
    """As many as are not too large together."""
    sent: list[EvidenceSent] = []
    packed = unpacked = 0
    for item in items:
        body = zlib.compress(item.body)
        packed, unpacked = packed + len(body), unpacked + len(item.body)
        if packed > _MOST_EVIDENCE or unpacked > _MOST_PAGES:
            break
        page = EvidenceSent(
            sha256=item.sha256,
            url=clean(item.url)[:10_000],
            status=item.status,
            headers=[(clean(name), clean(value)) for name, value in item.headers[:1000]],
            body=b64encode(body).decode(),
        )
        sent.append(page)
    return sent


class Room:
    """What is left to be unpacked of one message, in bytes."""

    def __init__(self, most: int = MOST_UNPACKED) -> None:
        """Nothing was unpacked."""
        self._most = self._left = most

    def unpack(self, packed: str, digest: str, *, most: int) -> bytes:
        """The bytes of that hash, at most `most` of them, and no more than are left."""
        if self._left <= 0:
            raise Refused(f"unpacked it is more than {self._most} bytes")
        allowed = min(most, self._left)
        opened = zlib.decompressobj()
        try:
            body = opened.decompress(b64decode(packed, validate=True), allowed)
        except (NoBase64, zlib.error, ValueError) as error:
            raise Refused("a part that cannot be unpacked") from error
        self._left -= len(body)
        if opened.unconsumed_tail or not opened.eof:
            whole = f"unpacked it is more than {self._most} bytes"
            raise Refused(whole if allowed < most else f"a part of more than {most} bytes, or cut off")
        if sha256(body).hexdigest() != digest:
            raise Refused("a part that has another hash than it says")
        return body


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads looks of one vantage; `facts_types` are the probes' facts by probe name, `most_body` counts bytes."""

    facts_types: Mapping[str, type]
    most_body: int

    def seen(self, sent: LookSent, *, vantage: str, network: str, now: datetime, room: Room | None = None) -> Seen:
        """The look of `vantage`, or `Refused` where it cannot have been one. `now` is when it came; `room` is that of
        the message that it came in."""
        room = room or Room()
        sights = [
            self._sight(sight, sent, room, vantage=vantage, attempt=number, now=now)
            for number, sight in enumerate((sent.first, sent.second), start=1)
            if sight is not None
        ]
        return Seen(vantage=vantage, network=network, first=sights[0], second=sights[1] if len(sights) > 1 else None)

    def _sight(
        self, sight: SightSent, sent: LookSent, room: Room, *, vantage: str, attempt: int, now: datetime
    ) -> Sight:
        observations = tuple(
            self._observation(item, room, portal=sent.portal, vantage=vantage, attempt=attempt)
            for item in sight.observations
        )
        _check_times(observations, asked=sent.asked, now=now)
        _check_reachability(observations)
        evidence = tuple(self._page(page, room) for page in sight.evidence)
        return Sight(observations=observations, evidence=evidence, remember=_remembered(sight.remember))

    def _observation(
        self, item: ObservationSent, room: Room, *, portal: str, vantage: str, attempt: int
    ) -> Observation:
        facts = self._facts(item, room)
        if facts is None and item.failure is None:
            raise Refused(f"probe {item.probe!a} brought neither facts nor a failure")
        failure = item.failure
        return Observation(
            id=item.id,
            portal=portal,
            probe=item.probe,
            vantage=vantage,
            at=item.at.astimezone(UTC),
            law_day=item.law_day,
            attempt=attempt,
            seconds=item.seconds,
            facts=facts,
            failure=Failure(kind=failure.kind, detail=clean(failure.detail), party=failure.party) if failure else None,
            evidence=tuple(item.evidence),
        )

    def _facts(self, item: ObservationSent, room: Room) -> object | None:
        if item.probe not in self.facts_types:
            raise Refused(f"no probe {item.probe!a} here")
        if item.facts is None:
            return None
        bodies = {digest: room.unpack(body, digest, most=_MOST_FACTS) for digest, body in item.packed.items()}
        if not set(item.parts.values()) <= bodies.keys():
            raise Refused(f"facts of probe {item.probe!a} with a part missing")
        try:
            short: dict[str, object] = dict(from_json(item.facts))
            long = {name: from_json(bodies[digest]) for name, digest in item.parts.items()}
            facts: object = _adapter(self.facts_types[item.probe]).validate_python(short | long)
        except (ValueError, TypeError) as error:  # what stands there is somebody else's, and does not go into our log
            raise Refused(f"facts of probe {item.probe!a} that are none") from error
        return facts

    def _page(self, page: EvidenceSent, room: Room) -> Evidence:
        return Evidence(
            sha256=page.sha256,
            url=page.url,
            status=page.status,
            headers=tuple(page.headers),
            body=room.unpack(page.body, page.sha256, most=min(self.most_body, _MOST_BODY)),
        )


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _check_times(observations: Collection[Observation], *, asked: datetime, now: datetime) -> None:
    for item in observations:
        if not asked - _CLOCKS <= item.at <= now + _CLOCKS or now - item.at > _LATEST:
            raise Refused(f"a look of {item.at.isoformat()}, asked for at {asked.isoformat()}")


def _check_reachability(observations: Collection[Observation]) -> None:
    """Every look has the probe that says what state the portal is in, and its facts agree with its failure."""
    found = [item for item in observations if item.probe == "reachability"]
    if len({item.probe for item in observations}) != len(observations) or len(found) != 1:
        raise Refused("not one reachability, or two looks by one probe")
    facts, failure = found[0].facts, found[0].failure
    if not isinstance(facts, Reachability):
        raise Refused("a reachability without facts")
    states = (State.UP, State.RETIRED) if failure is None else (failure.state,)
    if facts.state not in states:
        raise Refused(f"{facts.state} where the look says {failure.kind.value if failure else 'seen'}")


def _remembered(sent: Memories) -> Memories:
    """What the probes remember; the round's own memory is nobody's to send."""
    return {name: memory for name, memory in sent.items() if name != ROUND}
