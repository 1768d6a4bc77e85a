"""What leads a visitor on: the menu, whether scripts fill it, search, the English pages, ratings, the trust badge."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from lxml import etree

from probes.content.data import BadgeWords, MenuWords, SatisfactionWords
from probes.content.facts import Sign
from probes.content.page import Anchor, Page, elements, has_text, host_of, is_unshown, names_of, place_of, plain_text
from probes.content.words import Phrases, phrases

MOST_ENTRY = 60  # characters of a menu entry; longer links are headlines
_MENU = etree.XPath("//nav | //*[@role='navigation'] | //ul | //div | //header")
_MENU_NAMES = ("menu", "navbar", "nav-", "navigation", "main-nav", "topnav")
_MOST_WORDS = 6  # of an entry
_ENOUGH_ENTRIES = 3  # links that make a container a menu that is there
_SEARCH = etree.XPath("//input | //button | //form | //select")
_SEARCH_ATTRIBUTES = ("name", "id", "class", "placeholder", "title", "aria-label", "value", "action", "role", "type")
_SEARCH_PARTS = ("search", "tim-kiem", "timkiem", "tim_kiem")
_RATING = etree.XPath("//label | //legend | //button | //option | //form//* | //h1 | //h2 | //h3 | //h4 | //h5 | //a")
_PICTURES = etree.XPath("//img[@src]")
_LANGUAGES = etree.XPath("//link[@hreflang] | //a[@hreflang] | //a[@lang] | //option")
_MOST_ELEMENTS = 4000


def menu_entries(page: Page, words: MenuWords) -> frozenset[str]:
    """The different menu words among the page's short links."""
    known = phrases(words.entries)
    short = (anchor.text for anchor in page.anchors if 0 < len(anchor.text) <= MOST_ENTRY)
    return frozenset(found for text in short if (found := known.find(text)) is not None)


def addresses(page: Page) -> frozenset[str]:
    """The different addresses that the page leads to."""
    return frozenset(anchor.url for anchor in page.anchors if anchor.url)


def menu_is_scripted(page: Page) -> bool:
    """Whether a menu's container stands there without entries, and none with entries: scripts are to fill it."""
    empty = False
    for item in elements(_MENU, page.tree)[:_MOST_ELEMENTS]:
        if item.tag not in ("nav",) and not any(name in names_of(item) for name in _MENU_NAMES):
            continue
        entries = sum(1 for _ in zip(item.iter("a"), range(_ENOUGH_ENTRIES), strict=False))
        if entries >= _ENOUGH_ENTRIES:
            return False
        empty = empty or (not entries and not has_text(item) and not is_unshown(item))
    return empty


def find_entry(page: Page, words: Phrases) -> Anchor | None:
    """The shortest link whose words name one thing; its address counts where the words do not say it."""
    named = [anchor for anchor in page.anchors if _is_entry(anchor.text, words.find(anchor.text))]
    if not named:
        named = [a for a in page.anchors if a.url and len(a.text) <= MOST_ENTRY and _address_is_entry(a.url, words)]
    return min(named, key=lambda anchor: (anchor.url is None, len(anchor.text)), default=None)


def _is_entry(text: str, found: str | None) -> bool:
    """Whether a link that names a thing is its entry: a headline has many words beside it."""
    if found is None or len(text) > MOST_ENTRY:
        return False
    return len(text.split()) <= max(_MOST_WORDS, 3 * len(found.split()))


def _address_is_entry(url: str, words: Phrases) -> bool:
    """Whether an address ends in the thing's name; that of an article holds its whole headline."""
    last = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    found = words.find_in_address(f"//x/{last}") if len(last) <= MOST_ENTRY else None
    return found is not None and len(last.replace("_", "-").split("-")) <= _MOST_WORDS


def sign_of(anchor: Anchor | None) -> Sign:
    """A link as a sign."""
    if anchor is None:
        return Sign()
    return Sign(certainty="seen", where=place_of(anchor.element), text=anchor.text or None, url=anchor.url)


def read_search(page: Page, words: MenuWords) -> Sign:
    """A field to search the portal, or a link to one; a bare button or icon is only a hint."""
    known, hint = phrases(words.search), Sign()
    for item in elements(_SEARCH, page.tree)[:_MOST_ELEMENTS]:
        if is_unshown(item) or not (_says_search(item, known) or _stands_in_search(item)):
            continue
        if item.tag == "form" or (item.tag == "input" and _is_text(item)):
            return Sign(certainty="seen", where=place_of(item))
        hint = Sign(certainty="hint", where=place_of(item))
    entry = next((a for a in page.anchors if len(a.text) <= MOST_ENTRY and _leads_to_search(a, known)), None)
    if entry is not None:
        return sign_of(entry) if entry.url else Sign(certainty="hint", where=place_of(entry.element))
    return hint


