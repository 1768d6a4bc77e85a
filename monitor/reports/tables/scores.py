"""Scores of agencies day by day; a line through them breaks where the rule book changed."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from monitor.reports.exports.contract import Asked, Column, Kind, Option, Row, Source, Table
from monitor.storage.scores import DayScore, Trend, read_scores, trends

_DAYS = 30  # as far back as is shown where nobody says otherwise
_AT_ONCE = 5  # agencies of one question; a page seldom needs more


def _rows(source: Source, asked: Asked) -> Iterator[Row]:
    end = asked.on or asked.end or source.today
    start = asked.on or asked.start or end - timedelta(days=min(_DAYS - 1, end.toordinal() - 1))
    named = asked.equal.get("agency")
    agencies = sorted({item.id for item in source.catalogue.agencies}) if named is None else [str(named)]
    wanted = [name for name in agencies if not asked.passed(name)]
    for first in range(0, len(wanted), _AT_ONCE):
        kept = read_scores(source.store, wanted[first : first + _AT_ONCE], start=start, end=end)
        yield from _lines(trends(kept))


def _lines(found: Iterable[Trend]) -> Iterator[Row]:
    before, line = "", 0
    for trend in found:
        line = line + 1 if trend.agency == before else 0
        before = trend.agency
        yield from (_row(item, line) for item in trend.points)


def _row(item: DayScore, line: int) -> Row:
    return {
        "agency": item.agency,
        "day": item.day,
        "score": item.score,
        "score_low": item.low,
        "score_high": item.high,
        "coverage": item.coverage,
        "band": item.band,
        "rulebook": item.rulebook,
        "line": line,
        "law_day": item.law_day,
        "at": item.at,
    }


TABLE = Table(
    name="scores",
    vi="Điểm theo ngày",
    en="Scores as kept each day (Asia/Ho_Chi_Minh); the last 30 days where no days are asked for",
    columns=(
        Column(name="agency", vi="Mã cơ quan", en="Id of the agency", always=True),
        Column(name="day", vi="Ngày", en="Day in Asia/Ho_Chi_Minh", kind=Kind.DAY, always=True),
        Column(name="score", vi="Điểm", en="Points over what was decided", kind=Kind.POINTS),
        Column(name="score_low", vi="Điểm thấp nhất", en="Points if all that is undecided failed", kind=Kind.POINTS),
        Column(name="score_high", vi="Điểm cao nhất", en="Points if all that is undecided passed", kind=Kind.POINTS),
        Column(name="coverage", vi="Độ phủ", en="Decided over applicable weight", kind=Kind.RATIO),
        Column(name="band", vi="Mã xếp loại", en="Id of the band; null where too little was decided"),
        Column(name="rulebook", vi="Bộ quy tắc", en="Version of the rule book", always=True),
        Column(
            name="line",
            vi="Đoạn",
            en="A line may join only points of one agency with the same number: it grows where the rule book changed",
            kind=Kind.COUNT,
            always=True,
        ),
        Column(name="law_day", vi="Ngày áp dụng", en="Legal day", kind=Kind.DAY, always=True),
        Column(name="at", vi="Tính lúc", en="When it was kept", kind=Kind.MOMENT, always=True),
    ),
    key=("agency", "day"),
    rows=_rows,
    filters=("agency",),
    options=frozenset({Option.ON, Option.DAYS}),
)
