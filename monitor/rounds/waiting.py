"""A portal that answers 429 or 503 with Retry-After is left alone until then."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from probes.facts import Reachability
from probes.failures import State
from probes.observe import Sight

LONGEST = timedelta(hours=6)  # who asks for more is asked again after this
_ASKING = frozenset({429, 503})


def asked_to_wait(sight: Sight) -> datetime | None:
    """Until when (aware UTC) the portal wants to be left alone; `None` where it did not ask."""
    item = next((item for item in sight.observations if item.probe == "reachability"), None)
    if item is None or not isinstance(item.facts, Reachability) or item.facts.status not in _ASKING:
        return None
    if not item.facts.retry_after:
        return None
    return item.at + timedelta(seconds=item.seconds) + min(timedelta(seconds=item.facts.retry_after), LONGEST)


def remembered_wait(until: datetime | None, state: State) -> dict[str, Any]:
    """What a round's memory keeps of it: nothing where nobody asked."""
    return {} if until is None else {"waits_until": until.isoformat(), "waits_since": state.value}


def waits_until(memory: Mapping[str, Any], *, now: datetime) -> datetime | None:
    """The moment that is still to be waited for; further away than any wait means that a clock was set back."""
    text = memory.get("waits_until")
    until = datetime.fromisoformat(text).astimezone(UTC) if text else None
    return until if until is not None and now < until <= now + LONGEST else None


def failed_before_the_wait(memory: Mapping[str, Any], *, at: datetime, within: timedelta) -> bool:
    """Whether the look before a wait that ended at most `within` before `at` failed: then the one after it
    confirms."""
    text = memory.get("waits_until")
    if not text or memory.get("waits_since") != State.DOWN.value:
        return False
    return datetime.fromisoformat(text) <= at <= datetime.fromisoformat(text) + within
