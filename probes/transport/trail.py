"""What one fetch has met so far, written down while it runs, so that a failure leaves it readable."""

from dataclasses import dataclass, field

from probes.exchange import Exchange, Hop, Phases, TlsFacts
from probes.failures import Failure
from probes.transport.deadline import Deadline


@dataclass(slots=True, kw_only=True)
class Trail:
    """Filled in by the steps of one fetch, in their order."""

    url: str
    deadline: Deadline
    started: float
    place_url: str
    status: int | None = None
    hops: list[Hop] = field(default_factory=list)
    address: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    tls: TlsFacts | None = None
    seconds: dict[str, float] = field(default_factory=dict)

    def arrive(self, url: str) -> None:
        """A new hop begins: what the last one said is no longer what is being read."""
        self.place_url = url
        self.status, self.address, self.headers, self.tls = None, None, (), None

    def spend(self, phase: str, seconds: float) -> None:
        """Add to a phase of `Phases`."""
        self.seconds[phase] = self.seconds.get(phase, 0.0) + seconds

    def phase(self, name: str) -> "Timed":
        """Time a phase; one that fails is timed up to there."""
        return Timed(self, name)

    def exchange(self, failure: Failure | None) -> Exchange:
        """The finished record."""
        return Exchange(
            url=self.url,
            final_url=self.place_url,
            status=self.status,
            hops=tuple(self.hops),
            address=self.address,
            headers=self.headers,
            body=b"" if failure else self.body,
            phases=Phases(**self.seconds),
            total=self.deadline.monotonic() - self.started,
            tls=self.tls,
            failure=failure,
        )


class Timed:
    """One phase of a trail, from entering to leaving."""

    __slots__ = ("_begun", "_name", "_trail")

    def __init__(self, trail: Trail, name: str) -> None:
        """Nothing is timed before it is entered."""
        self._trail, self._name, self._begun = trail, name, 0.0

    def __enter__(self) -> None:
        """The phase begins."""
        self._begun = self._trail.deadline.monotonic()

    def __exit__(self, *_: object) -> None:
        """The phase is over, or failed."""
        self._trail.spend(self._name, self._trail.deadline.monotonic() - self._begun)
