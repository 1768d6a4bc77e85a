"""A probe that misjudged its canary stops judging: what it says is our own fault until it is right again."""

from collections.abc import Mapping
from dataclasses import replace

from probes.facts import Reachability
from probes.failures import FailureKind, State, failed
from probes.observe import Observation, Sight


def without_trust(sight: Sight, wrong: Mapping[str, str]) -> Sight:
    """The same look, with what the probes in `wrong` (name to reason) said taken back; nothing of it is remembered."""
    if not wrong:
        return sight
    return replace(
        sight,
        observations=tuple(_taken_back(item, wrong.get(item.probe)) for item in sight.observations),
        remember={name: memory for name, memory in sight.remember.items() if name not in wrong},
    )


def _taken_back(item: Observation, why: str | None) -> Observation:
    if why is None:
        return item
    facts = replace(item.facts, state=State.UNKNOWN) if isinstance(item.facts, Reachability) else None
    return replace(item, facts=facts, failure=failed(FailureKind.MONITOR_FAULT, f"canary wrong: {why}"))
