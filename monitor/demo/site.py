"""All pages of one simulated portal: home, the linked page with its figures, and what its trouble makes of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from monitor.catalogue.records import Portal
from monitor.demo.carried import NOTHING, Carried, answered, carried, files_of, paths_of
from monitor.demo.counts import published
from monitor.demo.layout import META, Frame, banner, framed
from monitor.demo.reply import Manner, Reply, Site, page, redirect
from monitor.demo.scenario import Scenario, host_of
from monitor.demo.shapes.choice import dossier_shape, service_shape
from monitor.demo.shapes.published_page import Fragment, Publisher
from monitor.demo.tags import insecure_tag, partial_tag, whole_tag
from monitor.demo.trouble import BEFORE_HTTP, INSTEAD, UNLOADED_CARD
from probes.contract import System

Changes = Mapping[str, Mapping[str, int | str]]  # portal id -> figure key or "body" -> what stands there instead

_PLACE_UNITS = ("Sở Công trình mẫu", "Sở Đất đai mẫu", "Sở Việc làm mẫu", "UBND huyện Thử Một", "UBND huyện Thử Hai")
_CENTRAL_UNITS = ("Cục Cấp phép mẫu", "Cục Đăng ký mẫu", "Vụ Tổng hợp mẫu", "Trung tâm Hồ sơ mẫu")
_TITLES = {
    System.PORTAL: "Cổng thông tin điện tử",
    System.PUBLIC_SERVICE: "Cổng dịch vụ công",
    System.ONE_STOP: "Hệ thống một cửa điện tử",
}
_LINK_TEXTS = ("Thống kê", "Tình hình xử lý hồ sơ", "Thống kê hồ sơ")
_LINKED = "/thong-ke"
_UNCHANGED: Mapping[str, Any] = MappingProxyType({})
_DECREE_224 = date(2026, 7, 1)
_WELCOME = "<p>Chào mừng quý vị đến với trang mô phỏng. Tại đây có đường dẫn đến các hệ thống.</p>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """A portal's site and the figures that a right reader finds on it."""

    site: Site
    figures: Mapping[str, float]


def sites_of(scenario: Scenario, changes: Changes) -> Callable[[str], Site | None]:
    """From host name to site, each built when first asked for."""
    by_host = {host_of(portal): portal for portal in scenario.portals}

    @lru_cache(maxsize=64)
    def find(host: str) -> Site | None:
        if host == scenario.national_portal:
            return _national_portal(scenario)
        portal = by_host.get(host)
        return pages_of(scenario, portal, changes.get(portal.id, {})).site if portal else None

    return find


def pages_of(scenario: Scenario, portal: Portal, changed: Mapping[str, Any] = _UNCHANGED) -> Pages:
    """Everything that one portal serves."""
    if "body" in changed:
        return Pages(site={"*": page(str(changed["body"]))}, figures={})
    if portal.id in scenario.moved:
        return Pages(site={"*": redirect(f"https://{scenario.national_portal}/", status=301)}, figures={})
    if portal.id in scenario.moved_by_notice:
        return Pages(site={"*": page(_moved_notice(scenario, portal))}, figures={})
    trouble = scenario.troubled(portal)
    if trouble is not None and trouble in INSTEAD:
        return Pages(site=INSTEAD[trouble](host_of(portal)), figures={})
    pages = _own_pages(scenario, portal, changed)
    if trouble in BEFORE_HTTP:
        return replace(pages, figures={})
    if trouble == "slow":
        return replace(pages, site={path: _slowly(reply) for path, reply in pages.site.items()})
    return pages


def _slowly(reply: Reply) -> Reply:
    return replace(reply, manner=Manner.SLOW)


