"""What a simulated portal carries beside its figures, sections, maps, rating, pictures; and what it lacks of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from types import MappingProxyType

from monitor.demo.reply import Reply, Site, page

# What is missing or wrong, and what a right monitor says of it; where a rule is not in force it says nothing of it.
LACKING: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "sections": {"INFO-01": "fail"},
        "one_section": {"INFO-01": "fail"},
        "section_words": {"INFO-01": "warn"},
        "section_page": {"INFO-01": "unknown"},
        "search": {"INFO-03": "fail"},
        "site_map": {"INFO-04": "fail"},
        "xml_map": {"INFO-04": "fail"},
        "footer": {"INFO-05": "fail"},
        "english": {"INFO-06": "fail"},
        "metadata": {"INFO-07": "fail"},
        "rating": {"INFO-08": "fail"},
        "fresh_news": {"FRESH-01": "fail"},
        "newer_news": {"FRESH-01": "warn"},
        "dates": {"FRESH-01": "unknown"},
        "alt": {"A11Y-01": "warn"},
        "care": {"A11Y-01": "fail"},
        "utf_8_header": {"ENC-01": "fail"},
        "charset": {"ENC-01": "warn"},
        "clean_source": {"SEC-01": "warn"},
        "menu": {"INFO-01": "unknown", "INFO-04": "unknown", "A11Y-01": "unknown"},
    }
)
_OF_2011 = {
    "Giới thiệu": "/gioi-thieu",
    "Tin tức - Sự kiện": "/tin-tuc",
    "Chỉ đạo điều hành": "/chi-dao",
    "Tuyên truyền, phổ biến pháp luật": "/pho-bien-phap-luat",
    "Chiến lược, quy hoạch": "/quy-hoach",
    "Văn bản pháp luật": "/van-ban",
    "Công báo": "/cong-bao",
    "Dự án, đấu thầu": "/du-an",
    "Lấy ý kiến nhân dân": "/lay-y-kien",
    "Liên hệ": "/lien-he",
}
_OF_PLACES = {
    "Tổ chức bộ máy hành chính": "/gioi-thieu/bo-may",
    "Bản đồ địa giới": "/gioi-thieu/ban-do",
    "Điều kiện tự nhiên": "/gioi-thieu/tu-nhien",
    "Lịch sử, văn hóa, di tích": "/gioi-thieu/lich-su",
    "Lãnh đạo và tiểu sử": "/gioi-thieu/lanh-dao",
}
_OF_MINISTRIES = {
    "Cơ cấu tổ chức": "/gioi-thieu/co-cau",
    "Chức năng, nhiệm vụ": "/gioi-thieu/chuc-nang",
    "Quá trình hình thành": "/gioi-thieu/hinh-thanh",
    "Lãnh đạo và tiểu sử": "/gioi-thieu/lanh-dao",
}
_ALWAYS = {"Tin tức": "/tin-tuc", "Văn bản": "/van-ban", "Liên hệ": "/lien-he"}
_TEXT = (
    "Trang mô phỏng này có vài đoạn văn để người đọc thấy mục không bỏ trống. Nội dung nói về một cơ quan không có "
    "thật, do máy tạo ra, chỉ nhằm thử hệ thống giám sát. Mỗi đoạn đủ dài để phân biệt với trang chỉ có tiêu đề, "
    "và không chứa con số nào có thể bị hiểu nhầm là số liệu công bố."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What one portal's pages carry. `sections` are menu entries with their paths, as the law of the day wants them.

    `lacks` names keys of `LACKING`. `place`: where the entries stand: `menu`, `submenu`, or one level `below`.
    """

    sections: Mapping[str, str]
    lacks: frozenset[str]
    place: str
    badge: bool

    def has(self, thing: str) -> bool:
        """Whether it is there."""
        return thing not in self.lacks


NOTHING = Carried(sections={}, lacks=frozenset(LACKING), place="menu", badge=False)


