"""The outage that a portal is in, as the round's own memory carries it from round to round."""

from datetime import UTC, datetime
from typing import Any

from monitor.rules.history import Outage
from probes.contract import Memory

_KEY = "outage"


def remembered_outage(memory: Memory) -> Outage | None:
    """The outage that the last round left, if it did."""
    kept = memory.get(_KEY)
    if not kept:
        return None
    return Outage(since=_time(kept["since"]), last=_time(kept["last"]), failed=kept["failed"], good=kept["good"])


def to_remember(outage: Outage | None) -> dict[str, Any]:
    """What the round's memory is to say of it; nothing where there is none."""
    if outage is None:
        return {}
    times = {"since": outage.since.isoformat(), "last": outage.last.isoformat()}
    return {_KEY: {**times, "failed": outage.failed, "good": outage.good}}


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
