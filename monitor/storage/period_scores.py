"""Scores of many agencies over many days, as lean as a drawing needs them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from monitor.storage.looks import chosen
from monitor.storage.scores import DayScore
from monitor.storage.tables import AGENCY_SCORE


@dataclass(frozen=True, slots=True)
class Point:
    """An agency's score of one day under one rule book; `None` where nothing was decided."""

    day: date
    score: float | None
    rulebook: str


def read_points(connection: Connection, *, first: date, last: date) -> Mapping[str, tuple[Point, ...]]:
    """By agency, the days from `first` to `last` that are kept, oldest first; a day without a row was not observed."""
    score = AGENCY_SCORE.c
    asked = select(score.agency, score.day, score.score, score.rulebook).where(score.day >= first, score.day <= last)
    found: dict[str, list[Point]] = {}
    for agency, day, points, rulebook in connection.execute(asked.order_by(score.day)):
        found.setdefault(agency, []).append(Point(day, points, rulebook))
    return {agency: tuple(points) for agency, points in found.items()}


def read_last_scores(
    connection: Connection, agencies: Collection[str], *, first: date, last: date
) -> Mapping[str, DayScore]:
    """By agency, the score of the last day kept from `first` to `last`, both included."""
    score = AGENCY_SCORE.c
    within = (*chosen(score.agency, agencies), score.day >= first, score.day <= last)
    newest = select(score.agency.label("agency"), func.max(score.day).label("day")).where(*within)
    last_days = newest.group_by(score.agency).subquery()
    matching = (score.agency == last_days.c.agency) & (score.day == last_days.c.day)
    rows = connection.execute(select(AGENCY_SCORE).join(last_days, matching)).mappings()
    return {row["agency"]: DayScore(**row) for row in rows}
