"""What went over the wire in one question and its answer: hops, phases, certificate, headers, bytes."""

from dataclasses import dataclass, field
from datetime import datetime

from probes.failures import Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Phases:
    """Seconds spent in each phase, summed over the hops; `None` where the look did not get that far."""

    resolve: float | None = None
    connect: float | None = None
    tls: float | None = None
    first_byte: float | None = None
    transfer: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One redirecting answer on the way to the last one."""

    url: str
    status: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsFacts:
    """What the last TLS handshake showed; read also when verification failed.

    `problem` names a fault of the certificate by its failure kind (`tls_expired`, `tls_incomplete_chain` …), else
    `None`.
    """

    version: str | None = None
    cipher: str | None = None
    issuer: str | None = None
    subject: str | None = None
    names: tuple[str, ...] = ()
    not_before: datetime | None = None
    not_after: datetime | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One URL asked for, redirects followed, to its last answer or to the failure that ended it.

    `status` is `None` when no status line was read. `failure` holds transport failures only: what an answered page
    means is decided by its page kind. `body` is decompressed and capped.
    `hops` are the redirecting answers before the last.
    `total` is in seconds, wall time. Header names are lower case.
    `not_modified`: the portal was asked whether the page changed and said no (304); status, headers and body are those
    of the whole answer that it vouched for.
    """

    url: str
    final_url: str
    status: int | None = None
    hops: tuple[Hop, ...] = ()
    address: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    phases: Phases = field(default_factory=Phases)
    total: float = 0.0
    tls: TlsFacts | None = None
    failure: Failure | None = None
    not_modified: bool = False

    def header(self, name: str) -> str | None:
        """The first header of that name (lower case), or `None`."""
        for key, value in self.headers:
            if key == name:
                return value
        return None