def read_english(page: Page, words: MenuWords) -> Sign:
    """A link to English pages: by its words, its declared language, or its address."""
    known = phrases(words.english)
    for item in elements(_LANGUAGES, page.tree)[:_MOST_ELEMENTS]:
        declared = (item.get("hreflang") or item.get("lang") or "").casefold()
        said = plain_text(item) if item.tag == "option" else ""
        if declared.startswith("en") or (said and len(said) <= 20 and known.find(said)):
            return Sign(certainty="seen", where=place_of(item), text=said or None, url=item.get("href"))
    for anchor in page.anchors:
        if (len(anchor.text) <= 20 and known.find(anchor.text)) or _is_english(anchor.url):
            return sign_of(anchor) if anchor.url else Sign(certainty="hint", where=place_of(anchor.element))
    return Sign()


def read_satisfaction(page: Page, words: SatisfactionWords) -> Sign:
    """A way for readers to say how satisfied they are; words of polls alone are a hint."""
    sure, perhaps, hint = phrases(words.words), phrases(words.hints), Sign()
    for item in elements(_RATING, page.tree)[:_MOST_ELEMENTS]:
        text = " ".join((plain_text(item)[:120], item.get("title") or "", item.get("aria-label") or ""))
        if len(text) > 110 or is_unshown(item):
            continue
        if sure.find(text):
            return Sign(certainty="seen", where=place_of(item), text=text.strip() or None)
        if hint.certainty == "none" and perhaps.find(text):
            hint = Sign(certainty="hint", where=place_of(item), text=text.strip() or None)
    if hint.certainty == "none" and sure.find(page.text):
        return Sign(certainty="hint", where="body")
    return hint


def read_badge(page: Page, words: BadgeWords) -> Sign:
    """The badge of network trust: its link or its picture."""
    for anchor in page.anchors:
        if _is_badge(anchor.url, words):
            return Sign(certainty="seen", where=place_of(anchor.element), url=anchor.url)
    for picture in elements(_PICTURES, page.tree):
        if _is_badge(picture.get("src"), words) and not is_unshown(picture):
            return Sign(certainty="seen", where=place_of(picture), url=(picture.get("src") or "")[:300])
    return Sign()


def _says_search(item: etree._Element, known: Phrases) -> bool:
    if item.get("type") == "search" or item.get("role") == "search":
        return True
    said = " ".join(item.get(name) or "" for name in _SEARCH_ATTRIBUTES)[:400]
    spread = said.replace("-", " ").replace("_", " ").replace("/", " ").replace("$", " ").replace(":", " ")
    return known.find(spread) is not None or "search" in said.casefold() or "timkiem" in said.casefold()


def _stands_in_search(item: etree._Element) -> bool:
    """Whether a text field stands in a part that is named after search."""
    if item.tag != "input" or not _is_text(item):
        return False
    return any(name in names_of(around) for around in list(item.iterancestors())[:2] for name in _SEARCH_PARTS)


def _is_text(item: etree._Element) -> bool:
    return (item.get("type") or "text").casefold() in ("text", "search", "")


def _leads_to_search(anchor: Anchor, known: Phrases) -> bool:
    path = urlsplit(anchor.url).path.casefold() if anchor.url else ""
    return known.find(anchor.text) is not None or any(name in path for name in ("tim-kiem", "timkiem", "search"))


def _is_english(url: str | None) -> bool:
    if not url:
        return False
    parts = urlsplit(url)
    first = parts.path.strip("/").partition("/")[0].casefold()
    query = f"&{parts.query.casefold()}&"
    host = host_of(url)
    asked = any(f"&{name}={tongue}&" in query for name in _QUERIES for tongue in ("en", "en-us", "en_us", "eng"))
    return first in ("en", "eng", "english", "en-us", "en-gb") or asked or host.startswith(("en.", "english.", "eng."))


_QUERIES: Iterable[str] = ("lang", "language", "locale", "lg", "culture", "hl", "languageid", "ngonngu")


def _is_badge(url: str | None, words: BadgeWords) -> bool:
    host = host_of(f"https:{url}" if (url or "").startswith("//") else url)
    known = any(host == name or host.endswith(f".{name}") for name in words.hosts)
    return known and any(path in (url or "") for path in words.paths)
