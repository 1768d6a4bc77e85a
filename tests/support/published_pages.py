"""Pages with their expected figures beside them, and figures as plain rows that can be compared."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from probes.figures.figure import Figure

PAGES = Path(__file__).parents[1] / "pages" / "counts"
Row = tuple[str, int | float, str | None, tuple[str | None, str | None] | None, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One page and what a right reader finds in it."""

    name: str
    path: Path
    law_day: date
    rows: frozenset[Row]
    problems: tuple[str, ...]

    @property
    def body(self) -> bytes:
        """The page as it would arrive."""
        return self.path.read_bytes()


def expected_pages(folder: Path = PAGES) -> list[Expected]:
    """Every page of the folder that has its expectation beside it."""
    return [_expected(path) for path in sorted(folder.glob("*.expected.json"))]


def _expected(path: Path) -> Expected:
    name = path.name.removesuffix(".expected.json")
    content = json.loads(path.read_text(encoding="utf-8"))
    page = next(found for found in (path.with_name(f"{name}.html"), path.with_name(f"{name}.json")) if found.exists())
    rows = frozenset(
        (row["key"], row["value"], row["scope"], tuple(row["period"]) if row["period"] else None, row["as_of"])
        for row in content["figures"]
    )
    return Expected(
        name=name,
        path=page,
        law_day=date.fromisoformat(content["law_day"]),
        rows=rows,
        problems=tuple(content["problems"]),
    )


def rows_of(figures: Sequence[Figure]) -> list[Row]:
    """The figures as rows: key, value, unit of the row, period, day."""
    return [
        (
            figure.key,
            figure.value,
            figure.scope,
            (_day(figure.period.start), _day(figure.period.end)) if figure.period else None,
            _day(figure.as_of),
        )
        for figure in figures
    ]


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
