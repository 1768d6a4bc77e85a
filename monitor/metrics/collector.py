"""The custom collector: read at scrape time, so that a removed portal's series are gone at the next scrape."""

from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Metric

from monitor.metrics.families import counter, gauge, marked_simulated, without_created
from monitor.metrics.incidents import Told, incident_families
from monitor.metrics.inside import (
    BY_STATE,
    STATE_SECONDS,
    STATE_SECONDS_TOLD,
    WINDOWED,
    Accounts,
    Inside,
    availability_samples,
    inside_families,
    state_second_samples,
)
from monitor.metrics.judgement import judgement_families
from monitor.metrics.portals import portal_families
from monitor.metrics.published import published_families
from monitor.rollup.picture import Picture

__all__ = ["Accounts", "Inside", "StoreCollector"]


class StoreCollector:
    """Gives all families of one daemon, made anew; `registry` holds what the process counts by itself.

    `Exposition` tells the same of ten thousand portals in a tenth of the time, and is held to it.
    """

    def __init__(
        self,
        registry: CollectorRegistry,
        *,
        picture: Callable[[], Picture],
        accounts: Callable[[], Accounts],
        inside: Callable[[], Inside],
        told: Callable[[], Told] | None = None,
    ) -> None:
        """Nothing is read before the first scrape."""
        self._registry = registry
        self._picture = picture
        self._accounts = accounts
        self._inside = inside
        self._told = told

    def collect(self) -> Iterator[Metric]:
        """Every family with its samples, marked as simulated in a demo."""
        picture = self._picture()
        families = self._families(picture)
        return marked_simulated(families) if picture.scenario else families

    def _families(self, picture: Picture) -> Iterator[Metric]:
        yield from portal_families(picture)
        yield from _availability(self._accounts())
        yield from published_families(picture)
        yield from judgement_families(picture)
        yield from incident_families(self._told()) if self._told else ()
        yield from _inside(self._inside())
        yield from without_created(self._registry.collect())


def _availability(accounts: Accounts) -> Iterator[Metric]:
    for name, documentation, samples in availability_samples(accounts):
        yield gauge(name, documentation, WINDOWED, samples)


def _inside(inside: Inside) -> Iterator[Metric]:
    yield from inside_families(inside)
    yield counter(STATE_SECONDS, STATE_SECONDS_TOLD, BY_STATE, state_second_samples(inside))
