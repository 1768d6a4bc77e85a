"""Scores of agencies day by day, and lines through them that break where the rule book changed."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select

from monitor.storage.engine import reading, upsert, writing
from monitor.storage.looks import chosen
from monitor.storage.store import Store, telling
from monitor.storage.tables import AGENCY_SCORE


@dataclass(frozen=True, slots=True, kw_only=True)
class DayScore:
    """An agency's score as of one day (Asia/Ho_Chi_Minh); 0..100, coverage 0..1, `None` where it cannot be said."""

    day: date
    agency: str
    at: datetime
    law_day: date
    rulebook: str
    score: float | None
    low: float | None
    high: float | None
    coverage: float | None
    band: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Scores of one agency under one rule book, oldest first: a line may join these points and no others."""

    agency: str
    rulebook: str
    points: tuple[DayScore, ...]


def keep_scores(store: Store, scores: Iterable[DayScore]) -> None:
    """Keep the scores of a day, in the place of earlier ones; raises `StoreError` where the store refuses."""
    rows = [asdict(item) for item in scores]
    if not rows:
        return
    change = tuple(column.name for column in AGENCY_SCORE.columns if not column.primary_key)
    with telling(store.engine.url), writing(store.engine) as connection:
        connection.execute(upsert(connection, AGENCY_SCORE, change=change), rows)


def read_scores(
    store: Store, agencies: Collection[str] | None = None, *, start: date, end: date
) -> tuple[DayScore, ...]:
    """Scores of the days from `start` to `end`, both included, by agency and day; `trends` draws the lines."""
    within = (AGENCY_SCORE.c.day >= start, AGENCY_SCORE.c.day <= end)
    asked = select(AGENCY_SCORE).where(*chosen(AGENCY_SCORE.c.agency, agencies), *within)
    with reading(store.engine) as connection:
        rows = connection.execute(asked.order_by(AGENCY_SCORE.c.agency, AGENCY_SCORE.c.day)).mappings().all()
    return tuple(DayScore(**row) for row in rows)


def trends(scores: Iterable[DayScore]) -> tuple[Trend, ...]:
    """Lines through scores that stand by agency and day: a new one begins wherever the rule book is another one, so
    that nobody takes the rules' change for the agency's."""
    lines: list[list[DayScore]] = []
    for item in scores:
        last = lines[-1][-1] if lines else None
        if last is None or (last.agency, last.rulebook) != (item.agency, item.rulebook):
            lines.append([])
        lines[-1].append(item)
    return tuple(Trend(agency=line[0].agency, rulebook=line[0].rulebook, points=tuple(line)) for line in lines)
