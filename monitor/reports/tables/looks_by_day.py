"""How the looks of each day ended and how long they took, counted when they were kept; for as many years as one asks.

The last 30 days where no days are asked for.
"""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from monitor.reports.exports.contract import Asked, Column, Kind, Option, Row, Source, Table
from monitor.storage.look_counts import LookCount, read_days

_DAYS = 30
_AT_ONCE = 100  # portals of one question
_PHASES = ("resolve", "connect", "tls", "first_byte", "transfer")
_HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def _rows(source: Source, asked: Asked) -> Iterator[Row]:
    end = asked.end or source.today
    start = asked.start or end - timedelta(days=min(_DAYS - 1, end.toordinal() - 1))
    named, agency = asked.equal.get("portal"), asked.equal.get("agency")
    wanted = {
        item.portal.id: item.agency.id
        for item in source.picture.judged
        if named in (None, item.portal.id) and agency in (None, item.agency.id) and not asked.passed(item.portal.id)
    }
    names = sorted(wanted)
    for first in range(0, len(names), _AT_ONCE):
        counts = read_days(source.store, names[first : first + _AT_ONCE], start=start, end=end)
        rows = (_row(item, wanted[item.portal]) for item in counts)
        yield from sorted(rows, key=lambda row: (row["portal"], row["day"], row["vantage"], row["outcome"]))


def _row(item: LookCount, agency: str) -> Row:
    spent = {name: phase.seconds / phase.looks for name, phase in item.phases.items()}
    return {
        "portal": item.portal,
        "agency": agency,
        "day": item.starts.astimezone(_HANOI).date(),
        "vantage": item.vantage,
        "outcome": item.outcome,
        "looks": item.looks,
        "mean": item.seconds / item.timed if item.seconds is not None else None,
        "fastest": item.fastest,
        "slowest": item.slowest,
        **{name: spent.get(name) for name in _PHASES},
    }


TABLE = Table(
    name="looks_by_day",
    vi="Lượt xem theo ngày",
    en="Looks at judged portals by day, vantage and outcome; the last 30 days where no days are asked for",
    columns=(
        Column(name="portal", vi="Mã hệ thống", en="Id of the portal", always=True),
        Column(name="agency", vi="Mã cơ quan", en="Id of the agency", always=True),
        Column(name="day", vi="Ngày", en="Day in Asia/Ho_Chi_Minh", kind=Kind.DAY, always=True),
        Column(name="vantage", vi="Điểm đo", en="Where we looked from", always=True),
        Column(name="outcome", vi="Kết quả", en="`seen`, or the kind of the failure", always=True),
        Column(name="looks", vi="Số lượt", en="Looks that ended so", kind=Kind.COUNT, always=True),
        Column(name="mean", vi="Số giây trung bình", en="Mean of their seconds in all", kind=Kind.SECONDS),
        Column(name="fastest", vi="Số giây ít nhất", en="The least of them", kind=Kind.SECONDS),
        Column(name="slowest", vi="Số giây nhiều nhất", en="The most of them", kind=Kind.SECONDS),
        *(
            Column(
                name=name,
                vi=f"Giây {name} trung bình",
                en=f"Mean seconds of {name}, over looks that got so far; null where none did",
                kind=Kind.SECONDS,
            )
            for name in _PHASES
        ),
    ),
    key=("portal", "day", "vantage", "outcome"),
    rows=_rows,
    filters=("portal", "agency", "vantage", "outcome"),
    options=frozenset({Option.DAYS}),
    listed=False,
)
