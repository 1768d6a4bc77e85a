"""What every agency's score is added up from: each verdict that has weight, with its credit."""

from collections.abc import Iterator

from monitor.reports.exports.contract import Asked, Column, Kind, Row, Source, Table
from monitor.rules.contract import Cause, Outcome
from monitor.scoring import Part
from probes.contract import System


def _rows(source: Source, asked: Asked) -> Iterator[Row]:
    named = asked.equal.get("agency")
    for item in sorted(source.picture.agencies, key=lambda item: item.agency.id):
        if named in (None, item.agency.id) and not asked.passed(item.agency.id):
            parts = sorted(item.score.parts, key=lambda part: (part.portal, part.rule))
            yield from (_row(item.agency.id, part) for part in parts)


def _row(agency: str, part: Part) -> Row:
    return {
        "agency": agency,
        "portal": part.portal,
        "system": part.system.value,
        "rule": part.rule,
        "outcome": part.outcome.value,
        "cause": part.cause.value if part.cause else None,
        "weight": part.weight,
        "credit": part.credit,
        "part": None if part.credit is None else part.weight * part.credit,
    }


TABLE = Table(
    name="score_parts",
    vi="Các phần của điểm",
    en="Each verdict that has weight; the score is 100 times the sum of the parts over the decided weight",
    columns=(
        Column(name="agency", vi="Mã cơ quan", en="Id of the agency", always=True),
        Column(name="portal", vi="Mã hệ thống", en="Id of the portal", always=True),
        Column(
            name="system", vi="Loại hệ thống", en="Which system", always=True, choices=tuple(s.value for s in System)
        ),
        Column(name="rule", vi="Quy tắc", en="Id of the rule", always=True),
        Column(name="outcome", vi="Kết quả", en="Outcome", always=True, choices=tuple(item.value for item in Outcome)),
        Column(
            name="cause", vi="Vì sao chưa xác định", en="Why it is undecided", choices=tuple(c.value for c in Cause)
        ),
        Column(name="weight", vi="Trọng số", en="Weight in the score", kind=Kind.NUMBER, always=True),
        Column(name="credit", vi="Mức đạt", en="0..1; null while undecided", kind=Kind.RATIO),
        Column(name="part", vi="Phần", en="Weight times credit", kind=Kind.NUMBER),
    ),
    key=("agency", "portal", "rule"),
    rows=_rows,
    filters=("agency", "portal", "system", "rule", "outcome"),
    listed=False,
)
