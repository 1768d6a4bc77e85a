"""From a place to a connection that may be asked: looked up, checked, connected, and its certificate read."""

import socket
import ssl
from dataclasses import dataclass, replace
from functools import lru_cache

from probes.exchange import TlsFacts
from probes.failures import FailureKind
from probes.transport.addresses import Address, Resolver
from probes.transport.certificates import (
    Trust,
    ends_early,
    lacks_issuer,
    read_certificate,
    reason_of,
    sent_chain,
)
from probes.transport.deadline import Deadline, DeadlineSocket
from probes.transport.halted import Halted, halted
from probes.transport.places import Place
from probes.transport.settings import TransportSettings
from probes.transport.stopping import Bell
from probes.transport.trail import Trail

# OpenSSL's words for an answer that is no TLS at all: nothing to read a certificate from.
_NO_TLS = frozenset({"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST", "PACKET_LENGTH_TOO_LONG"})
_PEEK = 5.0  # seconds for reading a refused certificate; the failure itself is already known


@dataclass(frozen=True, slots=True)
class Refused:
    """A handshake that did not end in a trusted connection."""

    kind: FailureKind
    detail: str
    issuer_missing: bool = False
    readable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialler:
    """Opens connections for all looks; holds what they share."""

    settings: TransportSettings
    trust: Trust
    resolver: Resolver
    bell: Bell

    def dial(self, place: Place, trail: Trail, *, avoid: str | None = None) -> DeadlineSocket:
        """An open connection to the one checked address of this place; raises `Halted`."""
        with trail.phase("resolve"):
            address = self.resolver.locate(place, trail.deadline, self.bell, avoid=avoid)
        trail.address = address.numeric
        if place.scheme == "http":
            return self._connected(address, trail)
        outcome = self._secured(self.trust.verifying, place, address, trail)
        problem = None
        if isinstance(outcome, Refused) and outcome.issuer_missing and self.trust.completing is not None:
            outcome = self._secured(self.trust.completing, place, address, trail)
            problem = FailureKind.TLS_INCOMPLETE_CHAIN
        if isinstance(outcome, Refused):
            raise self._refused(outcome, place, address, trail)
        trail.tls = _facts(outcome, problem)
        if problem is None:
            self.trust.intermediates.learn(outcome.tls, keep=self.settings.keep_learned)
        return outcome

    def _connected(self, address: Address, trail: Trail) -> DeadlineSocket:
        with trail.phase("connect"):
            return self._open(address, trail.deadline)

    def _open(self, address: Address, deadline: Deadline) -> DeadlineSocket:
        family = socket.AF_INET6 if ":" in address.numeric else socket.AF_INET
        line = DeadlineSocket(family, deadline=deadline, bell=self.bell, settings=self.settings)
        try:
            line.connect(address.numeric, address.port)
        except Halted:
            line.hang_up()
            raise
        return line

    def _secured(
        self, context: ssl.SSLContext, place: Place, address: Address, trail: Trail
    ) -> DeadlineSocket | Refused:
        line = self._connected(address, trail)
        with trail.phase("tls"):
            return _shaken(line, context, place.host)

    def _refused(self, refused: Refused, place: Place, address: Address, trail: Trail) -> Halted:
        """The exact failure, with the certificate's facts read over a connection that trusts everybody."""
        facts, chain = self._peek(place, address, trail.deadline) if refused.readable else (TlsFacts(), ())
        kind = refused.kind
        if refused.issuer_missing and ends_early(chain):
            kind = FailureKind.TLS_INCOMPLETE_CHAIN
        trail.tls = replace(facts, problem=kind.value)
        return halted(kind, refused.detail)

    def _peek(self, place: Place, address: Address, deadline: Deadline) -> tuple[TlsFacts, tuple[bytes, ...]]:
        soon = replace(deadline, ends=min(deadline.ends, deadline.monotonic() + _PEEK))
        try:
            line = self._open(address, soon)
            shaken = _shaken(line, self.trust.unverified, place.host)
        except Halted:
            return TlsFacts(), ()
        if isinstance(shaken, Refused):
            return TlsFacts(), ()
        try:
            return _facts(shaken, None), sent_chain(shaken.tls)
        finally:
            shaken.hang_up()


def _shaken(line: DeadlineSocket, context: ssl.SSLContext, name: str) -> DeadlineSocket | Refused:
    """The line with TLS on it, or hung up and why it was refused; raises `Halted` for silence and a closed line."""
    try:
        line.handshake(context, name)
    except ssl.SSLCertVerificationError as error:
        line.hang_up()
        return Refused(reason_of(error), error.verify_message, issuer_missing=lacks_issuer(error))
    except ssl.SSLError as error:
        line.hang_up()
        words = error.reason or str(error)
        return Refused(FailureKind.TLS_PROTOCOL, words.replace("_", " ").lower(), readable=words not in _NO_TLS)
    except Halted:
        line.hang_up()
        raise
    return line


def _facts(line: DeadlineSocket, problem: FailureKind | None) -> TlsFacts:
    cipher = line.tls.cipher()
    return _facts_once(
        line.tls.getpeercert(binary_form=True) or b"",
        line.tls.version(),
        cipher[0] if cipher else None,
        problem.value if problem else None,
    )


@lru_cache(2048)  # the very same record with every look, until something of it changes
def _facts_once(der: bytes, version: str | None, cipher: str | None, problem: str | None) -> TlsFacts:
    return replace(read_certificate(der), version=version, cipher=cipher, problem=problem)
