"""How judged portals spent each of the last 30 days of Asia/Ho_Chi_Minh."""

from collections.abc import Iterator

from monitor.catalogue.records import Portal
from monitor.reports.exports.contract import Asked, Column, Kind, Row, Source, Table
from monitor.rollup.days import Day, days_of

_DAYS = 30


def _rows(source: Source, asked: Asked) -> Iterator[Row]:
    named, at = asked.equal.get("portal"), source.picture.at
    agency = asked.equal.get("agency")
    for item in sorted(source.picture.judged, key=lambda item: item.portal.id):
        wanted = named in (None, item.portal.id) and agency in (None, item.agency.id)
        if wanted and not asked.passed(item.portal.id):
            spans = source.store.history(item.portal.id, until=at, days=_DAYS).spans
            yield from (_row(item.portal, day) for day in days_of(spans, end=at, days=_DAYS))


def _row(portal: Portal, day: Day) -> Row:
    return {
        "portal": portal.id,
        "agency": portal.agency_id,
        "system": portal.system.value,
        "day": day.day,
        "up": day.share,
        "observed": day.observed,
    }


TABLE = Table(
    name="availability_days",
    vi="Mức sẵn sàng theo ngày",
    en="Each of the last 30 days of judged portals; the present day as far as it is over",
    columns=(
        Column(name="portal", vi="Mã hệ thống", en="Id of the portal", always=True),
        Column(name="agency", vi="Mã cơ quan", en="Id of the agency", always=True),
        Column(name="system", vi="Loại hệ thống", en="Which system", always=True),
        Column(name="day", vi="Ngày", en="Day in Asia/Ho_Chi_Minh", kind=Kind.DAY, always=True),
        Column(
            name="up", vi="Tỷ lệ truy cập được", en="Up over observed time; null where not observed", kind=Kind.RATIO
        ),
        Column(name="observed", vi="Mức quan sát", en="Observed share of the day", kind=Kind.RATIO, always=True),
    ),
    key=("portal", "day"),
    rows=_rows,
    filters=("portal", "agency", "system"),
    listed=False,
)
