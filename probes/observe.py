"""One look by all probes that are due: each becomes an observation with its evidence."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from probes.answer import Answer
from probes.contract import Looker, Memory, Session, Target
from probes.failures import SEEN, Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The bytes and headers behind an observation, named by the SHA-256 of the bytes."""

    sha256: str
    url: str
    status: int | None
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """Facts or a failure, with portal, probe, vantage and time (aware UTC).

    `id` is a UUIDv7 made where the look was taken. `attempt` is 1, or 2 for the confirming look.
    `seconds` is the probe's wall time.
    `evidence` holds the hashes of the pages behind it.
    """

    id: str
    portal: str | None
    probe: str
    vantage: str
    at: datetime
    law_day: date
    attempt: int
    seconds: float
    facts: Any | None
    failure: Failure | None
    evidence: tuple[str, ...]

    @property
    def outcome(self) -> str:
        """`seen`, or the failure's kind."""
        return SEEN if self.failure is None else self.failure.kind.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What one look of several probes brought home; `remember` is by probe name."""

    observations: tuple[Observation, ...]
    evidence: tuple[Evidence, ...]
    remember: Mapping[str, Memory]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vantage:
    """Where we look from, with its clocks and its source of identities; all of them parameters."""

    name: str
    now: Callable[[], datetime]
    monotonic: Callable[[], float]
    new_id: Callable[[datetime], str]


def observe(
    lookers: Mapping[str, Looker],
    target: Target,
    session: Session,
    memories: Mapping[str, Memory],
    *,
    vantage: Vantage,
    attempt: int = 1,
) -> Sight:
    """Look with each probe in turn; the session sees to it that no URL is asked for twice."""
    observations: list[Observation] = []
    evidence: dict[str, Evidence] = {}
    remember: dict[str, Memory] = {}
    for name, look in lookers.items():
        at, started = vantage.now(), vantage.monotonic()
        seen = look(target, session, memories.get(name, {}))
        kept = {item.sha256: item for item in map(_evidence, seen.pages) if item is not None}
        evidence |= kept
        remember[name] = seen.remember
        _let_go(seen.pages)
        if seen.facts is None and seen.failure is None:
            continue  # it did not look, and nothing is to be said of that
        observations.append(
            Observation(
                id=vantage.new_id(at),
                portal=target.portal,
                probe=name,
                vantage=vantage.name,
                at=at,
                law_day=target.law_day,
                attempt=attempt,
                seconds=vantage.monotonic() - started,
                facts=seen.facts,
                failure=seen.failure,
                evidence=tuple(kept),
            )
        )
    return Sight(observations=tuple(observations), evidence=tuple(evidence.values()), remember=remember)


def _let_go(pages: Iterable[Answer]) -> None:
    """A look of many pages waits mostly for the network: no page stays parsed meanwhile."""
    for answer in pages:
        if answer.document is not None:
            answer.document.let_go()


def _evidence(answer: Answer) -> Evidence | None:
    exchange = answer.exchange
    if exchange.status is None:
        return None
    return Evidence(
        sha256=answer.sha256,
        url=exchange.final_url,
        status=exchange.status,
        headers=exchange.headers,
        body=exchange.body,
    )
