"""Dossier counts in tables: two heading rows with spans, units and a sum row; an ASP.NET grid."""

from monitor.demo.shapes.published_page import Counts, Fragment, Publisher, grouped, only, rows_with_sum, shares

_SYNTHESIS = (
    "dossiers_carried",
    "dossiers_received",
    "dossiers_open",
    "dossiers_open_on_time",
    "dossiers_open_late",
    "dossiers_resolved",
    "dossiers_early",
    "dossiers_on_time",
    "dossiers_late",
    "dossiers_handled_online",
)
_REPORT = (
    "dossiers_received",
    "dossiers_carried",
    "dossiers_resolved",
    "dossiers_early",
    "dossiers_on_time",
    "dossiers_late",
    "dossiers_open",
    "dossiers_open_on_time",
    "dossiers_open_late",
    "dossiers_handled_online",
)
_GRID = (
    "dossiers_carried",
    "dossiers_received",
    "dossiers_handled_online",
    "dossiers_resolved",
    "dossiers_on_time",
    "dossiers_late",
    "dossiers_open",
)


def synthesis_table(publisher: Publisher, counts: Counts) -> Fragment:
    """Groups over sub-headings, some of which occur twice; padded cells, running numbers before the units."""
    lines = [
        f"<label>Bảng tổng hợp giải quyết thủ tục hành chính năm {publisher.day:%Y}</label>",
        '<table class="synthesis"><tr><th rowspan="2">Tên đơn vị</th><th colspan="3">Tiếp nhận</th>',
        '<th colspan="3">Đang giải quyết</th><th colspan="4">Trả kết quả</th>',
        '<th rowspan="2">Hồ sơ xử lý trực tuyến</th></tr>',
        "<tr><th>Tổng số</th><th>Kỳ trước</th><th>Tiếp nhận</th>",
        "<th>Tổng số</th><th>Chưa đến hạn</th><th>Quá hạn</th>",
        "<th>Tổng số</th><th>Sớm hạn</th><th>Hồ sơ đúng hạn</th><th>Quá hạn</th></tr>",
    ]
    named = [(f"{place}.  {unit}", share) for place, (unit, share) in _units(publisher, counts)]
    for name, share in [*named, (f"Tổng số ({len(named)} đơn vị)", dict(counts))]:
        cells = [share["dossiers_carried"] + share["dossiers_received"], *(share[key] for key in _SYNTHESIS)]
        padded = "".join(f'<td class="center">\n            {cell}                </td>' for cell in cells)
        lines.append(f'<tr><td class="left">\n          {name}             </td>{padded}</tr>')
    lines.append(f"</table><p><i>(Tự động cập nhật: {publisher.day:%d-%m-%Y})</i></p>")
    return Fragment(html="\n".join(lines), figures=only(counts, *_SYNTHESIS))


def _units(publisher: Publisher, counts: Counts) -> list[tuple[int, tuple[str, dict[str, int]]]]:
    return list(enumerate(zip(publisher.units, shares(publisher, counts), strict=True), start=1))


def report_table(publisher: Publisher, counts: Counts) -> Fragment:
    """Single columns on both sides of two groups; the sum row is one cell shorter."""
    lines = [
        f"<h2>Báo cáo tình hình giải quyết hồ sơ năm {publisher.day:%Y}</h2>",
        '<table class="report-table"><thead><tr><th rowspan="2">STT</th><th rowspan="2">Cơ quan</th>',
        '<th rowspan="2">Tiếp nhận</th><th rowspan="2">Kỳ trước chuyển qua</th>',
        '<th colspan="4">Hồ sơ đã giải quyết</th><th colspan="3">Hồ sơ đang giải quyết</th>',
        '<th rowspan="2">Hồ sơ xử lý trực tuyến</th></tr>',
        "<tr><th>Số hồ sơ</th><th>Sớm</th><th>Đúng</th><th>Trễ</th>",
        "<th>Số hồ sơ</th><th>Chưa đến hạn</th><th>Đã quá hạn</th></tr></thead><tbody>",
    ]
    *units, (total, sums) = rows_with_sum(publisher, counts, _REPORT)
    for place, (name, cells) in enumerate(units, start=1):
        lines.append(f"<tr><td>{place}</td><td nowrap>{name}</td>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr>")
    lines.append(f'<tr><td colspan="2">{total}</td>' + "".join(f"<td>{c}</td>" for c in sums) + "</tr>")
    lines.append(f"</tbody></table><p>Số liệu cập nhật đến {publisher.day:%d/%m/%Y}</p>")
    return Fragment(html="\n".join(lines), figures=only(counts, *_REPORT))


def grid_with_eth(publisher: Publisher, counts: Counts) -> Fragment:
    """An ASP.NET grid: numbers in spans with long ids, abbreviated captions, ETH (U+00D0) written for Đ."""
    titles = ("Tồn trước", "Mới nhận", "HS xử lý trực tuyến", "Ðã GQ", "Ðã GQ đúng hạn", "Ðã GQ quá hạn", "Ðang GQ")
    whole = {key: count for key, count in counts.items() if key != "dossiers_early"}
    whole["dossiers_on_time"] += counts["dossiers_early"]
    heads = "".join(f"<td>{title}</td>" for title in ("STT", "Lĩnh vực", *titles))
    lines = [
        '<form method="post" action="./thongke.aspx"><input type="hidden" name="__VIEWSTATE" value="/wEPDwUKMTY=">',
        f'<span class="QH_Label_Title">Tình hình giải quyết hồ sơ hành chính năm {publisher.day:%Y}</span>',
        f'<span>Ðến ngày {publisher.day:%d/%m/%Y}</span><table class="QH_Datagrid" id="dgdDanhSach">',
        f'<tr class="QH_DatagridHeader">{heads}</tr>',
    ]
    *units, (total, sums) = rows_with_sum(publisher, whole, _GRID)
    for place, (name, cells) in enumerate([*units, (total, sums)], start=1):
        spans = "".join(
            f'<td><span id="dgdDanhSach__ctl{place + 1}_lbl{column}" class="QH_ColLabelMiddle">{cell}</span></td>'
            for column, cell in enumerate(cells)
        )
        number = "" if name == total else str(place)
        lines.append(f"<tr><td>{number}</td><td>{name}</td>{spans}</tr>")
    lines.append("</table></form>")
    return Fragment(html="\n".join(lines), figures=only(whole, *_GRID))


def plain_table(publisher: Publisher, counts: Counts) -> Fragment:
    """Two columns, label and value, without a heading row."""
    words = {
        "dossiers_received": "Số hồ sơ đã tiếp nhận",
        "dossiers_online": "Tiếp nhận trực tuyến",
        "dossiers_direct": "Tiếp nhận trực tiếp",
        "dossiers_postal": "Tiếp nhận qua bưu chính công ích",
        "dossiers_handled_online": "Hồ sơ xử lý trực tuyến",
        "dossiers_resolved": "Số hồ sơ đã giải quyết",
    }
    rows = "\n".join(f"<tr><td>{label}</td><td>{grouped(counts[key])}</td></tr>" for key, label in words.items())
    return Fragment(
        html=f"<h3>Tình hình xử lý hồ sơ năm {publisher.day:%Y}</h3>\n<table>\n{rows}\n</table>",
        figures=only(counts, *words),
    )
