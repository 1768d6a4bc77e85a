"""Signs of injected gambling and spam on a first page: where, by which words (as hashes), leading to which host.

A wrong suspicion harms: news that warn about gambling use the same words, and link to other papers. So a word alone
is no sign. It must stand in the title, in a hidden part that leads away, or be most of a short link to a foreign host.
"""

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from lxml import etree

from probes.content.data import InjectedWords
from probes.content.facts import Suspicion
from probes.content.page import Anchor, Page, elements, host_of, is_concealed, is_unshown, place_of, plain_text
from probes.content.words import phrases
from probes.figures.links import registered_name

MOST_SUSPICIONS = 20
_MOST_LINK = 60  # characters of a link that is nothing but an advertisement
_MOST_WORDS = 7
_DENSE = 5  # words of injected text in one hidden part
_CONTEXT = 300
_MOST_STYLED = 500
_STYLED = etree.XPath("//*[@style or @hidden]")
_OFF_SCREEN = ("left:-", "top:-", "text-indent:-", "font-size:0", "height:0;", "opacity:0;", "width:0;")
_FAR = ("-999", "-500", "-1000", "font-size:0", "height:0;", "width:0;", "opacity:0;")


class _Eyes:
    """The words of one reading, compiled."""

    def __init__(self, words: InjectedWords, home: str) -> None:
        self.known = phrases(words.words)
        self.warnings = phrases(words.warnings)
        self.hosts = words.hosts
        self.own = (registered_name(host_of(home)), *words.own_suffixes)

    def is_foreign(self, url: str | None) -> bool:
        host = host_of(url)
        return bool(host) and not any(host == name or host.endswith(f".{name}") for name in self.own)

    def names_host(self, url: str | None) -> bool:
        joined = host_of(url).replace("-", "").replace(".", "")
        return any(part in joined for part in self.hosts)

    def suspects(self, text: str) -> str | None:
        found = self.known.find(text)
        return found if found and not self.warnings.find(text) else None


def read_injected(page: Page, words: InjectedWords, *, home: str) -> tuple[Suspicion, ...]:
    """At most `MOST_SUSPICIONS` places; `home` is the portal's own address."""
    eyes = _Eyes(words, home)
    found: Counter[Suspicion] = Counter()
    for suspicion in (*_title(page, eyes), *_links(page, eyes), *_hidden(page, eyes)):
        found[suspicion] += 1
    return tuple(found)[:MOST_SUSPICIONS]


def _title(page: Page, eyes: _Eyes) -> Iterator[Suspicion]:
    word = eyes.suspects(page.document.title or "")
    if word is not None:
        yield Suspicion(kind="title", where="head > title", words=(hashed(word),))


def _links(page: Page, eyes: _Eyes) -> Iterator[Suspicion]:
    for anchor in page.anchors:
        if not eyes.is_foreign(anchor.url):
            continue
        word = eyes.known.find(anchor.text)
        by_host = eyes.names_host(anchor.url)
        if (word is None and not by_host) or eyes.warnings.find(_around(anchor)):
            continue
        hidden = is_concealed(anchor.element) or _off_screen(anchor.element)
        if not (by_host or hidden or _is_advertisement(anchor, eyes)):
            continue
        yield Suspicion(
            kind="hidden_link" if hidden else "foreign_link",
            where=place_of(anchor.element),
            words=(hashed(word),) if word else (),
            host=hashed(host_of(anchor.url)),
        )


def _hidden(page: Page, eyes: _Eyes) -> Iterator[Suspicion]:
    """Hidden text that is full of such words; a closed tab with news about a court case is not."""
    for item in elements(_STYLED, page.tree)[:_MOST_STYLED]:
        if not (is_concealed(item) or _off_screen(item)) or is_unshown(item):
            continue
        text = plain_text(item)
        if eyes.known.count(text) >= _DENSE and not eyes.warnings.find(text):
            word = eyes.known.find(text)
            yield Suspicion(kind="hidden_text", where=place_of(item), words=(hashed(word or ""),))


def _is_advertisement(anchor: Anchor, eyes: _Eyes) -> bool:
    """Whether such words are most of a short link: a headline has other words beside them."""
    words = anchor.text.split()
    if not words or len(anchor.text) > _MOST_LINK or len(words) > _MOST_WORDS:
        return False
    named = eyes.known.find(anchor.text) or ""
    return 2 * len(named.split()) >= len(words)


def _around(anchor: Anchor) -> str:
    parent = anchor.element.getparent()
    around = plain_text(parent) if parent is not None and parent.tag not in ("body", "html") else ""
    return f"{anchor.text} {around[:_CONTEXT]}"


def _off_screen(element: etree._Element) -> bool:
    for item in (element, *element.iterancestors()):
        style = (item.get("style") or "").replace(" ", "").casefold()
        if style and any(mark in f"{style};" for mark in _OFF_SCREEN) and not _is_near(style):
            return True
    return False


def _is_near(style: str) -> bool:
    """A slide that is moved aside by some pixels is no hiding place."""
    return not any(mark in f"{style};" for mark in _FAR)


def hashed(text: str) -> str:
    """A word or host as it is kept: so that evidence can be compared, and nothing harmful is shown."""
    return sha256(text.encode()).hexdigest()[:16]
