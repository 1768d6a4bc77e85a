"""Which nightly probes rest in a round: each is due by itself, so that one that read nothing is due again alone."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from monitor.rounds.cadence import all_rest, nightly_due
from monitor.rounds.watch import Recall, Watch
from probes.contract import Memory
from probes.observe import Observation
from probes.remembering import ByIdentity

_LOOKED = "looked"  # by probe: when it last read this portal
_READ: ByIdentity[Mapping[str, datetime]] = ByIdentity(16_384)  # memories come again with every round, unchanged


def resting(watch: Watch, portal: str, recall: Recall, kept: Memory, *, now: datetime) -> frozenset[str]:
    """The nightly probes whose turn has not come; `kept` is the round's own memory."""
    looked = _looked(kept)
    if looked.keys() >= watch.daily and all_rest(looked.values(), now=now, night=watch.night):
        return watch.daily
    return frozenset(
        probe
        for probe in watch.daily
        if not nightly_due(portal, last=looked.get(probe, recall.looked_daily), now=now, night=watch.night)
    )


def remembered(watch: Watch, recall: Recall, kept: Memory, observations: tuple[Observation, ...]) -> Mapping[str, Any]:
    """What the round remembers of its nightly probes: when each last read, and since when all of them have."""
    read = {item.probe: item.at for item in observations if item.probe in watch.daily and item.failure is None}
    looked = {**_looked(kept), **read}
    oldest = min((looked[probe] for probe in watch.daily), default=None) if looked.keys() >= watch.daily else None
    last = oldest or recall.looked_daily
    return {
        "looked_daily": last.isoformat() if last else None,
        _LOOKED: {probe: at.isoformat() for probe, at in sorted(looked.items())} if read else kept.get(_LOOKED, {}),
    }


def _looked(kept: Memory) -> Mapping[str, datetime]:
    told = kept.get(_LOOKED)
    if not told:
        return {}
    known = _READ.find(told)
    if known is not None:
        return known
    return _READ.put(told, {probe: datetime.fromisoformat(text).astimezone(UTC) for probe, text in told.items()})
