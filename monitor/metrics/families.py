"""Gauge families built sample by sample, the way a custom collector wants them."""

from collections.abc import Iterable, Iterator

from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

Sample = tuple[tuple[str, ...], float]


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
