"""Agencies with score, coverage, band and connection: the league table, and what was kept of it on past days."""

from collections.abc import Iterator
from typing import Any

from monitor.catalogue.records import Agency, AgencyKind
from monitor.catalogue.selection import on as in_force_on
from monitor.reports.exports.contract import Asked, Column, Kind, Option, Row, Source, Table
from monitor.reports.score_json import score_json
from monitor.rollup.connection import Connection
from monitor.rollup.picture import AgencyPicture
from monitor.storage.scores import DayScore, read_scores

_NOT_KEPT: dict[str, Any] = {
    "coverage_by_system": None,
    "band_name": None,
    "band_name_en": None,
    "connected": None,
    "gates": None,
    "undecided": None,
}


def _rows(source: Source, asked: Asked) -> Iterator[Row]:
    if source.end_of(asked.on) is None or asked.on is None:
        present = sorted(source.picture.agencies, key=lambda item: item.agency.id)
        yield from (_present(item) for item in present if not asked.passed(item.agency.id))
        return
    kept = {item.agency: item for item in read_scores(source.store, start=asked.on, end=asked.on)}
    agencies = sorted(in_force_on(source.catalogue, asked.on).agencies, key=lambda item: item.id)
    yield from (_past(agency, kept.get(agency.id)) for agency in agencies if not asked.passed(agency.id))


def _present(item: AgencyPicture) -> Row:
    judged = score_json(item.score)
    return {**_named(item.agency), **judged, "connected": item.connected.value, "portals": len(item.portals)}


def _past(agency: Agency, kept: DayScore | None) -> Row:
    return {
        **_named(agency),
        **_NOT_KEPT,
        "score": kept.score if kept else None,
        "score_low": kept.low if kept else None,
        "score_high": kept.high if kept else None,
        "coverage": kept.coverage if kept else None,
        "band": kept.band if kept else None,
        "portals": None,
    }


def _named(agency: Agency) -> Row:
    return {
        "id": agency.id,
        "kind": agency.kind.value,
        "level": agency.kind.level,
        "name": agency.name_vi,
        "name_en": agency.name_en,
        "valid_from": agency.valid_from,
        "valid_to": agency.valid_to,
    }


TABLE = Table(
    name="agencies",
    vi="Cơ quan",
    en="Agencies in force on a day; of a past day only what was kept of it, the rest is null",
    columns=(
        Column(name="id", vi="Mã", en="Id of the agency", always=True),
        Column(name="name", vi="Tên", en="Vietnamese name", always=True),
        Column(name="name_en", vi="Tên tiếng Anh", en="English name", always=True),
        Column(
            name="kind", vi="Loại", en="Kind of legal body", always=True, choices=tuple(k.value for k in AgencyKind)
        ),
        Column(name="level", vi="Nhóm", en="Group of the summary", always=True, choices=("ministries", "provinces")),
        Column(name="score", vi="Điểm", en="Points over what was decided; null where nothing was", kind=Kind.POINTS),
        Column(name="score_low", vi="Điểm thấp nhất", en="Points if all that is undecided failed", kind=Kind.POINTS),
        Column(name="score_high", vi="Điểm cao nhất", en="Points if all that is undecided passed", kind=Kind.POINTS),
        Column(name="coverage", vi="Độ phủ", en="Decided over applicable weight", kind=Kind.RATIO),
        Column(name="coverage_by_system", vi="Độ phủ theo hệ thống", en="Coverage by system, 0..1", kind=Kind.TREE),
        Column(name="band", vi="Mã xếp loại", en="Id of the band; null where too little was decided"),
        Column(name="band_name", vi="Xếp loại", en="Vietnamese name of the band, or why there is none"),
        Column(name="band_name_en", vi="Xếp loại (tiếng Anh)", en="English name of the band, or why there is none"),
        Column(name="gates", vi="Điểm chặn", en="Grave failures that cap the score: id, cap, reason", kind=Kind.TREE),
        Column(name="undecided", vi="Chưa xác định", en="Undecided verdicts of weight by cause", kind=Kind.TREE),
        Column(
            name="connected",
            vi="Thẻ EMC",
            en="Connection to the measuring system as seen from outside",
            choices=tuple(item.value for item in Connection),
        ),
        Column(name="portals", vi="Số hệ thống", en="Judged portals", kind=Kind.COUNT),
        Column(name="valid_from", vi="Từ ngày", en="First day of the legal body", kind=Kind.DAY),
        Column(name="valid_to", vi="Đến ngày", en="Last day of the legal body", kind=Kind.DAY),
    ),
    key=("id",),
    rows=_rows,
    filters=("kind", "level", "band", "connected"),
    options=frozenset({Option.ON}),
)
