"""Figures that run from January: "lũy kế" and "từ đầu năm" beside those of the month or quarter that a page is of."""

import re
from dataclasses import replace
from datetime import date

from probes.figures.figure import Period
from probes.figures.words import plain

YEAR_TO_DATE = Period(start=None, end=None)  # until the page says when the period ends
_RUNNING = re.compile(r"(?:lũy kế|luỹ kế|luy ke|từ đầu năm|tu dau nam)(?!\w)")


def runs_from_january(text: str) -> bool:
    """Whether a label says that its figure runs from the start of the year."""
    return _RUNNING.search(plain(text)) is not None


def settled(own: Period | None, around: Period | None, as_of: date | None) -> Period | None:
    """The period of a figure: its own, else that of the statement around it, ended by the day that it is of.

    One that runs from January ends where the period around it ends, else with that day; `None` where neither is said.
    """
    if own is YEAR_TO_DATE:
        end = around.end if around is not None and around.end is not None else as_of
        return None if end is None else Period(start=date(end.year, 1, 1), end=end)
    period = own or around
    if period is None or period.end is not None or period.start is None or as_of is None or as_of < period.start:
        return period
    return replace(period, end=as_of)
