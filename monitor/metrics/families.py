"""Gauge families built sample by sample, the way a custom collector wants them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from monitor.rollup.picture import PortalPicture

Sample = tuple[tuple[str, ...], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalFamily:
    """A gauge family of which every portal has samples of its own, the label `portal` first.

    `samples` rests on nothing but what stands for the portal and the time (aware UTC), so that what was written of a
    portal holds until one of them changes. `ends`: the times at which it changes by the passing of time alone.
    `rests_on`: a value of which the samples are made; where it equals the last one's nothing is written anew.
    """

    name: str
    documentation: str
    labels: tuple[str, ...]
    samples: Callable[[PortalPicture, datetime], Iterable[Sample]]
    ends: Callable[[PortalPicture], Iterable[datetime]] = lambda _item: ()
    rests_on: Callable[[PortalPicture], object] | None = None

    def over(self, portals: Iterable[PortalPicture], *, at: datetime) -> GaugeMetricFamily:
        """The family with the samples of all of these."""
        samples = (sample for item in portals for sample in self.samples(item, at))
        return gauge(self.name, self.documentation, self.labels, samples)


def gauge(name: str, documentation: str, labels: tuple[str, ...], samples: Iterable[Sample]) -> GaugeMetricFamily:
    """One gauge family; each sample is its label values and its value."""
    family = GaugeMetricFamily(name, documentation, labels=labels)
    for values, value in samples:
        family.add_metric(values, value)
    return family


def counter(name: str, documentation: str, labels: tuple[str, ...], samples: Iterable[Sample]) -> CounterMetricFamily:
    """One counter family, named without `_total`."""
    family = CounterMetricFamily(name, documentation, labels=labels)
    for values, value in samples:
        family.add_metric(values, value)
    return family


def without_created(families: Iterable[Metric]) -> Iterator[Metric]:
    """The same families without the `_created` series, which say nothing that a scrape does not."""
    for family in families:
        family.samples = [sample for sample in family.samples if not sample.name.endswith("_created")]
        yield family


def marked_simulated(families: Iterable[Metric]) -> Iterator[Metric]:
    """The same families with `simulated="true"` on every series."""
    for family in families:
        family.samples = [sample._replace(labels={**sample.labels, "simulated": "true"}) for sample in family.samples]
        yield family
