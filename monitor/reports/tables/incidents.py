"""Incidents as people take them away: without notes and names of persons, which the list of incidents gives to holders
of a token."""

from collections.abc import Iterator
from datetime import timedelta

from monitor.incidents.records import Incident
from monitor.reports.exports.contract import Asked, Column, Kind, Option, Row, Source, Table
from monitor.reports.incident_json import state_of
from monitor.rollup.periods import midnight
from monitor.rules.contract import Basis, Severity


def _rows(source: Source, asked: Asked) -> Iterator[Row]:
    """Between `start` and `end`: those that were open on any day of them."""
    portal, named = asked.equal.get("portal"), asked.equal.get("id")
    since = None if asked.start is None else midnight(asked.start)
    if named is not None:
        found = source.store.incidents_named([str(named)])
    else:
        only = None if portal is None else (str(portal),)
        found = source.store.incidents(only, open_only=asked.equal.get("open") is True, since=since)
    until = None if asked.end is None else midnight(asked.end) + timedelta(days=1)
    for item in sorted(found, key=lambda item: item.id):
        ends_before = since is not None and item.resolved is not None and item.resolved < since
        if not ends_before and (until is None or item.opened < until):
            yield _row(item)


def _row(item: Incident) -> Row:
    return {
        "id": item.id,
        "state": state_of(item),
        "open": item.open,
        "portal": item.portal,
        "agency": item.agency,
        "rule": item.rule,
        "severity": item.severity.name.lower(),
        "basis": item.basis.value,
        "reason": item.reason,
        "reason_en": item.reason_en,
        "law": item.law,
        "since": item.since,
        "opened": item.opened,
        "ended": item.ended,
        "resolved": item.resolved,
        "acknowledged": item.acknowledged,
        "muted": item.muted,
    }


TABLE = Table(
    name="incidents",
    vi="Sự cố",
    en="Incidents, open or over",
    columns=(
        Column(name="id", vi="Mã", en="Id of the incident", always=True),
        Column(name="state", vi="Trạng thái", en="State", always=True, choices=("open", "acknowledged", "resolved")),
        Column(name="open", vi="Đang mở", en="Not resolved", kind=Kind.FLAG, always=True),
        Column(name="portal", vi="Mã hệ thống", en="Id of the portal", always=True),
        Column(name="agency", vi="Mã cơ quan", en="Id of the agency", always=True),
        Column(name="rule", vi="Quy tắc", en="Id of the rule", always=True),
        Column(
            name="severity",
            vi="Mức độ",
            en="Severity",
            always=True,
            choices=tuple(item.name.lower() for item in reversed(Severity)),
        ),
        Column(
            name="basis",
            vi="Cơ sở",
            en="What the rule rests on; only law may be called noncompliance",
            always=True,
            choices=tuple(item.value for item in Basis),
        ),
        Column(name="reason", vi="Lý do", en="Why, in Vietnamese", always=True, hostile=True),
        Column(name="reason_en", vi="Lý do (tiếng Anh)", en="Why, in English", always=True, hostile=True),
        Column(name="law", vi="Văn bản", en="Document and article"),
        Column(name="since", vi="Từ lúc", en="First confirmed failure", kind=Kind.MOMENT, always=True),
        Column(name="opened", vi="Mở lúc", en="When it was opened", kind=Kind.MOMENT, always=True),
        Column(name="ended", vi="Hết lúc", en="First good round", kind=Kind.MOMENT),
        Column(name="resolved", vi="Đóng lúc", en="When it was resolved", kind=Kind.MOMENT),
        Column(name="acknowledged", vi="Nhận xử lý lúc", en="When somebody answered for it", kind=Kind.MOMENT),
        Column(name="muted", vi="Tạm tắt", en="Why nobody is told; null where people are"),
    ),
    key=("id",),
    rows=_rows,
    filters=("id", "open", "portal", "agency", "rule", "severity", "basis"),
    options=frozenset({Option.DAYS}),
    listed=False,
)
