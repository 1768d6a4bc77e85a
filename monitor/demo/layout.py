"""The frame of every simulated page: the label that says so, menu, news, and the numbers that are no figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

LABEL = "TRANG MÔ PHỎNG / SIMULATED PAGE"
META = '<meta name="simulated" content="true">'
_NOTICE = "Dữ liệu do máy tạo ra để thử hệ thống giám sát, không phải của cơ quan nào có thật"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What the frame of one agency's pages needs to know."""

    title: str
    agency: str
    host: str
    national_portal: str
    day: date
    number: int
    tag: str
    menu: Mapping[str, str]  # text -> address


def framed(frame: Frame, content: str) -> str:
    """A whole page around some content."""
    return f"""<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
{META}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{escape(frame.title)} - {escape(frame.agency)}">
<meta name="DC.language" content="vi">
<title>{escape(frame.title)} - {escape(frame.agency)}</title>
{frame.tag}
</head>
<body>
{banner()}
<header><h1>{escape(frame.agency)}</h1><p>{escape(frame.title)}</p>
<form action="/tim-kiem" role="search"><label>Tìm kiếm <input name="q"></label></form></header>
{_menu(frame)}
<main>
{content}
</main>
{_news(frame)}
{_footer(frame)}
</body>
</html>
"""


def banner() -> str:
    """The visible label of every page of the estate."""
    return f'<div class="simulated" role="note"><strong>{LABEL}</strong> <span>{_NOTICE}</span></div>'


def _menu(frame: Frame) -> str:
    rows = {"Trang chủ": "/", "Giới thiệu": "/gioi-thieu", **frame.menu}
    rows["Cổng Dịch vụ công quốc gia"] = f"https://{frame.national_portal}/"
    items = "\n".join(f'<li><a href="{escape(href)}">{escape(text)}</a></li>' for text, href in rows.items())
    return f"<nav><ul>\n{items}\n</ul></nav>"


def _news(frame: Frame) -> str:
    days = [frame.day - timedelta(days=back) for back in (1, 2, 4)]
    texts = (
        f"Hội nghị trực tuyến với {frame.number + 7} điểm cầu",
        f"Triển khai Quyết định {100 + frame.number}/QĐ-MP về cải cách hành chính",
        f"Trao {20 + frame.number} suất quà cho học sinh vùng sâu",
    )
    items = "\n".join(
        f'<li><a href="/tin-tuc/{place}">{text}</a> <time>{day:%d/%m/%Y}</time></li>'
        for place, (text, day) in enumerate(zip(texts, days, strict=True), start=1)
    )
    return f'<section class="news"><h2>Tin tức</h2><ul>\n{items}\n</ul></section>'


def _footer(frame: Frame) -> str:
    number = frame.number
    return f"""<footer>
<p>Cơ quan chủ quản: {escape(frame.agency)}</p>
<p>Địa chỉ: Số {number + 1} đường Mô Phỏng. Điện thoại: 0000.{300 + number}.{500 + number}.
Email: lienhe@{frame.host}</p>
<p>Giấy phép số: {number + 11}/GP-MP cấp ngày 15/03/2021</p>
<div class="counter">Đang truy cập: {number * 3 + 5} <br> Hôm nay: {number * 37 + 211}
 <br> Tổng lượt truy cập: {number + 1}.{(number * 31) % 900 + 100}.{(number * 57) % 900 + 100}</div>
</footer>"""
