"""The outage that a portal is in, as the round's own memory carries it from round to round."""

from datetime import UTC, datetime
from typing import Any

from monitor.rounds.watch import Subject, Watch
from monitor.rules.history import Outage
from monitor.rules.outage import follow
from probes.contract import Memory
from probes.failures import State

_KEY = "outage"
_RULE = "REACH-01"
_ROUNDS_UP = 2  # where the rule does not hold


def remembered_outage(memory: Memory) -> Outage | None:
    """The outage that the last round left, if it did."""
    kept = memory.get(_KEY)
    if not kept:
        return None
    return Outage(since=_time(kept["since"]), last=_time(kept["last"]), failed=kept["failed"], good=kept["good"])


def outage_after(
    watch: Watch, subject: Subject, memory: Memory, *, state: State, confirmed: bool, at: datetime
) -> Outage | None:
    """The outage after the round at `at`; how many good rounds end one stands in the terms of `REACH-01`."""
    before = remembered_outage(memory)
    if before is None and state is not State.DOWN:
        return None  # by far the most
    terms = watch.rulebook.terms(_RULE, subject.portal, subject.agency, watch.law_day())
    rounds_up = terms.thresholds["rounds_up"] if terms else _ROUNDS_UP
    return follow(before, state=state, confirmed=confirmed, at=at, rounds_up=rounds_up)


def to_remember(outage: Outage | None) -> dict[str, Any]:
    """What the round's memory is to say of it; nothing where there is none."""
    if outage is None:
        return {}
    times = {"since": outage.since.isoformat(), "last": outage.last.isoformat()}
    return {_KEY: {**times, "failed": outage.failed, "good": outage.good}}


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
