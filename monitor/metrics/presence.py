"""What every daemon says of itself, whether it leads the store or stands by; a stand-by says nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass

from prometheus_client import Metric
from prometheus_client.exposition import generate_latest

from monitor import __version__
from monitor.metrics.families import gauge, marked_simulated


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """Whether it leads, how people are told, and by which rule book it judges or would judge."""

    leads: bool
    mode: str
    way: str
    rulebook: str
    simulated: bool = False


def presence_families(presence: Presence) -> Iterator[Metric]:
    """The families with one sample each."""
    yield gauge("emc_alerts_mode", "1 for the present mode.", ("mode",), [((presence.mode,), 1)])
    yield gauge("emc_alerts_way", "1 for the present way of telling.", ("way",), [((presence.way,), 1)])
    yield gauge("emc_leader", "1 for the daemon that leads the store.", (), [((), float(presence.leads))])
    yield gauge(
        "emc_build_info",
        "Program and rule book in use.",
        ("version", "rulebook"),
        [((__version__, presence.rulebook), 1)],
    )


class PresenceCollector:
    """Gives them at a scrape, marked in a simulation."""

    def __init__(self, presence: Presence) -> None:
        """It stays as it is."""
        self._presence = presence

    def collect(self) -> Iterator[Metric]:
        """Every family."""
        families = presence_families(self._presence)
        return marked_simulated(families) if self._presence.simulated else families


def exposition(presence: Presence) -> bytes:
    """What Prometheus reads of a daemon that does not lead."""
    return generate_latest(PresenceCollector(presence))
