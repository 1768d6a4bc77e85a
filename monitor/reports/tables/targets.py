"""National targets: goal, value, from how many of how many agencies."""

from collections.abc import Iterator

from monitor.reports.exports.contract import Asked, Column, Kind, Row, Source, Table
from monitor.rollup.targets import TargetResult, TargetState


def _rows(source: Source, asked: Asked) -> Iterator[Row]:
    del asked
    yield from (_row(item) for item in sorted(source.picture.targets, key=lambda item: item.id))


def _row(item: TargetResult) -> Row:
    return {
        "id": item.id,
        "name": item.title_vi,
        "name_en": item.title_en,
        "definition": item.definition,
        "goal": item.goal,
        "value": item.value,
        "due": item.due,
        "state": item.state.value,
        "agencies": item.agencies,
        "of": item.of,
        "numerator": item.numerator if item.value is not None else None,
        "denominator": item.denominator if item.value is not None else None,
        "missing": item.missing,
    }


TABLE = Table(
    name="targets",
    vi="Chỉ tiêu quốc gia",
    en="National targets, added up from published figures of one definition and period",
    columns=(
        Column(name="id", vi="Mã", en="Id of the target", always=True),
        Column(name="name", vi="Chỉ tiêu", en="Vietnamese name", always=True),
        Column(name="name_en", vi="Chỉ tiêu (tiếng Anh)", en="English name", always=True),
        Column(name="definition", vi="Cách tính", en="What is divided by what", always=True),
        Column(name="goal", vi="Mục tiêu", en="Goal; null where no text names one", kind=Kind.RATIO),
        Column(name="value", vi="Giá trị", en="Value; null where it cannot be added up", kind=Kind.RATIO),
        Column(name="due", vi="Hạn", en="Day by which it is due", kind=Kind.DAY),
        Column(
            name="state",
            vi="Trạng thái",
            en="Where it stands",
            always=True,
            choices=tuple(item.value for item in TargetState),
        ),
        Column(name="agencies", vi="Số cơ quan có số liệu", en="Agencies counted", kind=Kind.COUNT, always=True),
        Column(name="of", vi="Trên tổng số", en="Agencies in force", kind=Kind.COUNT, always=True),
        Column(name="numerator", vi="Tử số", en="Sum of numerators", kind=Kind.NUMBER),
        Column(name="denominator", vi="Mẫu số", en="Sum of denominators", kind=Kind.NUMBER),
        Column(name="missing", vi="Cơ quan thiếu", en="Other agencies with the reason", kind=Kind.TREE, always=True),
    ),
    key=("id",),
    rows=_rows,
    filters=("state",),
)
