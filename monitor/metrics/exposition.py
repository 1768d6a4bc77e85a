"""What Prometheus reads: the families of `StoreCollector`, of ten thousand portals too, whole or in shards.

What is written of a portal is kept until something of it changes. Families stand together, as the format asks.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from prometheus_client import Metric
from prometheus_client.exposition import generate_latest

from monitor.metrics import look_counts
from monitor.metrics.families import Sample, marked_simulated, without_created
from monitor.metrics.incidents import Told, letter_families, portal_incident_families
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
from monitor.metrics.judgement import national_families
from monitor.metrics.lines import Lines, header
from monitor.metrics.process import ProcessMetrics
from monitor.metrics.published import difference_family
from monitor.metrics.selection import EVERYTHING, Selection
from monitor.metrics.written import FAMILIES, WrittenPortals, joined
from monitor.rollup.picture import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Where the figures come from; each is asked once at a scrape."""

    picture: Callable[[], Picture]
    accounts: Callable[[], Accounts]
    inside: Callable[[], Inside]
    told: Callable[[], Told]
    process: ProcessMetrics


class Exposition:
    """Safe to use from several threads: one scrape is prepared at a time."""

    def __init__(self, telling: Telling, *, simulated: bool) -> None:
        """Nothing is read before the first scrape."""
        self._telling = telling
        self._simulated = simulated
        self._lock = threading.Lock()
        self._portals = WrittenPortals(simulated=simulated)
        self._lines: dict[str, Lines] = {}
        self._differences: tuple[tuple[object, ...], bytes] = ((), b"")

    def write(self, asked: Selection = EVERYTHING) -> Iterator[bytes]:
        """The exposition in pieces; everything is read before the first one, so that they are of one moment."""
        with self._lock:
            picture = self._telling.picture()
            inside, told = self._telling.inside(), self._telling.told()
            ready = list(self._own(picture, inside, told)) if asked.aggregates else []
            written = self._portals.of(picture.portals, at=picture.at) if asked.portals else {}
            chosen = [written[item.portal.id] for item in asked.of(picture.portals)]
            if asked.portals:
                whole = not asked.agencies and asked.shard is None
                ready += self._by_time(inside, told, None if whole else {one.item.portal.id for one in chosen})
        for family in range(len(FAMILIES)) if asked.portals else ():
            yield from joined(family, chosen)
        yield from ready

    def _own(self, picture: Picture, inside: Inside, told: Told) -> Iterator[bytes]:
        """What is not of portals: agencies, nation, letters, the daemon itself."""
        yield self._difference(picture)
        yield self._text(national_families(picture))
        yield self._text(letter_families(told))
        yield self._text(inside_families(inside))
        yield self._text(without_created(self._telling.process.own.collect()))

    def _by_time(self, inside: Inside, told: Told, chosen: set[str] | None) -> Iterator[bytes]:
        """What changes by the passing of time alone, or does not rest on the picture; `None` chooses all portals."""
        for name, documentation, samples in availability_samples(self._telling.accounts()):
            yield self._again(name, documentation, WINDOWED, _of(samples, chosen))
        seconds = state_second_samples(inside)
        yield self._again(STATE_SECONDS, STATE_SECONDS_TOLD, BY_STATE, _of(seconds, chosen), kind="counter")
        looks = _of(self._telling.process.looks.samples(), chosen)
        yield self._again(look_counts.NAME, look_counts.DOCUMENTATION, look_counts.LABELS, looks, kind="counter")
        yield self._text(_narrowed(family, chosen) for family in portal_incident_families(told))

    def _again(
        self, name: str, documentation: str, labels: tuple[str, ...], samples: list[Sample], *, kind: str = "gauge"
    ) -> bytes:
        full = f"{name}_total" if kind == "counter" else name
        if full not in self._lines:
            self._lines[full] = Lines(full, labels, simulated=self._simulated)
        return header(full, documentation, kind) + self._lines[full].again(samples)

    def _difference(self, picture: Picture) -> bytes:
        """Compared anew only where somebody publishes something else, or the catalogue has changed."""
        told = tuple(
            (item.portal, item.standing.figures) for item in picture.judged if item.standing and item.standing.figures
        )
        before, text = self._differences
        same = len(before) == len(told) and all(_is(one, other) for one, other in zip(told, before, strict=True))
        if not same or not text:
            text = self._text([difference_family(picture)])
            self._differences = (told, text)
        return text

    def _text(self, families: Iterable[Metric]) -> bytes:
        return generate_latest(_Families(marked_simulated(families) if self._simulated else families))


@dataclass(frozen=True, slots=True)
class _Families:
    """Families that were made already, as the client library wants them."""

    families: Iterable[Metric]

    def collect(self) -> Iterable[Metric]:
        return self.families


def _of(samples: list[Sample], portals: set[str] | None) -> list[Sample]:
    """Those whose first label is one of these portals."""
    return samples if portals is None else [sample for sample in samples if sample[0][0] in portals]


def _narrowed(family: Metric, portals: set[str] | None) -> Metric:
    if portals is not None:
        family.samples = [sample for sample in family.samples if sample.labels["portal"] in portals]
    return family


def _is(one: object, other: object) -> bool:
    return isinstance(one, tuple) and isinstance(other, tuple) and all(a is b for a, b in zip(one, other, strict=True))
