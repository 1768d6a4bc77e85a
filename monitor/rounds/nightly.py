"""Which nightly probes rest in a round: each is due by itself, so that one that read nothing is due again alone."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from monitor.rounds.cadence import nightly_due
from monitor.rounds.watch import Recall, Watch
from probes.contract import Memory
from probes.observe import Observation

_LOOKED = "looked"  # by probe: when it last read this portal


def resting(watch: Watch, portal: str, recall: Recall, kept: Memory, *, now: datetime) -> frozenset[str]:
    """The nightly probes whose turn has not come; `kept` is the round's own memory."""
    looked = _looked(kept)
    return frozenset(
        probe
        for probe in watch.daily
        if not nightly_due(portal, last=looked.get(probe, recall.looked_daily), now=now, night=watch.night)
    )


def remembered(watch: Watch, recall: Recall, kept: Memory, observations: tuple[Observation, ...]) -> Mapping[str, Any]:
    """What the round remembers of its nightly probes: when each last read, and since when all of them have."""
    looked = _looked(kept) | {
        item.probe: item.at for item in observations if item.probe in watch.daily and item.failure is None
    }
    oldest = min((looked[probe] for probe in watch.daily), default=None) if looked.keys() >= watch.daily else None
    last = oldest or recall.looked_daily
    return {
        "looked_daily": last.isoformat() if last else None,
        _LOOKED: {probe: at.isoformat() for probe, at in sorted(looked.items())},
    }


def _looked(kept: Memory) -> dict[str, datetime]:
    return {probe: datetime.fromisoformat(text).astimezone(UTC) for probe, text in kept.get(_LOOKED, {}).items()}
