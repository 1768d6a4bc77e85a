"""Lines are those of the client library, for any label and any value."""

import math

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import generate_latest

from monitor.metrics.families import Sample, counter, gauge, marked_simulated
from monitor.metrics.lines import Lines, header

TEXTS = ("plain", "", 'a"b', "c\\d", "e\nf", '"', "\\n", "Tỉnh Mẫu", "{}=,", "%s", "a\tb\r")
VALUES = (0, 1, 0.0, 1.0, True, 0.1, -2.5, 1e-9, 123456.0, 1234567.0, 1.5e300, math.inf, -math.inf, math.nan, 10**20)


class One:
    """A collector of one family."""

    def __init__(self, family: object) -> None:
        self.family = family

    def collect(self) -> list[object]:
        return [self.family]


def by_library(family: object) -> bytes:
    registry = CollectorRegistry()
    registry.register(One(family))  # type: ignore[arg-type]  # all that is asked of it
    return generate_latest(registry)


@pytest.mark.parametrize("simulated", [False, True])
@pytest.mark.parametrize("labels", [("portal",), ("portal", "agency"), ("zeta", "portal", "agency")])
def test_a_gauge_is_written_as_the_library_writes_it(labels: tuple[str, ...], simulated: bool) -> None:
    samples: list[Sample] = [
        (tuple(TEXTS[(first + n) % len(TEXTS)] for n in range(len(labels))), value)
        for first in range(len(TEXTS))
        for value in VALUES
    ]
    plain = gauge("emc_x", "What it is \\ with\na line.", labels, samples)
    (family,) = marked_simulated([plain]) if simulated else [plain]
    lines = Lines("emc_x", labels, simulated=simulated)
    written = header("emc_x", "What it is \\ with\na line.") + lines.of(samples)
    assert written == by_library(family)
    for _ in range(2):
        assert header("emc_x", "What it is \\ with\na line.") + lines.again(samples) == written


def test_a_counter_has_its_full_name() -> None:
    samples: list[Sample] = [(("a", "b"), 3.0)]
    lines = Lines("emc_x_total", ("portal", "state"), simulated=False)
    expected = by_library(counter("emc_x", "Counts.", ("portal", "state"), samples))
    assert header("emc_x_total", "Counts.", "counter") + lines.of(samples) == expected


def test_what_is_told_no_more_is_forgotten() -> None:
    lines = Lines("emc_x", ("portal",), simulated=False)
    lines.again([(("a",), 1), (("b",), 1)])
    assert lines.again([(("b",), 2)]) == b'emc_x{portal="b"} 2.0\n'
    assert lines.again([]) == b""
