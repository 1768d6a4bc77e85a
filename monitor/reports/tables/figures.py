"""Published figures as they stand on the portals now."""

from collections.abc import Iterable, Iterator

from monitor.catalogue.records import Portal
from monitor.reports.exports.contract import Asked, Column, Kind, Row, Source, Table
from monitor.storage.standing import KeptFigure
from probes.contract import System
from probes.figures.figure import Qualifier


def figure_rows(portal: Portal, kept: Iterable[KeptFigure]) -> Iterator[Row]:
    """Figures of one portal, numbered as they come."""
    for number, item in enumerate(kept):
        figure, period = item.figure, item.figure.period
        yield {
            "portal": portal.id,
            "agency": portal.agency_id,
            "system": portal.system.value,
            "number": number,
            "key": figure.key,
            "value": figure.value,
            "unit": figure.unit,
            "qualifier": figure.qualifier.value,
            "raw": figure.raw,
            "label": figure.label,
            "scope": figure.scope,
            "period_start": period.start if period else None,
            "period_end": period.end if period else None,
            "as_of": figure.as_of,
            "definition": figure.definition,
            "derived": figure.derived,
            "where": figure.where,
            "first_seen": item.first_seen,
            "last_seen": item.last_seen,
            "changed": item.changed,
        }


def _rows(source: Source, asked: Asked) -> Iterator[Row]:
    named = asked.equal.get("portal")
    for item in sorted(source.picture.judged, key=lambda item: item.portal.id):
        if item.standing is not None and named in (None, item.portal.id) and not asked.passed(item.portal.id):
            yield from figure_rows(item.portal, item.standing.figures)


TABLE = Table(
    name="figures",
    vi="Số liệu công bố",
    en="The figures that judged portals publish, as last read",
    columns=(
        Column(name="portal", vi="Mã hệ thống", en="Id of the portal", always=True),
        Column(name="agency", vi="Mã cơ quan", en="Id of the agency", always=True),
        Column(
            name="system", vi="Loại hệ thống", en="Which system", always=True, choices=tuple(s.value for s in System)
        ),
        Column(name="number", vi="Thứ tự", en="Place in the list of this portal", kind=Kind.COUNT, always=True),
        Column(name="key", vi="Chỉ tiêu", en="Key of the figure", always=True),
        Column(name="value", vi="Giá trị", en="Value in the unit; shares are 0..1", kind=Kind.NUMBER, always=True),
        Column(name="unit", vi="Đơn vị", en="Unit", always=True),
        Column(
            name="qualifier",
            vi="Mức chính xác",
            en="How the page says it",
            always=True,
            choices=tuple(item.value for item in Qualifier),
        ),
        Column(name="raw", vi="Nguyên văn", en="As it stands on the page", always=True, hostile=True),
        Column(name="label", vi="Nhãn", en="What the page calls it", always=True, hostile=True),
        Column(name="scope", vi="Phạm vi", en="The row's unit; null for the whole", hostile=True),
        Column(name="period_start", vi="Kỳ từ", en="First day of the period", kind=Kind.DAY),
        Column(name="period_end", vi="Kỳ đến", en="Last day of the period", kind=Kind.DAY),
        Column(name="as_of", vi="Tính đến", en="The page's own date", kind=Kind.DAY),
        Column(name="definition", vi="Cách tính", en="The page's own definition", hostile=True),
        Column(name="derived", vi="Suy ra", en="Computed from other figures", kind=Kind.FLAG, always=True),
        Column(name="where", vi="Vị trí", en="Where it stood on the page", always=True, hostile=True),
        Column(name="first_seen", vi="Thấy từ", en="First reading", kind=Kind.MOMENT, always=True),
        Column(name="last_seen", vi="Thấy đến", en="Last reading", kind=Kind.MOMENT, always=True),
        Column(name="changed", vi="Đổi lúc", en="When the value last changed", kind=Kind.MOMENT, always=True),
    ),
    key=("portal", "number"),
    rows=_rows,
    filters=("portal", "agency", "system", "key", "unit"),
)
