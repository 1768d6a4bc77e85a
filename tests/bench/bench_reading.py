"""CPU of reading published counts: an ordinary page, one full of tables, and pages made to be dear."""

import gc
import statistics
import time
from collections.abc import Iterator, Mapping
from datetime import date

import pytest
from rich.console import Console
from rich.table import Table

from probes.document import parse_document
from probes.figures.data import CountsData, load_counts
from probes.figures.reader import read_counts
from tests.support.daemon import ROOT
from tests.support.dear_pages import hostile_pages, ordinary_page, page_of_tables

ORDINARY, TABLES, HOSTILE = 0.060, 0.120, 1.0  # seconds of CPU: two medians, and the most that any page may cost


@pytest.fixture(scope="module")
def data() -> Iterator[CountsData]:
    told = load_counts(ROOT / "config" / "counts")
    gc.collect()
    gc.freeze()  # as the daemon does: what was there before is not walked again for every page
    yield told
    gc.unfreeze()


def test_reading_a_page_costs_little(data: CountsData) -> None:
    honest = {
        "ordinary": ordinary_page(60_000),
        "tables": page_of_tables(60_000),
        "4,500 figures": page_of_tables(98_000),
    }
    pages = {**honest, **hostile_pages()}
    costs = {name: _cost(page, data, times=9 if name in honest else 2) for name, page in pages.items()}
    _tell(costs, pages)
    assert costs["ordinary"] <= ORDINARY
    assert costs["tables"] <= TABLES
    assert costs["4,500 figures"] <= TABLES
    assert max(costs.values()) <= HOSTILE


def _cost(page: bytes, data: CountsData, *, times: int) -> float:
    """The median CPU seconds of parsing and reading a page."""
    spent = []
    for _ in range(times):
        began = time.process_time()
        document = parse_document(page, url="https://cong.test/", content_type="text/html; charset=utf-8")
        read_counts(document, data, law_day=date(2026, 11, 22))
        spent.append(time.process_time() - began)
    return statistics.median(spent)


def _tell(costs: Mapping[str, float], pages: Mapping[str, bytes]) -> None:
    table = Table("page", "kB", "CPU ms")
    for name, cost in costs.items():
        table.add_row(name, f"{len(pages[name]) / 1000:.0f}", f"{1000 * cost:.0f}")
    console = Console(width=80)
    console.print()
    console.print(table)
