"""Every value that judged portals published for their whole, for as long as each stood."""

from collections.abc import Iterator

from monitor.reports.exports.contract import Asked, Column, Kind, Row, Source, Table
from monitor.storage.standing import KeptFigure


def _rows(source: Source, asked: Asked) -> Iterator[Row]:
    named, key = asked.equal.get("portal"), asked.equal.get("key")
    for item in sorted(source.picture.judged, key=lambda item: item.portal.id):
        if item.standing is None or named not in (None, item.portal.id) or asked.passed(item.portal.id):
            continue
        keys = {kept.figure.key for kept in item.standing.figures if kept.figure.scope is None}
        for one in sorted(keys if key is None else keys & {key}):
            history = source.store.figure_history(item.portal.id, one)
            wholes = (kept for kept in history if kept.figure.scope is None)
            yield from (_row(item.portal.agency_id, kept, number) for number, kept in enumerate(wholes))


def _row(agency: str, kept: KeptFigure, number: int) -> Row:
    figure, period = kept.figure, kept.figure.period
    return {
        "portal": kept.portal,
        "agency": agency,
        "key": figure.key,
        "number": number,
        "value": figure.value,
        "unit": figure.unit,
        "raw": figure.raw,
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
        "definition": figure.definition,
        "first_seen": kept.first_seen,
        "last_seen": kept.last_seen,
    }


TABLE = Table(
    name="figure_history",
    vi="Lịch sử số liệu",
    en="Every value that stood for a portal's whole, with the readings that first and last showed it",
    columns=(
        Column(name="portal", vi="Mã hệ thống", en="Id of the portal", always=True),
        Column(name="agency", vi="Mã cơ quan", en="Id of the agency", always=True),
        Column(name="key", vi="Chỉ tiêu", en="Key of the figure", always=True),
        Column(name="number", vi="Thứ tự", en="Place in the history of this key", kind=Kind.COUNT, always=True),
        Column(name="value", vi="Giá trị", en="Value in the unit; shares are 0..1", kind=Kind.NUMBER, always=True),
        Column(name="unit", vi="Đơn vị", en="Unit", always=True),
        Column(name="raw", vi="Nguyên văn", en="As it stood on the page", always=True, hostile=True),
        Column(name="period_start", vi="Kỳ từ", en="First day of the period", kind=Kind.DAY),
        Column(name="period_end", vi="Kỳ đến", en="Last day of the period", kind=Kind.DAY),
        Column(name="definition", vi="Cách tính", en="The page's own definition", hostile=True),
        Column(name="first_seen", vi="Thấy từ", en="First reading", kind=Kind.MOMENT, always=True),
        Column(name="last_seen", vi="Thấy đến", en="Last reading", kind=Kind.MOMENT, always=True),
    ),
    key=("portal", "key", "number"),
    rows=_rows,
    filters=("portal", "agency", "key", "unit"),
    listed=False,
)
