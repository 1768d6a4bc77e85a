"""Exemptions that hold on the legal day, as they were granted; they are public."""

from collections.abc import Iterator

from monitor.exemptions.records import Exemption
from monitor.reports.exports.contract import Asked, Column, Kind, Row, Source, Table


def _rows(source: Source, asked: Asked) -> Iterator[Row]:
    del asked
    owners = {portal.id: portal.agency_id for portal in source.catalogue.portals}
    for number, item in enumerate(source.picture.exemptions):
        yield _row(number, item, holder=item.scope.agency or owners.get(item.scope.portal or ""))


def _row(number: int, item: Exemption, *, holder: str | None) -> Row:
    scope = item.scope
    return {
        "number": number,
        "holder": holder,
        "portal": scope.portal,
        "agency": scope.agency,
        "system": scope.system.value if scope.system else None,
        "rule": item.rule,
        "ground": item.ground,
        "approver": item.approver,
        "from": item.starts,
        "to": item.ends,
    }


TABLE = Table(
    name="exemptions",
    vi="Miễn đánh giá",
    en="Exemptions that hold on the legal day",
    columns=(
        Column(name="number", vi="Thứ tự", en="Place in the file", kind=Kind.COUNT, always=True),
        Column(name="holder", vi="Cơ quan được miễn", en="Id of the agency meant, or whose portal is"),
        Column(name="portal", vi="Mã hệ thống", en="Id of the portal meant, if one is"),
        Column(name="agency", vi="Mã cơ quan", en="Id of the agency meant, if one is"),
        Column(name="system", vi="Loại hệ thống", en="System meant, if one is"),
        Column(name="rule", vi="Quy tắc", en="Id of the rule", always=True),
        Column(name="ground", vi="Căn cứ", en="Document or reason", always=True),
        Column(name="approver", vi="Người cho phép", en="Person or body that granted it", always=True),
        Column(name="from", vi="Từ ngày", en="First legal day", kind=Kind.DAY, always=True),
        Column(name="to", vi="Đến ngày", en="Last legal day", kind=Kind.DAY, always=True),
    ),
    key=("number",),
    rows=_rows,
    filters=("holder", "portal", "agency", "rule"),
)
