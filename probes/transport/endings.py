"""What it means when a connection does not come about, breaks, or is not done by the deadline."""

import errno
import ssl
from enum import Enum

from probes.failures import FailureKind, Party
from probes.transport.halted import Halted, halted

_OURS = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM, errno.EPERM, errno.EACCES})
_NO_ROUTE = frozenset({errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})


class Stage(Enum):
    """How far one hop has come; decides what silence or a closed connection means."""

    CONNECTING = "connecting"
    HANDSHAKE = "TLS handshake"
    ASKED = "waiting for the answer"
    ANSWERING = "reading the answer"


def late(stage: Stage, seconds: float, quiet: float | None) -> Halted:
    """Past the deadline of a look of `seconds`: silence, or bytes still flowing.

    `quiet` is how long nothing came, in seconds, `None` where nothing came at all.
    An answer that fell silent for the last half of the deadline no longer flows.
    """
    if stage in (Stage.CONNECTING, Stage.HANDSHAKE):
        return halted(FailureKind.CONNECT_TIMEOUT, f"{stage.value}: no end within {seconds:g} s")
    if quiet is None:
        return halted(FailureKind.READ_TIMEOUT, f"no answer to the request within {seconds:g} s")
    if quiet >= seconds / 2:
        return halted(FailureKind.READ_TIMEOUT, f"the answer fell silent {quiet:.1f} s before the deadline")
    return halted(FailureKind.DEADLINE_EXCEEDED, f"still {stage.value} after {seconds:g} s")


def broken(stage: Stage, error: OSError) -> Halted:
    """A connection that broke while sending or receiving."""
    if isinstance(error, ssl.SSLError):
        return halted(FailureKind.TLS_PROTOCOL, f"{stage.value}: {error.reason or error}")
    if stage is Stage.ANSWERING:
        return halted(FailureKind.MALFORMED_RESPONSE, f"cut off in the answer: {error}")
    return halted(FailureKind.CONNECTION_RESET, f"{stage.value}: {error}")


def unconnected(code: int) -> Halted:
    """A connection that did not come about, by its `errno`."""
    detail = f"connecting: {errno.errorcode.get(code, code)}"
    if code == errno.ECONNREFUSED:
        return halted(FailureKind.CONNECTION_REFUSED, detail)
    if code in (errno.ECONNRESET, errno.EPIPE):
        return halted(FailureKind.CONNECTION_RESET, detail)
    if code in _NO_ROUTE:
        return halted(FailureKind.MONITOR_OFFLINE, f"{detail}: no route of this family from here")
    if code in _OURS:
        return halted(FailureKind.MONITOR_FAULT, detail)
    return halted(FailureKind.CONNECT_TIMEOUT, detail, party=Party.NETWORK)
