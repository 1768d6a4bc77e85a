"""Other places that look with us, where the settings name a broker; without one nothing of theirs is even imported."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from prometheus_client import CollectorRegistry

from monitor.gear import Gear
from monitor.records import Round
from monitor.rounds.gathering import Gathered
from monitor.rounds.in_flight import ALONE, Company
from monitor.rounds.watch import Subject

_NOTHING = nullcontext()
_LIAISON = "monitor.cluster.liaison"  # asked for by name: it imports what only the extra installs


class Put(Protocol):
    """The writer's `put`."""

    def __call__(self, taken: Round, /, *, timeout: float | None = None) -> bool:
        """Hand over a round; whether there was room."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosts:
    """What the daemon gives: the gear in use, who is watched, the end of a round that waited, the writer."""

    gear: Callable[[], Gear]
    subjects: Callable[[], Sequence[Subject]]
    conclude: Callable[[Gathered], None]
    put: Put
    registry: CollectorRegistry


class Elsewhere(Protocol):
    """The other vantages; safe to use from several threads."""

    @property
    def company(self) -> Company:
        """What rounds have to know of them."""
        ...

    def muster(self, patience: float) -> None:
        """Wait up to `patience` seconds until all of them are heard of."""
        ...

    def online(self) -> Mapping[str, bool]:
        """Every other vantage, and whether it is connected."""
        ...

    def use(self, gear: Gear) -> None:
        """Go on by other settings."""
        ...

    def handing_over(self, taken: Round) -> AbstractContextManager[None]:
        """Around the handing of a round to the writer, which may refuse it for good."""
        ...

    def kept(self, rounds: Sequence[Round]) -> None:
        """These are in the store, or were left out for good."""
        ...

    def cease(self) -> None:
        """Ask nobody any more."""
        ...

    def stop(self, timeout: float) -> None:
        """End within `timeout` seconds."""
        ...


class _Nobody:
    """One place only."""

    company = ALONE

    def muster(self, patience: float) -> None:
        """Nobody comes."""

    def online(self) -> Mapping[str, bool]:
        """Nobody else."""
        return {}

    def use(self, gear: Gear) -> None:
        """Whether there is a broker is read at the start."""

    def handing_over(self, taken: Round) -> AbstractContextManager[None]:
        """Nobody else had a part in it."""
        del taken
        return _NOTHING

    def kept(self, rounds: Sequence[Round]) -> None:
        """Nobody waits for it."""

    def cease(self) -> None:
        """Nobody is asked."""

    def stop(self, timeout: float) -> None:
        """Nobody is there."""


def reach_out(hosts: Hosts) -> Elsewhere:
    """The other vantages of the settings, asked for from now on; nobody where no broker is set."""
    if not hosts.gear().configuration.settings.looks_together:
        return _Nobody()
    return cast(Elsewhere, import_module(_LIAISON).started(hosts))