def carried(*, number: int, places: bool, since_2026: bool, lacks: frozenset[str]) -> Carried:
    """What the portal of an agency carries; `places`: it is a province or city."""
    wanted = (_OF_PLACES if places else _OF_MINISTRIES) if since_2026 else _OF_2011
    kept = {} if "sections" in lacks else {text: path for text, path in wanted.items() if text not in _one(lacks)}
    return Carried(
        sections=kept,
        lacks=lacks,
        place=("menu", "submenu", "below")[number // 3 % 3],
        badge=number // 3 % 2 == 0,
    )


def _one(lacks: frozenset[str]) -> frozenset[str]:
    """The entries that a portal without one section does not have."""
    single = frozenset({"Chỉ đạo điều hành", "Điều kiện tự nhiên", "Quá trình hình thành"})
    return single if "one_section" in lacks else frozenset()


def menu_items(has: Carried) -> str:
    """The portal's menu entries beside those of every system."""
    if has is NOTHING:
        return ""
    items = [_item(text, path) for text, path in _ALWAYS.items()]
    links = "".join(_item(text, path) for text, path in has.sections.items())
    if has.place == "menu":
        items.append(links)
    elif has.place == "submenu":
        items.append(f'<li><a href="#">Thông tin chung</a><ul style="display:none">{links}</ul></li>')
    if has.has("site_map"):
        items.append(_item("Sơ đồ cổng", "/so-do-cong"))
    return "\n".join(items)


def body_parts(has: Carried) -> str:
    """Pictures, a rating, and what was injected where the source is not clean."""
    if has is NOTHING:
        return ""
    alt = has.has("alt") and has.has("care")
    pictures = "".join(
        f'<img src="/anh/{place}.jpg"{f" alt={chr(34)}Ảnh mô phỏng{chr(34)}" if alt else ""}>' for place in range(1, 7)
    )
    rating = (
        '<form action="/danh-gia"><fieldset><legend>Mức độ hài lòng về thông tin trên cổng</legend>'
        '<label><input type="radio" name="muc"> Hài lòng</label> <label><input type="radio" name="muc"> Chưa hài lòng'
        "</label></fieldset></form>"
    )
    badge = '<a href="https://tinnhiemmang.vn/danh-ba-tin-nhiem/mo-phong">Tín nhiệm mạng (mô phỏng)</a>'
    injected = '<div style="display:none"><a href="https://tro-choi-mo-phong.test/">nhà cái mô phỏng</a></div>'
    return "\n".join(
        (
            pictures,
            rating if has.has("rating") else "",
            badge if has.badge else "",
            "" if has.has("clean_source") else injected,
            "" if has.has("care") else "<marquee>Chào mừng quý vị (mô phỏng)</marquee>",
        )
    )


def paths_of(has: Carried) -> Mapping[str, str]:
    """Title and path of every page beside the first one that is framed alike, with its content."""
    if has is NOTHING:
        return {}
    text = f"<p>{_TEXT}</p>" if has.has("section_words") else "<p>Đang cập nhật.</p>"
    pages = {path: f"<h2>{escape(title)}</h2>{text}" for title, path in has.sections.items()}
    if not has.has("section_page"):
        pages.pop(next(iter(has.sections.values())))
    links = "".join(_item(title, path) for title, path in has.sections.items())
    pages["/gioi-thieu"] = f"<h2>Giới thiệu</h2><p>{_TEXT}</p><ul>{links}</ul>"
    if has.has("site_map"):
        pages["/so-do-cong"] = f"<h2>Sơ đồ cổng</h2><ul>{links}</ul>"
    return pages


def files_of(has: Carried, host: str) -> Site:
    """`robots.txt` and the XML site map."""
    if has is NOTHING or not (has.has("xml_map") and has.has("site_map")):
        return {}
    places = "".join(f"<url><loc>https://{host}{path}</loc></url>" for path in has.sections.values())
    schema = "http://www.sitemaps.org/schemas/sitemap/0.9"
    xml = f'<?xml version="1.0" encoding="UTF-8"?><!-- simulated --><urlset xmlns="{schema}">{places}</urlset>'
    robots = f"# simulated\nUser-agent: *\nAllow: /\nSitemap: https://{host}/sitemap.xml\n"
    return {
        "/robots.txt": Reply(body=robots.encode(), content_type="text/plain"),
        "/sitemap.xml": Reply(body=xml.encode(), content_type="application/xml"),
    }


def answered(html: str, has: Carried) -> Reply:
    """The page under the header that its server sends."""
    if has is NOTHING or (has.has("utf_8_header") and has.has("charset")):
        return page(html)
    kind = "text/html" if has.has("utf_8_header") else "text/html; charset=iso-8859-1"
    return Reply(body=html.encode("utf-8"), content_type=kind)


def _item(text: str, path: str) -> str:
    return f'<li><a href="{escape(path)}">{escape(text)}</a></li>'
