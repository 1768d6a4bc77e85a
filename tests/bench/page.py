"""A portal's first page of 60 KB as the benchmark serves it: menu, news, table of counts, EMC tag; all invented."""

SIZE = 60_000  # bytes

_HEAD = """<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8">
<title>Cổng thông tin điện tử tỉnh Đo Lường</title>
<meta name="description" content="Trang thông tin của tỉnh Đo Lường (giả định)">
<link rel="stylesheet" href="/css/site.css">
<script>
var _govaq = window._govaq || [];
_govaq.push(['trackPageView']);
_govaq.push(['enableLinkTracking']);
(function () {
_govaq.push(['setTrackerUrl', 'https://f-emc.ngsp.gov.vn/tracking']);
_govaq.push(['setSiteId', '4711']);
var d = document, g = d.createElement('script'), s = d.getElementsByTagName('script')[0];
g.async = true; g.defer = true;
g.src = 'https://f-emc.ngsp.gov.vn/embed/gov-tracking.min.js';
s.parentNode.insertBefore(g, s);
})();
</script></head><body>
<ul class="menu">"""
_TABLE = """</ul>
<table><caption>Tình hình cung cấp dịch vụ công</caption>
<tr><th>Nội dung</th><th>Số lượng</th></tr>
<tr><td>Tổng số thủ tục hành chính</td><td>1.842</td></tr>
<tr><td>Dịch vụ công trực tuyến toàn trình</td><td>911</td></tr>
<tr><td>Dịch vụ công trực tuyến một phần</td><td>604</td></tr>
</table>
<div class="news">"""
_TAIL = "</div><footer>Cơ quan chủ quản: Ủy ban nhân dân tỉnh Đo Lường</footer></body></html>"


def page() -> bytes:
    """The page, exactly `SIZE` bytes, the same every time."""
    menu = "".join(f'<li><a href="/chuyen-muc/{n}">Chuyên mục số {n}</a></li>' for n in range(120))
    start = (_HEAD + menu + _TABLE).encode()
    room = SIZE - len(start) - len(_TAIL.encode())
    news = bytearray()
    number = 0
    while True:
        piece = _news(number)
        if len(news) + len(piece) > room:
            break
        news += piece
        number += 1
    filler = b"<!--" + b"." * (room - len(news) - 7) + b"-->" if room - len(news) >= 7 else b" " * (room - len(news))
    return start + bytes(news) + filler + _TAIL.encode()


def small_page() -> bytes:
    """The same without menu and news: a tenth of it, read ten times as fast."""
    return (_HEAD + _TABLE + "Tin tức và thông báo của tỉnh. " * 40 + _TAIL).encode()


def _news(number: int) -> bytes:
    return (
        f'<div class="item"><h3><a href="/tin/{number}">Hội nghị trực tuyến đánh giá tình hình cải cách hành chính, '
        f"kỳ họp thứ {number}</a></h3><p>Sáng nay, tại trung tâm hành chính, lãnh đạo các sở, ban, ngành đã nghe báo "
        f"cáo và cho ý kiến về chương trình công tác.</p></div>\n"
    ).encode()
