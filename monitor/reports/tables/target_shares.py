"""Each agency's own result against the national targets, with where it stood."""

from collections.abc import Iterator

from monitor.reports.exports.contract import Asked, Column, Kind, Row, Source, Table
from monitor.rollup.targets import AgencyShare, TargetState
from probes.contract import System


def _rows(source: Source, asked: Asked) -> Iterator[Row]:
    for target in sorted(source.picture.targets, key=lambda item: item.id):
        if not asked.passed(target.id):
            yield from (_row(target.id, item) for item in sorted(target.shares, key=lambda item: item.agency))


def _row(target: str, item: AgencyShare) -> Row:
    return {
        "target": target,
        "agency": item.agency,
        "portal": item.portal,
        "system": item.system.value,
        "value": item.value,
        "numerator": item.numerator,
        "denominator": item.denominator,
        "raw": item.raw,
        "definition": item.definition,
        "period_start": item.period.start if item.period else None,
        "period_end": item.period.end if item.period else None,
        "as_of": item.as_of,
        "read_at": item.read_at,
        "state": item.state.value,
    }


TABLE = Table(
    name="target_shares",
    vi="Chỉ tiêu theo cơ quan",
    en="Each agency's own result against the targets; shares of different definitions are not to be compared",
    columns=(
        Column(name="target", vi="Mã chỉ tiêu", en="Id of the target", always=True),
        Column(name="agency", vi="Mã cơ quan", en="Id of the agency", always=True),
        Column(name="portal", vi="Mã hệ thống", en="Portal that the figures stood on", always=True),
        Column(
            name="system", vi="Loại hệ thống", en="Which system", always=True, choices=tuple(s.value for s in System)
        ),
        Column(name="value", vi="Giá trị", en="The agency's share", kind=Kind.RATIO, always=True),
        Column(name="numerator", vi="Tử số", en="Null for a share published ready-made", kind=Kind.NUMBER),
        Column(name="denominator", vi="Mẫu số", en="Null for a share published ready-made", kind=Kind.NUMBER),
        Column(name="raw", vi="Nguyên văn", en="As it stands on the page", always=True, hostile=True),
        Column(name="definition", vi="Cách tính", en="The page's own definition", hostile=True),
        Column(name="period_start", vi="Kỳ từ", en="First day of the period", kind=Kind.DAY),
        Column(name="period_end", vi="Kỳ đến", en="Last day of the period", kind=Kind.DAY),
        Column(name="as_of", vi="Tính đến", en="The page's own date", kind=Kind.DAY),
        Column(name="read_at", vi="Đọc lúc", en="Last reading", kind=Kind.MOMENT, always=True),
        Column(
            name="state",
            vi="Trạng thái",
            en="The share against the goal on the legal day",
            always=True,
            choices=tuple(item.value for item in TargetState),
        ),
    ),
    key=("target", "agency"),
    rows=_rows,
    filters=("target", "agency", "portal", "state"),
)
