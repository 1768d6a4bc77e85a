"""The newest dated item of a first page: a date beside a headline that leads on; never clocks, counters, footers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from lxml import etree

from probes.content.data import FreshnessWords
from probes.content.facts import News
from probes.content.item_dates import boxed_day, day_in_address, days_in, days_of_feed, is_month, short_day
from probes.content.page import Anchor, Page, absolute, elements, host_of, names_of, place_of, plain_text
from probes.content.words import Phrases, phrases
from probes.figures.links import registered_name
from probes.visible_text import is_hidden

_SKIPPED = frozenset({"script", "style", "noscript", "template", "head", "footer", "select", "iframe", "svg", "nav"})
_TOP = frozenset({"body", "html", "main", "form"})
_CLIMB = 5  # elements from a date up to the block that holds its headline
_BLOCK = 900  # characters of a block that is one item
_MOST_HEADLINES_OF_ITEM = 3
_HEADLINE, _HEADLINE_WORDS = 15, 4  # least characters and words of a headline
_LONG = 30  # characters of a headline that is surely no menu entry
_MOST_DATES = 400
_MOST_TEXTS = 4000  # texts with digits
_NEAR = 40  # characters before a date that say what it is
_FEEDS = etree.XPath("//link[@rel='alternate'][@href][contains(@type,'rss') or contains(@type,'atom')]")


@dataclass(slots=True)
class _Found:
    """What has been found so far."""

    day: date
    headlines: frozenset[etree._Element]
    unwanted: Phrases
    regions: tuple[str, ...]
    dates: list[tuple[date, etree._Element]] = field(default_factory=list)


def read_news(page: Page, words: FreshnessWords, *, day: date) -> News:
    """The newest date of an item that is not later than the legal day."""
    own = registered_name(host_of(page.document.url))
    headlines = [a for a in page.anchors if _is_headline(a) and registered_name(host_of(a.url)) == own]
    found = _Found(
        day=day,
        headlines=frozenset(anchor.element for anchor in headlines),
        unwanted=phrases(words.not_items),
        regions=words.regions,
    )
    for element, text in islice(_texts(page.tree, found), _MOST_TEXTS):
        _read(element, text, found)
        if len(found.dates) >= _MOST_DATES:
            break
    for anchor in headlines:
        made = day_in_address(anchor.url or "", day=day)
        if made is not None:
            found.dates.append((made, anchor.element))
    newest = max(found.dates, key=lambda pair: pair[0], default=None)
    return News(
        newest=newest[0] if newest else None,
        dated=len(found.dates),
        headlines=len({anchor.url for anchor in headlines if len(anchor.text) >= _LONG}),
        where=place_of(newest[1]) if newest else None,
    )


def feed_of(page: Page) -> str | None:
    """The address of the first feed on the portal's own name."""
    own = registered_name(host_of(page.document.url))
    found = (absolute(page.base, item.get("href")) for item in elements(_FEEDS, page.tree)[:20])
    return next((url for url in found if url and registered_name(host_of(url)) == own), None)


def read_feed(text: str, *, day: date) -> News:
    """The newest entry of a feed."""
    days = days_of_feed(text, day=day)
    return News(newest=max(days, default=None), dated=len(days), headlines=len(days), where="feed", source="feed")


def _is_headline(anchor: Anchor) -> bool:
    return anchor.url is not None and len(anchor.text) >= _HEADLINE and len(anchor.text.split()) >= _HEADLINE_WORDS


def _texts(root: etree._Element, found: _Found) -> Iterator[tuple[etree._Element, str]]:
    """Texts with digits, each with its element, outside the regions that never date an item."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str) or _is_apart(element, found):
            continue
        stamp = element.get("datetime") if element.tag == "time" else None
        for text in (stamp, element.text, *(child.tail for child in element)):
            if text and any(char.isdigit() for char in text[:400]):
                yield element, text[:400]
        waiting.extend(element)


def _is_apart(element: etree._Element, found: _Found) -> bool:
    if element.tag in _SKIPPED:
        return True
    if not element.attrib or element.tag in _TOP:
        return False
    names = names_of(element).split()
    return is_hidden(element) or any(_is_region(name, found.regions) for name in names)


def _is_region(name: str, regions: tuple[str, ...]) -> bool:
    """Whole names, or names that begin so: `clock-top`, but not `lichsu` for `lich`."""
    return any(name == region or name.startswith((f"{region}-", f"{region}_")) for region in regions)


def _read(element: etree._Element, text: str, found: _Found) -> None:
    days = [made for made in _days(element, text, found.day) if made.year >= 2000]
    if not days or found.unwanted.find(_beside(text)):
        return
    if _has_headline(element, found):
        found.dates.append((max(days), element))


def _days(element: etree._Element, text: str, day: date) -> Iterator[date]:
    if is_month(text):
        for around in list(element.iterancestors())[:2]:
            made = boxed_day(plain_text(around)[:60], day=day)
            if made is not None:
                yield made
                return
        return
    yield from days_in(text, day=day)
    made = short_day(text, day=day)
    if made is not None:
        yield made


def _beside(text: str) -> str:
    """What stands around the first digits and says what the date is of."""
    first = next((place for place, char in enumerate(text) if char.isdigit()), 0)
    return text[max(0, first - _NEAR) : first + _NEAR]


def _has_headline(element: etree._Element, found: _Found) -> bool:
    """Whether the smallest block around a date that holds a headline is one item."""
    for around in (element, *list(element.iterancestors())[:_CLIMB]):
        if around.tag in _TOP:
            return False
        mine = [anchor for anchor in _anchors(around) if anchor in found.headlines]
        if mine:
            return len({a.get("href") for a in mine}) <= _MOST_HEADLINES_OF_ITEM and len(plain_text(around)) <= _BLOCK
    return any(around in found.headlines for around in element.iterancestors())


def _anchors(block: etree._Element) -> list[etree._Element]:
    """The first anchors of a block: one that holds more is no item."""
    return [anchor for anchor, _ in zip(block.iter("a"), range(40), strict=False)]
