"""A TCP connection over IPv6, made only to addresses that may be connected to; our own want of IPv6 is no answer."""

import socket
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

from probes.failures import Failure, FailureKind, Party
from probes.transport.deadline import Deadline, DeadlineSocket
from probes.transport.guard import refusal
from probes.transport.halted import Halted
from probes.transport.settings import TransportSettings
from probes.transport.stopping import Bell

PATIENCE = 3.0  # seconds for all addresses together
_MOST = 2  # addresses that are tried

Source = Callable[[str, int], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverIpv6:
    """Whether a connection came about; `None` where that says nothing about the portal, and why."""

    connects: bool | None
    note: str


def source_address(address: str, port: int) -> str | None:
    """Our own address on the way to this one, `None` where this machine has no such way; nothing is sent."""
    try:
        with closing(socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)) as line:
            line.connect((address, port))
            return str(line.getsockname()[0]).partition("%")[0]
    except OSError:
        return None


def counts(failure: Failure, *, ours: str, theirs: str) -> bool:
    """Whether a failed connection says anything about the portal: not where our own address is one that a public
    address cannot answer."""
    return failure.party is not Party.MONITOR and (_private(theirs) or not _private(ours))


def connect(
    addresses: Sequence[str],
    port: int,
    *,
    settings: TransportSettings,
    bell: Bell,
    monotonic: Callable[[], float],
    source: Source = source_address,
) -> OverIpv6:
    """Try the first addresses in turn, at once closing what opens; the caller has checked that we may go there.

    A failure counts only where we go out from an address that the other side can answer. Raises `Halted` only where
    the fault is the monitor's own: it stops, or has no sockets left.
    """
    note = ""
    for address in addresses[:_MOST]:
        if bell.rung:
            raise bell.cut()
        ours = source(address, port)
        if ours is None:
            return OverIpv6(connects=None, note="no IPv6 from here")
        seconds = PATIENCE / min(_MOST, len(addresses))
        deadline = Deadline(seconds, monotonic() + seconds, monotonic)
        failure = _tried((address, port), deadline, settings=settings, bell=bell)
        if failure is None:
            return OverIpv6(connects=True, note="")
        note = f"{address}: {failure.detail}"
        if not counts(failure, ours=ours, theirs=address):
            return OverIpv6(connects=None, note=f"{note}; our own IPv6 may not lead there")
    return OverIpv6(connects=False, note=note)


def _tried(place: tuple[str, int], deadline: Deadline, *, settings: TransportSettings, bell: Bell) -> Failure | None:
    """Why no connection came about, `None` where one did."""
    line = DeadlineSocket(socket.AF_INET6, deadline=deadline, bell=bell, settings=settings)
    try:
        line.connect(*place)
    except Halted as halt:
        if halt.failure.kind is FailureKind.MONITOR_FAULT:
            raise
        return halt.failure
    finally:
        line.hang_up()
    return None


def _private(address: str) -> bool:
    return refusal(address, allow_private=False) is not None
