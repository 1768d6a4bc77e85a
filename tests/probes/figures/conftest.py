"""The data files of published counts, a reader over them, and the count of right and wrong figures."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from probes.document import Document
from probes.figures.data import CountsData, load_counts
from probes.figures.figure import PublishedCounts
from probes.figures.reader import read_counts
from tests.support.count_table import PROPERTY

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def data() -> CountsData:
    return load_counts(ROOT / "config" / "counts")


@pytest.fixture(scope="session")
def read(data: CountsData) -> Callable[..., PublishedCounts]:
    def reading(text: str, day: date = date(2026, 11, 22), url: str = "https://cong.test/") -> PublishedCounts:
        return read_counts(Document(text, url=url, charset="utf-8"), data, law_day=day)

    return reading


@pytest.fixture
def tally(record_property: Callable[[str, object], None]) -> Callable[[str, int, int, int], None]:
    def count(name: str, expected: int, right: int, wrong: int) -> None:
        record_property(PROPERTY, [name, expected, right, wrong])

    return count
