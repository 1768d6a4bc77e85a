"""The frame of every simulated page: the label that says so, menu, news, and the numbers that are no figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from monitor.demo.carried import NOTHING, Carried, body_parts, menu_items

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
    carried: Carried = NOTHING


def framed(frame: Frame, content: str) -> str:
    """A whole page around some content."""
    return f"""<!DOCTYPE html>
<html{' lang="vi"' if _has(frame, "care") else ""}>
<head>
{_head(frame)}
<title>{escape(frame.title)} - {escape(frame.agency)}</title>
{frame.tag}
</head>
<body>
{banner()}
<header><h1>{escape(frame.agency)}</h1><p>{escape(frame.title)}</p>
{_search(frame)}</header>
{_menu(frame)}
<main>
{content}
{body_parts(frame.carried)}
</main>
{_news(frame)}
{_footer(frame)}
</body>
</html>
"""


def _has(frame: Frame, thing: str) -> bool:
    """Whether a page has it; systems that carry nothing of their own have what every page has."""
    return frame.carried is NOTHING or frame.carried.has(thing)


def _head(frame: Frame) -> str:
    metadata = (
        f'<meta name="description" content="{escape(frame.title)} - {escape(frame.agency)}">\n'
        '<meta name="DC.language" content="vi">'
    )
    return "\n".join(
        (
            '<meta charset="utf-8">' if _has(frame, "charset") else "",
            META,
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            metadata if _has(frame, "metadata") else "",
        )
    )


def _search(frame: Frame) -> str:
    form = '<form action="/tim-kiem" role="search"><label>Tìm kiếm <input name="q"></label></form>'
    english = '<a href="/en" hreflang="en">English</a>' if frame.carried.has("english") else ""
    return (form if _has(frame, "search") else "") + english


def banner() -> str:
    """The visible label of every page of the estate."""
    return f'<div class="simulated" role="note"><strong>{LABEL}</strong> <span>{_NOTICE}</span></div>'


def _menu(frame: Frame) -> str:
    rows = {"Trang chủ": "/", "Giới thiệu": "/gioi-thieu", **frame.menu}
    rows["Cổng Dịch vụ công quốc gia"] = f"https://{frame.national_portal}/"
    if not _has(frame, "menu"):
        return '<nav id="menu-chinh"></nav><script src="/static/menu.js" defer></script>'
    items = "\n".join(f'<li><a href="{escape(href)}">{escape(text)}</a></li>' for text, href in rows.items())
    return f"<nav><ul>\n{items}\n{menu_items(frame.carried)}</ul></nav>"


def _news(frame: Frame) -> str:
    age = 0 if _has(frame, "fresh_news") else 45
    age = age if _has(frame, "newer_news") else 8
    days = [frame.day - timedelta(days=back + age) for back in (1, 2, 4)]
    texts = (
        f"Hội nghị trực tuyến với {frame.number + 7} điểm cầu",
        f"Triển khai Quyết định {100 + frame.number}/QĐ-MP về cải cách hành chính",
        f"Trao {20 + frame.number} suất quà cho học sinh vùng sâu",
    )
    dated = _has(frame, "dates")
    items = "\n".join(
        f'<li><a href="/tin-tuc/{place}">{text}</a>{f" <time>{day:%d/%m/%Y}</time>" if dated else ""}</li>'
        for place, (text, day) in enumerate(zip(texts, days, strict=True), start=1)
    )
    return f'<section class="news"><h2>Tin tức</h2><ul>\n{items}\n</ul></section>'


def _footer(frame: Frame) -> str:
    number = frame.number
    answers = "<p>Chịu trách nhiệm nội dung: Ban Biên tập mô phỏng</p>" if frame.carried.has("footer") else ""
    return f"""<footer>
<p>Cơ quan chủ quản: {escape(frame.agency)}</p>
{answers}
<p>Địa chỉ: Số {number + 1} đường Mô Phỏng. Điện thoại: 0000.{300 + number}.{500 + number}.
Email: lienhe@{frame.host}</p>
<p>Giấy phép số: {number + 11}/GP-MP cấp ngày 15/03/2021</p>
<div class="counter">Đang truy cập: {number * 3 + 5} <br> Hôm nay: {number * 37 + 211}
 <br> Tổng lượt truy cập: {number + 1}.{(number * 31) % 900 + 100}.{(number * 57) % 900 + 100}</div>
</footer>"""
