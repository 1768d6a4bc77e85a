"""Scores of agencies by one of their systems alone; what fails elsewhere does not touch them."""

from collections.abc import Iterator

from monitor.reports.exports.contract import Asked, Column, Kind, Row, Source, Table
from monitor.reports.system_league import by_system
from monitor.rollup.picture import AgencyPicture
from probes.contract import System

_SYSTEMS = tuple(sorted(System, key=lambda system: system.value))


def _rows(source: Source, asked: Asked) -> Iterator[Row]:
    for system in _SYSTEMS:
        if asked.equal.get("system", system.value) == system.value and not asked.passed(system.value):
            found = by_system(source.picture, source.rulebook.scoring, system)
            yield from (_row(system, item) for item in sorted(found, key=lambda item: item.agency.id))


def _row(system: System, item: AgencyPicture) -> Row:
    agency, score = item.agency, item.score
    return {
        "system": system.value,
        "agency": agency.id,
        "name": agency.name_vi,
        "name_en": agency.name_en,
        "kind": agency.kind.value,
        "level": agency.kind.level,
        "score": score.score,
        "score_low": score.low,
        "score_high": score.high,
        "coverage": score.coverage,
        "band": score.band.id if score.band else None,
        "portals": len(item.portals),
    }


TABLE = Table(
    name="system_scores",
    vi="Điểm theo hệ thống",
    en="Agencies by one of their systems alone; agencies without a judged portal of it are left out",
    columns=(
        Column(
            name="system", vi="Loại hệ thống", en="Which system", always=True, choices=tuple(s.value for s in System)
        ),
        Column(name="agency", vi="Mã cơ quan", en="Id of the agency", always=True),
        Column(name="name", vi="Tên", en="Vietnamese name", always=True),
        Column(name="name_en", vi="Tên tiếng Anh", en="English name", always=True),
        Column(name="kind", vi="Loại", en="Kind of legal body", always=True),
        Column(name="level", vi="Nhóm", en="Group of the summary", always=True, choices=("ministries", "provinces")),
        Column(name="score", vi="Điểm", en="Points over what was decided", kind=Kind.POINTS),
        Column(name="score_low", vi="Điểm thấp nhất", en="Points if all that is undecided failed", kind=Kind.POINTS),
        Column(name="score_high", vi="Điểm cao nhất", en="Points if all that is undecided passed", kind=Kind.POINTS),
        Column(name="coverage", vi="Độ phủ", en="Decided over applicable weight", kind=Kind.RATIO),
        Column(name="band", vi="Mã xếp loại", en="Id of the band; null where too little was decided"),
        Column(name="portals", vi="Số hệ thống", en="Judged portals", kind=Kind.COUNT, always=True),
    ),
    key=("system", "agency"),
    rows=_rows,
    filters=("system", "agency", "kind", "level", "band"),
)
