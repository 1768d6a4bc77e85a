"""A socket that ends with the look: every connect, handshake, send and receive waits at most until the deadline."""

import errno
import io
import math
import select
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from probes.failures import FailureKind
from probes.transport.endings import Stage, broken, late, unconnected
from probes.transport.halted import Halted, halted
from probes.transport.settings import TransportSettings
from probes.transport.stopping import Bell

T = TypeVar("T")

_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a look has to be over, on the clock `monotonic` (seconds)."""

    seconds: float
    ends: float
    monotonic: Callable[[], float] = field(default=time.monotonic)

    def left(self) -> float:
        """Seconds left; 0 or less when it is over."""
        return self.ends - self.monotonic()


class DeadlineSocket:
    """One connection of one look.

    The socket below never blocks; waiting is one `poll` over it and over the bell that ends all looks.
    `budget` is how many more bytes it takes; `status` the one of the answer being read.
    """

    def __init__(
        self, family: socket.AddressFamily, *, deadline: Deadline, bell: Bell, settings: TransportSettings
    ) -> None:
        """Open a socket of this family; raises `Halted` where our own machine has none left."""
        self.deadline = deadline
        self.stage = Stage.CONNECTING
        self.asked_at: float | None = None
        self.first_byte_at: float | None = None
        self.status: int | None = None
        self.settings = settings
        self.budget = math.inf
        self._heard_at: float | None = None
        self._bell = bell
        try:
            self._raw: socket.socket = socket.socket(family, socket.SOCK_STREAM)
        except OSError as error:
            raise halted(FailureKind.MONITOR_FAULT, f"no socket: {error}") from error
        self._raw.setblocking(False)
        self._poller = select.poll()
        self._poller.register(bell, select.POLLIN)

    @property
    def tls(self) -> ssl.SSLSocket:
        """The TLS socket below, once `handshake` has been begun."""
        assert isinstance(self._raw, ssl.SSLSocket)
        return self._raw

    def connect(self, address: str, port: int) -> None:
        """Connect to exactly this numeric address."""
        self._raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        code = self._raw.connect_ex((address, port))
        if code == errno.EINPROGRESS:
            self._wait(select.POLLOUT)
            code = self._raw.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code:
            raise unconnected(code)

    def handshake(self, context: ssl.SSLContext, name: str) -> None:
        """Speak TLS from here on, with `name` in SNI and checked as `context` says; raises `ssl.SSLError` as it comes.

        A connection that ends or falls silent in the handshake raises `Halted`.
        """
        self.stage = Stage.HANDSHAKE
        try:
            self._raw = context.wrap_socket(self._raw, server_hostname=name, do_handshake_on_connect=False)
            self._run(self.tls.do_handshake, select.POLLIN)
        except ssl.SSLEOFError as error:
            raise halted(FailureKind.CONNECTION_RESET, "closed in the TLS handshake") from error
        except ssl.SSLError:
            raise
        except OSError as error:
            raise halted(FailureKind.CONNECTION_RESET, f"TLS handshake: {error}") from error

    def ask(self) -> None:
        """From here on the portal owes an answer."""
        self.stage = Stage.ASKED
        self.asked_at = self.deadline.monotonic()
        self._heard_at = None

    def sendall(self, data: bytes) -> None:
        """Send all bytes.

        A broken pipe is left to the caller: a portal may answer and close before it has read the whole question.
        """
        if self.asked_at is None:
            self.ask()
        sent = 0
        while sent < len(data):
            sent += self._send(data[sent:])

    def _send(self, rest: bytes) -> int:
        try:
            return self._run(partial(self._raw.send, rest), select.POLLOUT)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise broken(self.stage, error) from error

    def recv_into(self, buffer: memoryview) -> int:
        """Receive some bytes, 0 at the end; raises `Halted` past the deadline or the budget of bytes."""
        if self.deadline.left() <= 0:
            raise self._late()
        try:
            count = self._run(partial(self._raw.recv_into, buffer), select.POLLIN)
        except OSError as error:
            raise broken(self.stage, error) from error
        if count:
            self._hear(count)
        return count

    def pause(self, seconds: float) -> None:
        """Let time pass where a portal sends faster than is worth reading, but not beyond the deadline."""
        poller = select.poll()
        poller.register(self._bell, select.POLLIN)
        poller.poll(max(0.0, min(seconds, self.deadline.left())) * 1000)
        if self._bell.rung:
            raise self._bell.cut()
        if self.deadline.left() <= 0:
            raise self._late()
        self._heard_at = self.deadline.monotonic()

    def makefile(self) -> io.BufferedReader:
        """The received bytes as a file."""
        return io.BufferedReader(_Received(self), _CHUNK)

    def hang_up(self) -> None:
        """Close the connection."""
        self._raw.close()

    def _hear(self, count: int) -> None:
        now = self.deadline.monotonic()
        self._heard_at = now
        if self.first_byte_at is None:
            self.first_byte_at = now
        self.budget -= count
        if self.budget < 0:
            raise halted(FailureKind.BODY_TOO_LARGE, "more bytes sent than a body of the permitted size can need")

    def _run(self, attempt: Callable[[], T], events: int) -> T:
        while True:
            try:
                return attempt()
            except (ssl.SSLWantReadError, BlockingIOError) as error:
                wanted = select.POLLIN if isinstance(error, ssl.SSLWantReadError) else events
            except ssl.SSLWantWriteError:
                wanted = select.POLLOUT
            self._wait(wanted)

    def _wait(self, events: int) -> None:
        left = self.deadline.left()
        self._poller.register(self._raw, events)
        ready = self._poller.poll(left * 1000 + 1) if left > 0 else []
        if self._bell.rung:
            raise self._bell.cut()
        if not ready:
            raise self._late()

    def _late(self) -> Halted:
        quiet = None if self._heard_at is None else self.deadline.monotonic() - self._heard_at
        return late(self.stage, self.deadline.seconds, quiet)


class _Received(io.RawIOBase):
    """The receiving side of a `DeadlineSocket`; `io.BufferedReader` asks for a raw file."""

    def __init__(self, line: DeadlineSocket) -> None:
        self._line = line

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed: WriteableBuffer
        return self._line.recv_into(buffer)
