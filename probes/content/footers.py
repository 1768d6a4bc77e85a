"""The five things that the foot of a portal names: its body, who answers for it, address, telephone, e-mail."""

import re
from collections.abc import Mapping

from lxml import etree

from probes.content.data import FooterWords
from probes.content.facts import Footer
from probes.content.page import Page, elements, names_of, plain_text
from probes.content.words import Phrases, phrases

ITEMS = ("unit", "responsible", "address", "telephone", "email")
_REGIONS = etree.XPath("//footer | //*[@id or @class or @role][self::div or self::section or self::table or self::td]")
_LAST = 1500  # characters at the end of the page: many a foot stands in no marked region
_READABLE = 40
_MOST_REGIONS = 3000
_MAIL = re.compile(r"[\w.+-]{1,64}\s?(?:@|\[at\]|\(at\)|\(a\))\s?[\w-]{1,63}\.[\w.-]{2,100}", re.IGNORECASE)
_PHONE = re.compile(r"(?<!\d)(?:\(?(?:\+84|0)[\d]{0,4}\)?[\s.-]?)\d{2,4}[\s.-]?\d{2,4}[\s.-]?\d{0,4}(?!\d)")


def read_footer(page: Page, words: FooterWords) -> Footer:
    """Items by their labels, and by their form where that is enough; the end of the page counts as its foot."""
    marked = _marked(page, words)
    foot = _foot(page, marked)
    whole = page.text[:200_000]
    known: Mapping[str, Phrases] = {item: phrases(getattr(words, item)) for item in ITEMS}
    named = tuple(item for item in ITEMS if _names(item, foot, known[item]))
    elsewhere = tuple(item for item in ITEMS if item not in named and _names(item, whole, known[item]))
    return Footer(items=named, elsewhere=elsewhere, readable=len(foot) >= _READABLE and (not marked or any(marked)))


def _marked(page: Page, words: FooterWords) -> list[str]:
    """The texts of the regions that are marked as the page's foot; all of them empty: scripts fill it."""
    return [
        plain_text(item)
        for item in elements(_REGIONS, page.tree)[:_MOST_REGIONS]
        if item.tag == "footer" or _is_region(names_of(item), words)
    ]


def _foot(page: Page, marked: list[str]) -> str:
    mails = " ".join(a.element.get("href") or "" for a in page.anchors if "mailto:" in (a.element.get("href") or ""))
    return " ".join((*marked[:20], page.text[-_LAST:], mails[:500] if marked else ""))


def _is_region(names: str, words: FooterWords) -> bool:
    return any(name in names for name in words.regions)


def _names(item: str, text: str, known: Phrases) -> bool:
    if item == "email":
        return _MAIL.search(text) is not None or "mailto:" in text
    if item == "telephone":
        return known.find(text) is not None or _PHONE.search(text) is not None
    return known.find(text) is not None
