"""Pages for measuring the reading: as portals have them, and as somebody would make them to be dear."""

from probes.document import TAGS_LIMIT

_HEADS = ("Đã tiếp nhận", "Kỳ trước", "Đã giải quyết", "Trước hạn", "Đúng hạn", "Trễ hạn", "Bổ sung", "Từ chối")
_ITEM = (
    '<div class="tin"><h3><a href="/tin/{0}">Hội nghị triển khai nhiệm vụ quý {0}</a></h3>'
    "<p>Ngày 03/04/2025, lượt xem: {0}. Ủy ban nhân dân tỉnh tổ chức hội nghị với nhiều nội dung quan trọng.</p></div>"
)


def ordinary_page(size: int) -> bytes:
    """A portal's home page of about so many bytes: styles and scripts, menus, news, a block of figures."""
    block = '<div class="so"><p>Đã tiếp nhận: 12.345</p><p>Đã giải quyết: 11.200</p><p>Tỷ lệ đúng hạn: 98,1%</p></div>'
    style = _filled(".c{0}{{float:left;margin:0 {0}px;color:#{0:06}}}\n", size // 4, before="")
    script = _filled("var s{0} = document.getElementById('slide-{0}');\n", size // 4, before="")
    menu = _filled(
        '<li class="m-{0}"><a href="/muc/{0}" title="Giới thiệu">Giới thiệu chung</a></li>', size // 4, before=""
    )
    return _page(
        f"<style>{style}</style><script>{script}</script><ul>{menu}</ul>{_filled(_ITEM, size // 4, before=block)}"
    )


def page_of_tables(size: int) -> bytes:
    """A statistics page of about so many bytes: one large table of units."""
    head = "<tr><th>STT</th><th>Đơn vị</th>" + "".join(f"<th>{text}</th>" for text in _HEADS) + "</tr>"
    row = "<tr><td>{0}</td><td>Ủy ban nhân dân xã Số {0}</td>" + "<td>1.{0:03}</td>" * len(_HEADS) + "</tr>"
    return _page(f"<h2>Thống kê năm 2025</h2><table>{_filled(row, size, before=head)}</table>")


def hostile_pages() -> dict[str, bytes]:
    """Pages within the parser's limits that cost as much as their makers could think of."""
    tags = TAGS_LIMIT - 100
    return {
        "cells without end": _page("<table>" + ("<tr>" + "<td>1" * 99) * (tags // 100) + "</table>"),
        "wide spans": _page("<table>" + "<tr><td colspan=9999 rowspan=9999>Đã tiếp nhận<td>1</tr>" * (tags // 5)),
        "pairs": _page("<p>Đã tiếp nhận</p><p>1.234</p>" * (tags // 4)),
        "statements": _page("<p>Đã tiếp nhận: 1.234 hồ sơ</p>" * (tags // 2)),
        "headings": _page("<h3>Đang giải quyết</h3><p>Quá hạn: 5</p>" * (tags // 4)),
        "months": _page("<p>Tháng 4</p><p>Năm 2025</p><p>Tiếp nhận: 1</p>" * (tags // 6)),
        "small tables": _page("<table><tr><td>Đã tiếp nhận<td>1</table>" * (tags // 5)),
        "nested tables": _page(("<table><tr><td>" * 60 + "1" + "</table>" * 60) * (tags // 250)),
        "nested lists": _page(("<ul><li>Đã tiếp nhận: 1" * 80 + "</ul>" * 80) * (tags // 250)),
        "inline tags": _page("<b>1</b><i>Đã tiếp nhận</i>" * (tags // 4)),
        "parentheses": _page("<p>" + "(1 một (2 hai)) " * 30 + "</p>" + "<p>(1 hồ sơ, 2 hồ sơ)</p>" * (tags // 2)),
        "separators": _page(("<p>" + "1|2;3•4, " * 60 + "</p>") * 2500),
        "digits": _page(("<p>" + "1.234 " * 95 + "</p>") * 2000),
        "scripts": _page("<script>var a=[{'x':1}]; b={</script>" * (tags // 2)),
        "attributes": _page('<div data-a=\'[{"tongTiepNhan":1,"daXuLyDungHan":2}]\'></div>' * (tags // 4)),
        "links": _page("<a href='/thong-ke/1'>Thống kê hồ sơ</a>" * (tags // 2)),
    }


def _filled(piece: str, size: int, *, before: str) -> str:
    parts, length, number = [before], len(before.encode()), 0
    while length < size:
        number += 1
        parts.append(piece.format(number % 999))
        length += len(parts[-1].encode())
    return "".join(parts)


def _page(body: str) -> bytes:
    head = '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Cổng</title></head><body>'
    return f"{head}{body}</body></html>".encode()[:1_990_000]
