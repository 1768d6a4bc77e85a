"""What a simulated portal showed in one chapter of its past: facts and failures, made from those of today. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from monitor.demo.history.chapters import Chapter, Mood
from probes.answer import PageKind
from probes.exchange import Phases
from probes.facts import Reachability
from probes.failures import Failure, FailureKind, State, failed

Facts = Mapping[str, Any]

_CONFIRMED_AFTER = timedelta(seconds=20)
_OF_EVERY_ROUND = ("reachability", "landing_page")  # what fails with the portal; the nightly readings stay
_WORDS = {
    FailureKind.CONNECTION_REFUSED: "connection refused",
    FailureKind.CONNECT_TIMEOUT: "no connection within 5 s",
    FailureKind.READ_TIMEOUT: "no answer within 5 s",
    FailureKind.CONNECTION_RESET: "connection reset by the portal",
    FailureKind.MAINTENANCE: "Hệ thống đang bảo trì",
    FailureKind.BLOCKED: "403 Forbidden",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Facts and failures by probe, and the state that they mean. `interrupted`: no page of today lies behind it."""

    state: State
    facts: Facts
    failures: Mapping[str, Failure]
    interrupted: bool = False


def shown(chapter: Chapter, *, facts: Facts, failures: Mapping[str, Failure], state: State) -> Shown:
    """What the portal showed then; `facts`, `failures` and `state` are those of today."""
    match chapter.mood:
        case Mood.AS_NOW:
            return Shown(state=state, facts=facts, failures=failures)
        case Mood.ANSWERED:
            return _answered(facts)
        case Mood.MAINTENANCE:
            return _failing(facts, failures, kind=FailureKind.MAINTENANCE, status=503, page=PageKind.MAINTENANCE)
        case Mood.BLOCKED:
            return _failing(facts, failures, kind=FailureKind.BLOCKED, status=403, page=PageKind.BLOCKED)
        case Mood.DOWN:
            return _failing(facts, failures, kind=chapter.failure or FailureKind.CONNECT_TIMEOUT)


def confirming(state: State, at: datetime) -> Iterator[tuple[int, datetime]]:
    """The attempts of a round with their times: a portal that is down is looked at twice."""
    yield 1, at
    if state is State.DOWN:
        yield 2, at + _CONFIRMED_AFTER


def _answered(facts: Facts) -> Shown:
    """That it answered, of a portal whose pages nobody can see today: nothing else is known of them."""
    reached = facts.get("reachability")
    if not isinstance(reached, Reachability):
        return Shown(state=State.UNKNOWN, facts={}, failures={}, interrupted=True)
    well = replace(
        reached,
        final_url=reached.url,
        state=State.UP,
        status=200,
        hops=(),
        bytes=48_000,
        phases=Phases(resolve=0.0, connect=0.0, tls=0.0, first_byte=0.0, transfer=0.0),
        total=0.0,
        tls=None,
        kind=PageKind.CONTENT,
        reason="có nội dung",
        retry_after=None,
    )
    return Shown(state=State.UP, facts={"reachability": well}, failures={}, interrupted=True)


def _failing(
    facts: Facts,
    failures: Mapping[str, Failure],
    *,
    kind: FailureKind,
    status: int | None = None,
    page: PageKind | None = None,
) -> Shown:
    failure = failed(kind, _WORDS[kind])
    there = {name: item for name, item in facts.items() if name not in _OF_EVERY_ROUND}
    reached = facts.get("reachability")
    if isinstance(reached, Reachability):
        there["reachability"] = _unreached(reached, failure=failure, status=status, page=page)
    return Shown(
        state=failure.state,
        facts=there,
        failures={**failures, **dict.fromkeys(_OF_EVERY_ROUND, failure)},
        interrupted=True,
    )


def _unreached(reached: Reachability, *, failure: Failure, status: int | None, page: PageKind | None) -> Reachability:
    there = status is not None
    return replace(
        reached,
        final_url=reached.url,
        state=failure.state,
        status=status,
        hops=(),
        bytes=2_048 if there else 0,
        phases=Phases(resolve=0.0, connect=0.0, tls=0.0, first_byte=0.0) if there else Phases(resolve=0.0),
        total=0.0 if there else 5.0,
        tls=reached.tls if there else None,
        kind=page,
        reason=failure.detail,
        title=None,
        language=None,
        retry_after=None,
    )
