"""What one page says of mandatory sections: which its menu and headings name, what it says itself, where to look on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from probes.content.data import ContentData, SectionWords
from probes.content.facts import Sign
from probes.content.menus import find_entry, read_satisfaction
from probes.content.page import Page, elements, host_of, is_unshown, plain_text
from probes.content.words import Phrases, phrases
from probes.figures.links import registered_name

_HEADINGS = etree.XPath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6 | //strong | //b | //legend | //caption | //title")
_PICTURES = etree.XPath("//img[@src]")
_OWN = etree.XPath("//iframe[@src] | //object | //embed | //canvas | //svg[count(.//*) > 20]")
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|jpe?g|png|gif|svg|zip|rar)$", re.IGNORECASE)
_APART = frozenset(
    {"a", "header", "footer", "nav", "script", "style", "noscript", "template", "head", "select", "form"}
)
_MOST_HEADING = 120
_MOST_WORDS = 2000  # counted; more say no more
_HEADLINE = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A section as a page names it. `url` is `None` where the entry leads nowhere without scripts."""

    key: str
    label: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One page in this respect. `words` counts what it says itself; `shows`: it has a picture, map or file that the
    first page has not. `article`: the first headline that leads on. `closed`: an introduction entry that leads nowhere
    and has no entries below it, so that a script must open it.
    """

    named: tuple[Named, ...] = ()
    mentioned: tuple[str, ...] = ()
    introduction: str | None = None
    site_map: str | None = None
    closed: str | None = None
    article: str | None = None
    words: int = 0
    shows: bool = False
    satisfaction: Sign = field(default_factory=Sign)


def read_outline(
    page: Page, data: ContentData, wanted: Sequence[SectionWords], *, common: frozenset[str] = frozenset()
) -> Outline:
    """Entries first, then headings (which lead to the page itself), then running text. `common`: pictures of the
    first page.
    """
    known = {section.key: phrases(section.words) for section in wanted}
    named = {key: found for key, words in known.items() if (found := _entry(page, key, words)) is not None}
    headings = _headings(page)
    for key, words in known.items():
        heading = next((text for text in headings if words.find(text)), None)
        if heading is not None and (key not in named or named[key].url is None):
            named[key] = Named(key=key, label=heading, url=page.document.url)
    running = page.text[:300_000]
    return Outline(
        named=tuple(named.values()),
        mentioned=tuple(key for key, words in known.items() if key not in named and words.find(running)),
        introduction=_address(page, data.menu.introduction),
        site_map=_address(page, data.menu.site_map),
        closed=_closed(page, data.menu.introduction),
        article=_article(page),
        words=_own_words(page.tree),
        shows=_shows(page, common),
        satisfaction=read_satisfaction(page, data.satisfaction),
    )


def pictures_of(page: Page) -> frozenset[str]:
    """The addresses of a page's pictures as they are written."""
    return frozenset(item.get("src") or "" for item in elements(_PICTURES, page.tree))


def _entry(page: Page, key: str, words: Phrases) -> Named | None:
    anchor = find_entry(page, words)
    return None if anchor is None else Named(key=key, label=anchor.text, url=anchor.url)


def _headings(page: Page) -> list[str]:
    texts = (plain_text(item) for item in elements(_HEADINGS, page.tree)[:500] if not is_unshown(item))
    return [text for text in texts if 0 < len(text) <= _MOST_HEADING]


def _address(page: Page, words: tuple[str, ...]) -> str | None:
    anchor = find_entry(page, phrases(words))
    return anchor.url if anchor is not None else None


def _closed(page: Page, words: tuple[str, ...]) -> str | None:
    anchor = find_entry(page, phrases(words))
    if anchor is None or anchor.url is not None:
        return None
    around = anchor.element.getparent()
    below = around is not None and sum(1 for _ in around.iter("a")) > 1
    return None if below else anchor.text


def _article(page: Page) -> str | None:
    """The first link as long as a headline, on the page's own name, to no file."""
    own = registered_name(host_of(page.document.url))
    for anchor in page.anchors:
        if anchor.url is None or _FILE.search(anchor.url.partition("?")[0]):
            continue
        if len(anchor.text) > 2 * _HEADLINE and registered_name(host_of(anchor.url)) == own:
            return anchor.url
    return None


def _own_words(root: etree._Element) -> int:
    """Words outside links, headers, menus, forms and footers."""
    count, waiting = 0, [root]
    while waiting and count < _MOST_WORDS:
        element = waiting.pop()
        if isinstance(element.tag, str) and element.tag not in _APART:
            count += len((element.text or "").split())
            waiting.extend(element)
        count += len((element.tail or "").split()) if element is not root else 0
    return min(count, _MOST_WORDS)


def _shows(page: Page, common: frozenset[str]) -> bool:
    if pictures_of(page) - common or elements(_OWN, page.tree):
        return True
    return any(anchor.url and _FILE.search(anchor.url.partition("?")[0]) for anchor in page.anchors)
