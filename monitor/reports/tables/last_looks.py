"""The last look at every portal: what came back, over which way, and what sort of page it was."""

from collections.abc import Iterator
from typing import Any

from monitor.reports.evidence.withholding import WITHHELD, own_words
from monitor.reports.exports.contract import Asked, Column, Kind, Row, Source, Table
from monitor.reports.standing_json import harms
from monitor.rollup.picture import PortalPicture
from probes.facts import Reachability


def _rows(source: Source, asked: Asked) -> Iterator[Row]:
    for item in sorted(source.picture.portals, key=lambda item: item.portal.id):
        if item.standing is not None and not asked.passed(item.portal.id):
            look = item.standing.observations.get("reachability")
            if look is not None:
                yield _row(item, look)


def _row(item: PortalPicture, look: Any) -> Row:
    failure, facts = look.failure, look.facts if isinstance(look.facts, Reachability) else None
    tls = facts.tls if facts else None
    withhold = item.standing is not None and harms(item.standing)
    return {
        "portal": item.portal.id,
        "agency": item.portal.agency_id,
        "system": item.portal.system.value,
        "at": look.at,
        "vantage": look.vantage,
        "outcome": look.outcome,
        "party": failure.party.value if failure else None,
        "detail": failure.detail if failure else None,
        "status": facts.status if facts else None,
        "address": facts.address if facts else None,
        "bytes": facts.bytes if facts else None,
        "final_url": facts.final_url if facts else None,
        "total": facts.total if facts else None,
        "tls_version": tls.version if tls else None,
        "tls_issuer": tls.issuer if tls else None,
        "tls_not_after": tls.not_after if tls else None,
        "tls_problem": tls.problem if tls else None,
        "kind": facts.kind.value if facts and facts.kind else None,
        "reason": facts and (own_words(facts.reason) if withhold else facts.reason),
        "title": facts and (WITHHELD if withhold and facts.title else facts.title),
    }


TABLE = Table(
    name="last_looks",
    vi="Lần xem gần nhất",
    en="The last look at every portal; titles of pages that show injected, leaked or foreign content are withheld",
    columns=(
        Column(name="portal", vi="Mã hệ thống", en="Id of the portal", always=True),
        Column(name="agency", vi="Mã cơ quan", en="Id of the agency", always=True),
        Column(name="system", vi="Loại hệ thống", en="Which system", always=True),
        Column(name="at", vi="Xem lúc", en="When", kind=Kind.MOMENT, always=True),
        Column(name="vantage", vi="Điểm đo", en="From where", always=True),
        Column(name="outcome", vi="Kết quả", en="`seen`, or the kind of failure", always=True),
        Column(name="party", vi="Bên cần xem lại", en="Whose affair a failure is"),
        Column(name="detail", vi="Chi tiết", en="More of the failure", hostile=True),
        Column(name="status", vi="Mã HTTP", en="Status code", kind=Kind.COUNT),
        Column(name="address", vi="Địa chỉ mạng", en="Address that answered"),
        Column(name="bytes", vi="Số byte", en="Size after decompression", kind=Kind.COUNT),
        Column(name="final_url", vi="Đích", en="Address after redirects", hostile=True),
        Column(name="total", vi="Thời gian", en="Seconds in all", kind=Kind.SECONDS),
        Column(name="tls_version", vi="Phiên bản TLS", en="TLS version"),
        Column(name="tls_issuer", vi="Nơi cấp chứng thư số", en="Issuer of the certificate", hostile=True),
        Column(name="tls_not_after", vi="Chứng thư số đến", en="Until when it holds", kind=Kind.MOMENT),
        Column(name="tls_problem", vi="Lỗi chứng thư số", en="What is wrong with it"),
        Column(name="kind", vi="Loại trang", en="Kind of page"),
        Column(name="reason", vi="Vì sao là loại đó", en="Why it is of that kind", hostile=True),
        Column(name="title", vi="Tiêu đề", en="Title of the page", hostile=True),
    ),
    key=("portal",),
    rows=_rows,
    filters=("portal", "agency", "system", "outcome", "kind"),
    listed=False,
)
