"""The catalogue of one day as people read it, and as JSON."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from monitor.catalogue.records import Agency, AgencyKind, Catalogue, Portal
from monitor.catalogue.selection import counts, portals_of

_KINDS = {
    AgencyKind.MINISTRY: "Bộ / ministries",
    AgencyKind.MINISTERIAL_AGENCY: "Cơ quan ngang bộ / ministerial agencies",
    AgencyKind.GOVERNMENT_AGENCY: "Cơ quan thuộc Chính phủ / government agencies",
    AgencyKind.PROVINCE: "Tỉnh / provinces",
    AgencyKind.CITY: "Thành phố trực thuộc trung ương / cities",
}


def as_text(catalogue: Catalogue, day: date) -> Iterator[str]:
    """Lines: how many agencies of each kind, then each agency with its portals."""
    yield f"Danh mục ngày / catalogue on {day}"
    for kind, number in counts(catalogue).items():
        yield f"  {_KINDS[kind]:<48}{number:>4}"
    yield f"  {'Tổng số / total':<48}{len(catalogue.agencies):>4}"
    by_status = Counter(portal.status.value for portal in catalogue.portals)
    shares = ", ".join(f"{status} {number}" for status, number in sorted(by_status.items()))
    yield f"  {'Hệ thống được theo dõi / portals':<48}{len(catalogue.portals):>4}" + (f"  ({shares})" if shares else "")
    for agency in catalogue.agencies:
        yield ""
        yield f"{agency.id}  {agency.name_vi} / {agency.name_en}"
        for portal in portals_of(catalogue, agency.id):
            yield f"  {portal.id:<44}{portal.status:<10}{portal.lifecycle:<10}{portal.url}"


def as_json(catalogue: Catalogue, day: date) -> dict[str, Any]:
    """The same as JSON values; what is not said is `None`."""
    return {
        "on": day.isoformat(),
        "counts": {kind.value: number for kind, number in counts(catalogue).items()},
        "agencies": [_agency(catalogue, agency) for agency in catalogue.agencies],
    }


def _agency(catalogue: Catalogue, agency: Agency) -> dict[str, Any]:
    return {
        "id": agency.id,
        "kind": agency.kind.value,
        "name_vi": agency.name_vi,
        "name_en": agency.name_en,
        "valid_from": _day(agency.valid_from),
        "valid_to": _day(agency.valid_to),
        "portals": [_portal(portal) for portal in portals_of(catalogue, agency.id)],
    }


def _portal(portal: Portal) -> dict[str, Any]:
    return {
        "id": portal.id,
        "system": portal.system.value,
        "url": portal.url,
        "status": portal.status.value,
        "lifecycle": portal.lifecycle.value,
        "valid_from": _day(portal.valid_from),
        "valid_to": _day(portal.valid_to),
        "confidence": portal.confidence or None,
        "note": portal.note or None,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
