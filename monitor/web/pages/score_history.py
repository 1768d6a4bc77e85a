"""An agency's scores of the last ninety days, as a drawing and as the table beneath it."""

from dataclasses import dataclass
from datetime import date, timedelta

from monitor.storage.scores import DayScore, read_scores
from monitor.storage.store import Store
from monitor.web.pages.trend_lines import EMPTY, TrendLine, trend_line

DAYS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreHistory:
    """`scores` are those of the days that were kept, oldest first; `line` draws them."""

    scores: tuple[DayScore, ...]
    line: TrendLine = EMPTY


def score_history(store: Store, agency: str, *, last: date) -> ScoreHistory:
    """The days up to `last` (Asia/Ho_Chi_Minh)."""
    first = last - timedelta(days=DAYS - 1)
    scores = read_scores(store, [agency], start=first, end=last)
    return ScoreHistory(scores=scores, line=trend_line(scores, first=first, last=last))
