"""Counts that stand in no visible text: JSON in a hidden input, and a JSON answer (status 201) that the page loads."""

import json
from collections.abc import Mapping
from html import escape

from monitor.demo.reply import JSON, Reply
from monitor.demo.shapes.published_page import Counts, Fragment, Publisher, only

SERVICE_MEMBERS: Mapping[str, str] = {
    "soThuTuc": "services_total",
    "soDuDieuKien": "services_eligible",
    "soToanTrinh": "services_full",
    "soMotPhan": "services_partial",
    "soThongTin": "services_information",
    "soTrucTuyen": "services_online",
    "soCoHoSo": "services_with_dossiers",
}
DOSSIER_MEMBERS: Mapping[str, str] = {
    "hoSoTiepNhan": "dossiers_received",
    "hoSoKyTruoc": "dossiers_carried",
    "hoSoDaGiaiQuyet": "dossiers_resolved",
    "hoSoDangGiaiQuyet": "dossiers_open",
    "hoSoXuLyTrucTuyen": "dossiers_handled_online",
}
APPLICATION = "mo-phong-thong-ke"  # the id by which the estate's own platform profile knows such a page
ADDRESS = "/api/thong-ke"


def _members(publisher: Publisher, counts: Counts, names: Mapping[str, str]) -> dict[str, int]:
    return {"nam": publisher.day.year, **{name: counts[key] for name, key in names.items()}}


def _hidden_input(publisher: Publisher, counts: Counts, names: Mapping[str, str]) -> Fragment:
    content = json.dumps([_members(publisher, counts, names)])
    html = (
        f'<h3>Biểu đồ tổng hợp</h3><div class="chart"></div><input type="hidden" id="hdn_json_{len(names)}" '
        f'name="hdn_json_{len(names)}" value="{escape(content)}">'
    )
    return Fragment(html=html, figures=only(counts, *names.values()))


def services_in_hidden_input(publisher: Publisher, counts: Counts) -> Fragment:
    """Service counts as JSON in a hidden input, beside a chart that a script would draw."""
    return _hidden_input(publisher, counts, SERVICE_MEMBERS)


def dossiers_in_hidden_input(publisher: Publisher, counts: Counts) -> Fragment:
    """Dossier counts as JSON in a hidden input."""
    return _hidden_input(publisher, counts, DOSSIER_MEMBERS)


def dossiers_from_answer(publisher: Publisher, counts: Counts) -> Fragment:
    """Dossier counts from a JSON answer with status 201; the page itself shows none."""
    data = {"code": "OK", "data": {"parent": _members(publisher, counts, DOSSIER_MEMBERS), "children": []}}
    html = (
        f'<h3>Tình hình xử lý hồ sơ</h3><div id="{APPLICATION}" data-source="{ADDRESS}">Đang tải số liệu…</div>'
        f'<p><a href="{ADDRESS}">Thống kê (JSON)</a></p>'
    )
    reply = Reply(status=201, body=json.dumps(data).encode("utf-8"), content_type=JSON)
    return Fragment(html=html, figures=only(counts, *DOSSIER_MEMBERS.values()), files={ADDRESS: reply})
