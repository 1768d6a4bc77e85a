"""Everything that happened to incidents, without what people wrote."""

from collections.abc import Iterator

from monitor.incidents.records import Event, Happening, Incident
from monitor.reports.exports.contract import Asked, Column, Kind, Row, Source, Table


def _rows(source: Source, asked: Asked) -> Iterator[Row]:
    named = asked.equal.get("incident")
    found = source.store.incidents() if named is None else source.store.incidents_named([str(named)])
    for incident in sorted(found, key=lambda item: item.id):
        if not asked.passed(incident.id):
            yield from (_row(incident, event, number) for number, event in enumerate(incident.events))


def _row(incident: Incident, event: Event, number: int) -> Row:
    personal = event.happening is Happening.ACKNOWLEDGED
    return {
        "incident": incident.id,
        "number": number,
        "portal": incident.portal,
        "rule": incident.rule,
        "at": event.at,
        "happening": event.happening.value,
        "reason": None if personal else event.reason,
        "reason_en": None if personal else event.reason_en,
    }


TABLE = Table(
    name="incident_events",
    vi="Diễn biến sự cố",
    en="What happened to incidents, oldest first; what somebody wrote when answering for one is left out",
    columns=(
        Column(name="incident", vi="Mã sự cố", en="Id of the incident", always=True),
        Column(name="number", vi="Thứ tự", en="Place among its events", kind=Kind.COUNT, always=True),
        Column(name="portal", vi="Mã hệ thống", en="Id of the portal", always=True),
        Column(name="rule", vi="Quy tắc", en="Id of the rule", always=True),
        Column(name="at", vi="Lúc", en="When", kind=Kind.MOMENT, always=True),
        Column(name="happening", vi="Việc", en="What", always=True, choices=tuple(item.value for item in Happening)),
        Column(name="reason", vi="Lý do", en="Why, in Vietnamese", hostile=True),
        Column(name="reason_en", vi="Lý do (tiếng Anh)", en="Why, in English", hostile=True),
    ),
    key=("incident", "number"),
    rows=_rows,
    filters=("incident", "portal", "rule", "happening"),
    listed=False,
)
