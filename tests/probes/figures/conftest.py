"""The data files of published counts, a reader over them, and the table of precision and recall."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from probes.document import Document
from probes.figures.data import CountsData, load_counts
from probes.figures.figure import PublishedCounts
from probes.figures.reader import read_counts

ROOT = Path(__file__).parents[3]
_TALLY: dict[str, tuple[int, int, int]] = {}


@pytest.fixture(scope="session")
def data() -> CountsData:
    return load_counts(ROOT / "config" / "counts")


@pytest.fixture(scope="session")
def read(data: CountsData) -> Callable[..., PublishedCounts]:
    def reading(text: str, day: date = date(2026, 11, 22), url: str = "https://cong.test/") -> PublishedCounts:
        return read_counts(Document(text, url=url, charset="utf-8"), data, law_day=day)

    return reading


@pytest.fixture
def tally() -> Callable[[str, int, int, int], None]:
    def count(name: str, expected: int, right: int, wrong: int) -> None:
        _TALLY[name] = (expected, right, wrong)

    return count


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if not _TALLY:
        return
    terminalreporter.section("published counts: page, expected, right, wrong")
    for name, (expected, right, wrong) in sorted(_TALLY.items()):
        terminalreporter.write_line(f"{name:52} {expected:5} {right:5} {wrong:5}")
    expected, right, wrong = (sum(row[column] for row in _TALLY.values()) for column in range(3))
    precision = right / (right + wrong) if right + wrong else 1.0
    recall = right / expected if expected else 1.0
    terminalreporter.write_line(f"precision {precision:.4f} recall {recall:.4f} over {expected} figures")
