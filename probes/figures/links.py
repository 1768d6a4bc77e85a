"""Where a portal's statistics may stand: links by their words and paths, the likeliest first, on its own hosts."""

import re
from itertools import islice
from urllib.parse import urldefrag, urljoin, urlsplit

from probes.document import Document
from probes.figures.words import fold, plain

_WORDS = (
    (
        re.compile(
            r"tinh hinh (?:xu ly|giai quyet|tiep nhan)|tien do (?:giai quyet|xu ly)|ket qua giai quyet"
            r"|thong ke (?:ho so|dich vu cong|thu tuc|tinh hinh|dvc|tthc)|bao cao (?:ho so|tong hop|thong ke)"
        ),
        4,
    ),
    (re.compile(r"thong ke|so lieu"), 3),
    (re.compile(r"tien do|bao cao|tong hop"), 2),
    (re.compile(r"dich vu cong truc tuyen|danh sach dich vu cong|danh muc dich vu cong|thu tuc hanh chinh"), 1),
)
_PATHS = (
    (re.compile(r"thong-?ke|tinh-?hinh|tien-?do|statistic|/tk/"), 3),
    (re.compile(r"bao-?cao|report|tong-?hop|so-?lieu"), 2),
    (re.compile(r"dich-?vu-?cong|dvc|thu-?tuc"), 1),
)
_NO = re.compile(
    r"truy cap|login|dang nhap|dang-?nhap|tra-?cuu|nop-?ho-?so|/tin-?tuc/"
    r"|\.(?:pdf|docx?|xlsx?|zip|rar|jpe?g|png|mp4)(?:$|\?)",
    re.I,
)
_MOST_LINKS, _KEPT = 2_000, 12


def statistics_links(document: Document) -> list[str]:
    """Up to twelve addresses of the page that may lead to statistics, the likeliest first."""
    ranked: dict[str, tuple[int, int]] = {}
    for number, link in enumerate(islice(document.markup.elements("a"), _MOST_LINKS)):
        href = link.attrs.get("href", "").strip()
        if not href or href.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
            continue
        url = _joined(document.url, href)
        text = fold(plain(link.text(" ") or link.attrs.get("title", "")))
        weight = _weight(text, url) if url else 0
        if url and weight:
            ranked.setdefault(url, (-weight, number))
    return sorted(ranked, key=lambda url: ranked[url])[:_KEPT]


_SECOND_LEVEL = frozenset(("gov", "com", "net", "org", "edu", "ac", "int", "health", "info"))
_STATISTICS_HOST = re.compile(r"(?:thong-?ke|so-?lieu|bao-?cao|tien-?do|statistics?|report)\d?")


def registered_name(host: str | None) -> str:
    """The registered name of a host: `sxd.tinh.gov.vn` is under `tinh.gov.vn`."""
    labels = (host or "").rstrip(".").lower().split(".")
    count = 3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-count:])


def belongs_to(url: str, home: str) -> bool:
    """Whether a page may speak for the portal: on its own host, on one below it, or on one named after statistics.

    `dichvucong.tinh.gov.vn` and `motcua.tinh.gov.vn` are two systems, each watched by itself: neither lends the other
    its figures.
    """
    try:
        one, other = urlsplit(url), urlsplit(home)
    except ValueError:
        return False
    host, own = (one.hostname or "").removeprefix("www."), (other.hostname or "").removeprefix("www.")
    if one.scheme not in ("http", "https") or not host or not own:
        return False
    if host == own or host.endswith(f".{own}"):
        return True
    first, _, rest = host.partition(".")
    return bool(_STATISTICS_HOST.fullmatch(first)) and rest in (own.partition(".")[2], registered_name(own))


def _joined(base: str, href: str) -> str | None:
    try:
        url = urldefrag(urljoin(base, href)).url
        return url if urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


def _weight(text: str, url: str) -> int:
    path = fold(urlsplit(url).path + "?" + urlsplit(url).query).lower()
    if len(text) > 90 or _NO.search(text) or _NO.search(path):
        return 0
    by_words = next((weight for pattern, weight in _WORDS if pattern.search(text)), 0)
    by_path = next((weight for pattern, weight in _PATHS if pattern.search(path)), 0)
    return 2 * by_words + by_path
