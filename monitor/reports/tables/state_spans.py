"""Stretches of time that judged portals spent in one state; what no stretch covers was not observed."""

from collections.abc import Iterator
from datetime import timedelta

from monitor.catalogue.records import Portal
from monitor.reports.exports.contract import Asked, Column, Kind, Row, Source, Table
from monitor.rules.contract import Span
from probes.failures import State

_DAYS = 30


def _rows(source: Source, asked: Asked) -> Iterator[Row]:
    named, at = asked.equal.get("portal"), source.picture.at
    for item in sorted(source.picture.judged, key=lambda item: item.portal.id):
        if named in (None, item.portal.id) and not asked.passed(item.portal.id):
            spans = source.store.history(item.portal.id, until=at, days=_DAYS).spans
            since = at - timedelta(days=_DAYS)
            yield from (_row(item.portal, span) for span in spans if span.end > since)


def _row(portal: Portal, span: Span) -> Row:
    return {
        "portal": portal.id,
        "agency": portal.agency_id,
        "state": span.state.value,
        "from": span.start,
        "to": span.end,
        "seconds": (span.end - span.start).total_seconds(),
    }


TABLE = Table(
    name="state_spans",
    vi="Khoảng trạng thái",
    en="Stretches of the last 30 days in one state, by portal",
    columns=(
        Column(name="portal", vi="Mã hệ thống", en="Id of the portal", always=True),
        Column(name="agency", vi="Mã cơ quan", en="Id of the agency", always=True),
        Column(name="state", vi="Trạng thái", en="State", always=True, choices=tuple(item.value for item in State)),
        Column(name="from", vi="Từ lúc", en="Beginning, included", kind=Kind.MOMENT, always=True),
        Column(name="to", vi="Đến lúc", en="End, excluded", kind=Kind.MOMENT, always=True),
        Column(name="seconds", vi="Số giây", en="Length", kind=Kind.SECONDS, always=True),
    ),
    key=("portal", "from"),
    rows=_rows,
    filters=("portal", "agency", "state"),
    listed=False,
)
