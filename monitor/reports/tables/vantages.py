"""Who sees a portal from where, for portals that several vantages look at together."""

from collections.abc import Iterator
from typing import Any

from monitor.reports.exports.contract import Asked, Column, Kind, Row, Source, Table
from monitor.rollup.picture import PortalPicture
from monitor.storage.spans import UNOBSERVED
from probes.failures import State


def _rows(source: Source, asked: Asked) -> Iterator[Row]:
    for item in sorted(source.picture.portals, key=lambda item: item.portal.id):
        looks = item.standing.vantages if item.standing else ()
        if not asked.passed(item.portal.id):
            for look in sorted(looks, key=lambda look: look.vantage):
                yield _row(item, look, source)


def _row(item: PortalPicture, look: Any, source: Source) -> Row:
    observed = look.observed(source.picture.at)
    return {
        "portal": item.portal.id,
        "agency": item.portal.agency_id,
        "vantage": look.vantage,
        "network": look.network or None,
        "lead": look.lead,
        "state": look.state.value if observed else UNOBSERVED,
        "since": look.since if observed else look.holds_until,
        "at": look.at,
        "confirmed": look.confirmed,
        "failure": look.failure.kind.value if look.failure else None,
    }


TABLE = Table(
    name="vantages",
    vi="Nhìn từ đâu",
    en="What each of several vantages saw last; portals that one place alone looks at are left out",
    columns=(
        Column(name="portal", vi="Mã hệ thống", en="Id of the portal", always=True),
        Column(name="agency", vi="Mã cơ quan", en="Id of the agency", always=True),
        Column(name="vantage", vi="Điểm đo", en="Name of the vantage", always=True),
        Column(name="network", vi="Mạng", en="Vantages of one network have one vote together"),
        Column(name="lead", vi="Dẫn", en="The one whose looks are judged first", kind=Kind.FLAG, always=True),
        Column(
            name="state",
            vi="Trạng thái",
            en="As seen from there",
            always=True,
            choices=(*(item.value for item in State), UNOBSERVED),
        ),
        Column(name="since", vi="Từ lúc", en="Since when", kind=Kind.MOMENT, always=True),
        Column(name="at", vi="Xem lúc", en="Last look from there", kind=Kind.MOMENT, always=True),
        Column(name="confirmed", vi="Đã xác nhận", en="A second look saw the same", kind=Kind.FLAG, always=True),
        Column(name="failure", vi="Vì sao không xem được", en="Kind of failure"),
    ),
    key=("portal", "vantage"),
    rows=_rows,
    filters=("portal", "agency", "vantage", "state"),
    listed=False,
)