def _own_pages(scenario: Scenario, portal: Portal, changed: Mapping[str, Any]) -> Pages:
    number = scenario.portals.index(portal)
    fragment = _fragment(scenario, portal, changed)
    linked = bool(fragment.html) and number // 3 % 3 == 1
    menu = _neighbours(scenario, portal)
    if linked:
        menu[_LINK_TEXTS[number % len(_LINK_TEXTS)]] = _LINKED
    agency = scenario.agency(portal)
    frame = Frame(
        title=_TITLES[portal.system],
        agency=agency.name_vi,
        host=host_of(portal),
        national_portal=scenario.national_portal,
        day=scenario.law_day,
        number=number,
        tag=_tag(scenario, portal, number),
        menu=menu,
        carried=carried_by(scenario, portal),
    )
    extra = UNLOADED_CARD if scenario.troubled(portal) == "loading_zeros" else ""
    home = framed(frame, _WELCOME + extra + ("" if linked else fragment.html))
    site: dict[str, Reply] = {"/": answered(home, frame.carried), **fragment.files}
    if linked:
        site[_LINKED] = page(framed(replace(frame, title="Thống kê"), fragment.html))
    site |= files_of(frame.carried, frame.host)
    for path, content in paths_of(frame.carried).items():
        site[path] = page(framed(replace(frame, title="Giới thiệu"), content))
    return Pages(site=site, figures=fragment.figures)


def carried_by(scenario: Scenario, portal: Portal) -> Carried:
    """What a portal's pages carry; those of other systems carry nothing of it."""
    if portal.system is not System.PORTAL:
        return NOTHING
    return carried(
        number=scenario.portals.index(portal),
        places=scenario.agency(portal).kind.level == "provinces",
        since_2026=scenario.law_day >= _DECREE_224,
        lacks=frozenset(scenario.lacking.get(portal.id, ())),
    )


def _neighbours(scenario: Scenario, portal: Portal) -> dict[str, str]:
    return {
        _TITLES[other.system]: other.url
        for other in scenario.portals
        if other.agency_id == portal.agency_id and other.id != portal.id
    }


def _fragment(scenario: Scenario, portal: Portal, changed: Mapping[str, Any]) -> Fragment:
    number = scenario.portals.index(portal) // 3
    agency = scenario.agency(portal)
    publisher = Publisher(
        agency=agency.name_vi,
        host=host_of(portal),
        day=scenario.law_day,
        units=_PLACE_UNITS if agency.kind.level == "provinces" else _CENTRAL_UNITS,
        seed=f"{scenario.name}/{portal.id}",
    )
    counts = published(scenario, portal.id)
    parts: list[Fragment] = []
    if counts.services:
        parts.append(service_shape(number)(publisher, {**counts.services, **_of(changed, counts.services)}))
    if counts.dossiers:
        shape = dossier_shape(number, beside_services=bool(counts.services))
        parts.append(shape(publisher, {**counts.dossiers, **_of(changed, counts.dossiers)}))
    return Fragment(
        html="\n".join(part.html for part in parts),
        figures={key: value for part in parts for key, value in part.figures.items()},
        files={path: reply for part in parts for path, reply in part.files.items()},
    )


def _of(changed: Mapping[str, Any], counts: Mapping[str, int]) -> dict[str, int]:
    return {key: int(value) for key, value in changed.items() if key in counts}


def _tag(scenario: Scenario, portal: Portal, number: int) -> str:
    site = 90_000 + number
    match scenario.troubled(portal):
        case "tag_missing":
            return ""
        case "tag_partial":
            return partial_tag(site)
        case "tag_insecure":
            return insecure_tag(site)
        case _:
            return whole_tag(site)


def _moved_notice(scenario: Scenario, portal: Portal) -> str:
    address = f"https://{scenario.national_portal}/"
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">{META}<title>Thông báo</title></head><body>
{banner()}<h1>Thông báo</h1><p>Cổng dịch vụ công của {scenario.agency(portal).name_vi} đã dừng hoạt động và chuyển về
Cổng Dịch vụ công quốc gia. Mời truy cập <a href="{address}">Cổng Dịch vụ công quốc gia</a>.</p></body></html>"""


def _national_portal(scenario: Scenario) -> Site:
    return {
        "*": page(
            f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">{META}
<title>Cổng Dịch vụ công quốc gia (mô phỏng)</title></head><body>{banner()}
<h1>Cổng Dịch vụ công quốc gia (mô phỏng)</h1><p>Nơi nộp hồ sơ, tra cứu và thanh toán trực tuyến
của {len(scenario.agencies)} bộ, ngành, địa phương mô phỏng.</p>
<ul><li><a href="/tra-cuu">Tra cứu hồ sơ</a></li><li><a href="/thanh-toan">Thanh toán</a></li></ul>
</body></html>"""
        )
    }
