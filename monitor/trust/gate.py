"""Are we online ourselves? Reference targets are asked before a portal is blamed."""

import queue
import socket
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network

from monitor.records import ReferenceAnswer, ReferenceCheck
from monitor.trust.quarantine import Quarantine
from probes.failures import Failure, FailureKind, Party

Reach = Callable[[str, int], bool]
Reference = tuple[str, int]  # host and port

_PATIENCE = 4.0  # seconds for one question to all references; a name server of ours that hangs is no answer
_OFFLINE_HOLDS = 2.0  # seconds; silence is dear to ask for, and who waits for it need not ask again


def reach(host: str, port: int, *, timeout: float = 3.0) -> bool:
    """Whether a TCP connection to `host:port` comes about within `timeout` seconds."""
    try:
        with closing(socket.create_connection((host, port), timeout=timeout)):
            return True
    except OSError:
        return False


def network_of(host: str) -> str:
    """By what networks are told apart: /16 of an IPv4 address, /32 of an IPv6 one, and each name for itself."""
    try:
        address = ip_address(host)
    except ValueError:
        return host.lower().removesuffix(".")
    return str(ip_network((address, 16 if address.version == 4 else 32), strict=False))


def networks_of(references: Iterable[Reference]) -> frozenset[str]:
    """The networks that these references lie in."""
    return frozenset(network_of(host) for host, _ in references)


def answer(references: Sequence[Reference], reach: Reach, *, enough: int, patience: float = _PATIENCE) -> bool:
    """Whether references in at least `enough` networks answer, all of them asked at once, within `patience` seconds."""
    return _networks_of(ask(references, reach, enough=enough, patience=patience)) >= enough


def ask(
    references: Sequence[Reference], reach: Reach, *, enough: int, patience: float = _PATIENCE
) -> tuple[ReferenceAnswer, ...]:
    """What the references said, in their order, until those in `enough` networks have answered or patience ends."""
    told: queue.SimpleQueue[tuple[int, bool, float]] = queue.SimpleQueue()
    began = time.monotonic()

    def ask_one(number: int, host: str, port: int) -> None:
        told.put((number, reach(host, port), time.monotonic() - began))

    for number, (host, port) in enumerate(references):
        threading.Thread(target=ask_one, args=(number, host, port), name=f"reference {host}", daemon=True).start()
    said = [ReferenceAnswer(host=host, port=port, network=network_of(host)) for host, port in references]
    for _ in references:
        try:
            number, answered, seconds = told.get(timeout=max(0.0, began + patience - time.monotonic()))
        except queue.Empty:
            break
        said[number] = replace(said[number], answered=answered, seconds=seconds)
        if _networks_of(said) >= enough:
            break
    return tuple(said)


def _networks_of(answers: Iterable[ReferenceAnswer]) -> int:
    return len({item.network for item in answers if item.answered})


def _no_name_server(failure: Failure) -> bool:
    """What references given by address cannot tell: our own name servers, or those of many portals."""
    return failure.kind is FailureKind.DNS_FAILURE and failure.party is Party.NETWORK


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    at: float
    online: bool
    widely: bool
    check: ReferenceCheck


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Gate:
    """Online when a reference of any network answers; while too many portals fail at once, references in two
    networks must, where there are two.

    An answer holds for `fresh` seconds, so that many failures ask once. Without references the gate is off and
    always says online. A single network is let do, although its own trouble then looks like ours.
    """

    def __init__(
        self,
        references: Sequence[Reference],
        *,
        monotonic: Callable[[], float],
        reach: Reach = reach,
        fresh: float = 0.5,
        quarantine: Quarantine | None = None,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        """Nobody is asked before the first failure. Without a `quarantine` there never are too many failures."""
        self._references = tuple(references)
        self._networks = networks_of(self._references)
        self._monotonic = monotonic
        self._reach = reach
        self._fresh = fresh
        self._quarantine = quarantine
        self._now = now
        self._lock = threading.Lock()
        self._asked: _Asked | None = None
        self._offline_at: float | None = None

    def online(self) -> bool:
        """Ask the references, unless they were asked a moment ago."""
        if not self._references:
            return True
        with self._lock:
            widely = self._quarantine is not None and self._quarantine.suspected()
            asked = self._asked
            if asked is None or not self._holds(asked, widely=widely):
                asked = self._asked = self._ask(widely=widely)
                if not asked.online:
                    self._offline_at = asked.at
            return asked.online

    def check(self) -> ReferenceCheck | None:
        """What the references said when they were asked last; `None` before the first question."""
        return self._asked.check if self._asked else None

    def doubt(self, failure: Failure, began: float) -> str | None:
        """Why a failure may be our own network's although we are online by now, in words; `None` if nothing says so.

        `began` is the monotonic time at which the look began: it may have ended after we were cut off.
        """
        if self._offline_at is not None and self._offline_at >= began:
            return "no reference target answered meanwhile"
        if self._references and _no_name_server(failure) and self._quarantine and self._quarantine.suspected():
            return "too many portals fail at once, and this one for want of a name server that answers"
        return None

    def looked(self, portal: str, *, failed: bool) -> None:
        """Hear of a judged portal's first look of a round: too many failing at once raise doubts about ourselves."""
        if self._quarantine is not None:
            self._quarantine.note(portal, failed=failed)

    def recheck(self) -> None:
        """Ask where nobody was asked yet, and while the last answer was that we are offline."""
        if not self.last():
            self.online()

    def last(self) -> bool | None:
        """The last answer, asking nobody; `None` before the first question or when the gate is off."""
        return self._asked.online if self._asked else None

    def _ask(self, *, widely: bool) -> _Asked:
        needed, at = min(2, len(self._networks)) if widely else 1, self._now()
        answers = ask(self._references, self._reach, enough=needed)
        online = _networks_of(answers) >= needed
        check = ReferenceCheck(at=at, online=online, needed=needed, answers=answers)
        return _Asked(at=self._monotonic(), online=online, widely=widely, check=check)

    def _holds(self, asked: _Asked, *, widely: bool) -> bool:
        """Offline for a moment is offline for everybody; online among few says nothing about many failing."""
        age = self._monotonic() - asked.at
        if not asked.online:
            return age <= _OFFLINE_HOLDS and (widely or not asked.widely)
        return age <= self._fresh and (asked.widely or not widely)
