"""Which vantages are connected: a worker of theirs has just said that it is there, understood, online and on time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.cluster.names import CONNECTED_FOR, WORST_CLOCK
from monitor.cluster.wire import Beat, other_protocol

_MOST_WORKERS = 1000  # remembered at once; names are made up by whoever sends them


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """A worker's last sign of life; `at` is monotonic."""

    vantage: str
    at: float
    online: bool
    taking: bool


class RollCall:
    """Hears one thread, answers any."""

    def __init__(self, vantages: Mapping[str, str], *, heartbeat: float, monotonic: Callable[[], float]) -> None:
        """Nobody was heard of. `vantages` are those that are asked, with their networks."""
        self._vantages = dict(vantages)
        self._patience = CONNECTED_FOR * heartbeat
        self._monotonic = monotonic
        self._heard: dict[str, _Heard] = {}

    def use(self, vantages: Mapping[str, str], *, heartbeat: float) -> None:
        """Ask these from now on."""
        self._vantages, self._patience = dict(vantages), CONNECTED_FOR * heartbeat

    def hear(self, beat: Beat, *, now: datetime) -> str | None:
        """A worker's sign of life at `now`; why it does not count, in words, or `None`."""
        trouble = self._trouble(beat, now=now)
        name = f"{beat.vantage} {beat.worker}"
        heard = dict(self._heard)
        heard.pop(name, None)
        if trouble is None and (len(heard) < _MOST_WORKERS):
            at = self._monotonic()
            heard[name] = _Heard(vantage=beat.vantage, at=at, online=beat.online, taking=beat.taking)
        self._heard = {key: item for key, item in heard.items() if self._present(item)}
        return trouble

    def lost(self) -> None:
        """Nobody can be heard any more."""
        self._heard = {}

    def network(self, vantage: str) -> str | None:
        """The network of a vantage that is asked, else `None`."""
        return self._vantages.get(vantage)

    def connected(self) -> tuple[str, ...]:
        """The vantages that can be asked, in the order of the settings."""
        there = {item.vantage for item in self._heard.values() if item.online and item.taking and self._present(item)}
        return tuple(name for name in self._vantages if name in there)

    def online(self) -> Mapping[str, bool]:
        """Every vantage that is to be asked, and whether it is connected."""
        connected = self.connected()
        return {name: name in connected for name in self._vantages}

    def _present(self, item: _Heard) -> bool:
        return self._monotonic() - item.at <= self._patience

    def _trouble(self, beat: Beat, *, now: datetime) -> str | None:
        if beat.vantage not in self._vantages:
            return f"cluster.vantages does not name {beat.vantage}"
        other = other_protocol(beat)
        if other is not None:
            return f"{other}: bring both to one version"
        wrong = abs((beat.at - now).total_seconds())
        if wrong > WORST_CLOCK:
            return f"its clock is {wrong:.0f} s off; {WORST_CLOCK:.0f} s are the most"
        return None
