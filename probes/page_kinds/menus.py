"""Whether a page, or a region of it, has a menu of its own: what it says is then said on a page that works."""

from urllib.parse import urljoin, urlsplit

from lxml import etree

from probes.visible_text import visible_text

ENOUGH_LINKS = 5  # an error page offers a way back, a help desk and a language or two
_ENOUGH_WORDS = 4
_ANCHORS = etree.XPath(".//a")
# Folded menu entries; menus built by scripts or drawn as plain text have no addresses.
_ENTRIES = (
    "trang chu", "gioi thieu", "tin tuc", "van ban", "lien he", "danh ba", "hoi dap", "so do cong", "thu vien anh",
    "cong dan", "doanh nghiep", "tra cuu",
)  # fmt: skip
_NOWHERE = ("javascript:", "#")
_ELSEWHERE = ("mailto:", "tel:", "data:", "sms:", "zalo:")


def has_menu(region: etree._Element, *, url: str, text: str) -> bool:
    """Whether a region leads to at least `ENOUGH_LINKS` places of its own host, or its folded `text` names entries."""
    if sum(f" {entry} " in f" {text} " for entry in _ENTRIES) >= _ENOUGH_WORDS:
        return True
    places: set[str] = set()
    found = _ANCHORS(region)
    for anchor in found if isinstance(found, list) else []:
        place = _place(anchor, url) if isinstance(anchor, etree._Element) else None
        if place is not None:
            places.add(place)
            if len(places) >= ENOUGH_LINKS:
                return True
    return False


def _place(anchor: etree._Element, url: str) -> str | None:
    """Where on its own host an anchor leads; scripted entries are told apart by their words."""
    address = (anchor.get("href") or "").strip()
    if address.lower().startswith(_ELSEWHERE):
        return None
    if not address or address.lower().startswith(_NOWHERE):
        return visible_text(anchor) or None
    try:
        there, here = urlsplit(urljoin(url, address)), urlsplit(url)
        same = there.hostname == here.hostname
    except ValueError:
        return None
    return f"{there.path}?{there.query}" if same else None
