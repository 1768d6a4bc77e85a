"""Portals with their state: as it is now, or as it was at the end of a past day."""

from collections.abc import Iterator

from monitor.catalogue.records import Lifecycle, Portal, PortalStatus
from monitor.catalogue.selection import on as in_force_on
from monitor.reports.exports.contract import Asked, Column, Kind, Option, Row, Source, Table
from monitor.rollup.picture import PortalPicture
from monitor.storage.engine import reading
from monitor.storage.on_day import read_states_at
from probes.contract import System
from probes.failures import State


def portal_row(item: PortalPicture) -> Row:
    """A portal as it stands now."""
    standing = item.standing
    return {
        **_named(item.portal),
        "state": item.state.value,
        "since": standing.since if standing and item.fresh else None,
        "looked_at": standing.looked_at if standing else None,
        "holds_until": standing.holds_until if standing else None,
    }


def _rows(source: Source, asked: Asked) -> Iterator[Row]:
    end = source.end_of(asked.on)
    if end is None or asked.on is None:
        present = sorted(source.picture.portals, key=lambda item: item.portal.id)
        yield from (portal_row(item) for item in present if not asked.passed(item.portal.id))
        return
    portals = [item for item in in_force_on(source.catalogue, asked.on).portals if not asked.passed(item.id)]
    with reading(source.store.engine) as connection:
        states = read_states_at(connection, [item.id for item in portals], at=end)
    for portal in sorted(portals, key=lambda item: item.id):
        state = states.get(portal.id, State.UNKNOWN).value
        yield {**_named(portal), "state": state, "since": None, "looked_at": None, "holds_until": None}


def _named(portal: Portal) -> Row:
    return {
        "id": portal.id,
        "agency": portal.agency_id,
        "system": portal.system.value,
        "url": portal.url,
        "status": portal.status.value,
        "judged": portal.status is PortalStatus.CONFIRMED,
        "lifecycle": portal.lifecycle.value,
        "valid_from": portal.valid_from,
        "valid_to": portal.valid_to,
    }


TABLE = Table(
    name="portals",
    vi="Hệ thống",
    en="Portals in force on a day, judged or only proposed, with their state then",
    columns=(
        Column(name="id", vi="Mã", en="Id of the portal", always=True),
        Column(name="agency", vi="Mã cơ quan", en="Id of the agency", always=True),
        Column(
            name="system", vi="Loại hệ thống", en="Which system", always=True, choices=tuple(s.value for s in System)
        ),
        Column(name="url", vi="Địa chỉ", en="Address", always=True),
        Column(
            name="status",
            vi="Xác nhận",
            en="How sure we are of the address",
            always=True,
            choices=tuple(item.value for item in PortalStatus),
        ),
        Column(name="judged", vi="Được đánh giá", en="Only confirmed ones are", kind=Kind.FLAG, always=True),
        Column(
            name="lifecycle",
            vi="Vai trò",
            en="What the law wants of the system",
            always=True,
            choices=tuple(item.value for item in Lifecycle),
        ),
        Column(
            name="state",
            vi="Trạng thái",
            en="State; unknown where nobody looked lately",
            always=True,
            choices=tuple(item.value for item in State),
        ),
        Column(name="since", vi="Từ lúc", en="When the present state began, as far as seen", kind=Kind.MOMENT),
        Column(name="looked_at", vi="Quan sát lúc", en="Last look", kind=Kind.MOMENT),
        Column(name="holds_until", vi="Có giá trị đến", en="When the last look goes stale", kind=Kind.MOMENT),
        Column(name="valid_from", vi="Từ ngày", en="First day on which it is watched", kind=Kind.DAY),
        Column(name="valid_to", vi="Đến ngày", en="Last day on which it is watched", kind=Kind.DAY),
    ),
    key=("id",),
    rows=_rows,
    filters=("agency", "system", "status", "state", "lifecycle", "judged"),
    options=frozenset({Option.ON}),
)
