"""What of an answered page can be matched: folded title, headings and text, main region, password form."""

import re
import unicodedata
from functools import cached_property

from lxml import etree

from probes.answer import PageKind
from probes.document import Document
from probes.exchange import Exchange
from probes.fingerprints import Fingerprint
from probes.page_kinds.furniture import own_text
from probes.page_kinds.menus import has_menu
from probes.page_kinds.mojibake import mended
from probes.visible_text import is_hidden, visible_text

_START = 400
_HEADINGS = 12
_MAIN = etree.XPath("//*[@role='main' or self::main or @id='main-content' or @id='content' or @id='maincontent']")
_MARKS = re.compile("[\u0300-\u036f]+")
_HEADING = etree.XPath(".//h1|.//h2|.//h3|.//h4")
_FIRST_HEADING = etree.XPath(".//h1")
# Known by the title or by what servers ship, or no failure at all: their signs may stand beside a menu.
_BESIDE_MENUS = frozenset({PageKind.LOGIN, PageKind.SCRIPT_SHELL, PageKind.DEFAULT_PAGE})
# What a site's theme shows in place of the content that was asked for; its own menus stand around it.
_INSTEAD_OF_CONTENT = frozenset({PageKind.SOFT_404, PageKind.BLOCKED})
_OWN = 300  # characters
_PASSWORD = etree.XPath("//input[translate(@type,'PASWORD','pasword')='password']")


def fold(text: str) -> str:
    """Lower case, no diacritics, white space collapsed; so that one pattern finds every spelling of a word."""
    spread = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("ð", "d"))
    return " ".join(_MARKS.sub("", spread).split())


class Signs:
    """One answered page, looked at lazily: most pages are decided by their length."""

    def __init__(self, exchange: Exchange, document: Document | None, *, plain: str = "") -> None:
        """`plain` is the text of an answer that is no HTML but can be read."""
        self.exchange = exchange
        self.document = document
        self._plain = plain

    @cached_property
    def visible(self) -> str:
        """The visible text as it stands."""
        return mended(self.document.visible_text if self.document else self._plain)

    @cached_property
    def text(self) -> str:
        """The visible text, folded."""
        return fold(self.visible)

    @cached_property
    def start(self) -> str:
        """The beginning of the visible text, folded."""
        return fold(self.visible[:_START])

    @cached_property
    def title(self) -> str:
        """The title, folded; empty where there is none."""
        return fold(mended((self.document.title if self.document else None) or ""))

    @cached_property
    def source(self) -> str:
        """The decoded source."""
        return self.document.source if self.document else self._plain

    @cached_property
    def main(self) -> etree._Element | None:
        """The region that holds the page's own content, where the page marks one."""
        return next(iter(elements(_MAIN, self.document)), None)

    @cached_property
    def main_visible(self) -> str | None:
        """The text of the main region as it stands, or `None` where no region is marked."""
        return None if self.main is None else mended(visible_text(self.main))

    @cached_property
    def main_text(self) -> str:
        """The text of the main region, folded."""
        return fold(self.main_visible or "")

    @cached_property
    def has_menu(self) -> bool:
        """Whether the page leads on to places of its own: a sign on it is then not the page."""
        if self.document is None:
            return False
        return has_menu(self.document.tree, url=self.exchange.final_url, text=self.text)

    @cached_property
    def main_has_menu(self) -> bool:
        """Whether the main region leads on by itself, as the one of a first page does."""
        if self.main is None:
            return False
        return has_menu(self.main, url=self.exchange.final_url, text=self.main_text)

    @cached_property
    def own_text(self) -> str | None:
        """Beside a menu and without a marked main region: the text outside of menus, head and foot, folded."""
        if self.document is None or self.main is not None or not self.has_menu:
            return None
        text = own_text(self.document.tree)
        return None if text is None else fold(mended(text))

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The first headings, folded, without hidden ones; beside a menu only `h1` and those of a bare main region."""
        found = elements(_HEADING, self.document)
        if self.has_menu:
            within = [] if self.main is None or self.main_has_menu else _found(_HEADING, self.main)
            found = elements(_FIRST_HEADING, self.document) + [item for item in within if item.tag != "h1"]
        texts = [(fold(mended(visible_text(item))), item.tag) for item in found[:_HEADINGS] if not is_hidden(item)]
        numbers = sum(text.isdecimal() for text, _ in texts)
        # Cards show their counts in headings: 404 alone is a sign only as the one number, in the first rank.
        return tuple(text for text, tag in texts if not text.isdecimal() or (numbers == 1 and tag == "h1"))

    @cached_property
    def outside_password(self) -> int | None:
        """Visible characters outside the form that asks for a password; `None` where none is asked for."""
        fields = [field for field in elements(_PASSWORD, self.document) if not _within_hidden(field)]
        if not fields:
            return None
        form = next(fields[0].iterancestors("form"), fields[0])
        return max(0, len(self.visible) - len(visible_text(form)))

    def short_text(self, most: int, *, beside_menus: bool = True, own: bool = False) -> str | None:
        """The page's text if it has at most `most` characters, else that of its main region if that has, else none.

        Unless `beside_menus`, a page or region with a menu of its own does not count; `own` then takes what stands
        outside of menus, head and foot, if that is hardly more than a sentence.
        """
        if len(self.visible) <= most and (beside_menus or not self.has_menu):
            return self.text
        if own and self.own_text is not None and len(self.own_text) <= min(most, _OWN):
            return self.own_text
        if self.main_visible is None or len(self.main_visible) > most:
            return None
        return self.main_text if beside_menus or not self.main_has_menu else None


def elements(path: etree.XPath, document: Document | None) -> list[etree._Element]:
    """What a path finds on a page."""
    return _found(path, document.tree) if document else []


def _found(path: etree.XPath, region: etree._Element) -> list[etree._Element]:
    found = path(region)
    return [item for item in found if isinstance(item, etree._Element)] if isinstance(found, list) else []


def matches(signs: Signs, wanted: Fingerprint) -> bool:
    """Whether every condition of a fingerprint holds; the cheap ones are asked first."""
    return (
        _address_fits(signs, wanted)
        and _size_fits(signs, wanted)
        and _words_fit(signs, wanted)
        and _form_fits(signs, wanted)
    )


def _address_fits(signs: Signs, wanted: Fingerprint) -> bool:
    if wanted.url and not wanted.url.search(signs.exchange.final_url):
        return False
    if wanted.header and wanted.header_name:
        return wanted.header.search(signs.exchange.header(wanted.header_name.lower()) or "") is not None
    return True


def _size_fits(signs: Signs, wanted: Fingerprint) -> bool:
    if wanted.max_bytes is not None and len(signs.exchange.body) > wanted.max_bytes:
        return False
    return wanted.max_text is None or _block(signs, wanted) is not None


def _block(signs: Signs, wanted: Fingerprint) -> str | None:
    """The text that must be the page: a title or heading speaks for all of it, other signs only without a menu."""
    beside = wanted.title is not None or wanted.heading is not None or wanted.kind in _BESIDE_MENUS
    # With an error status the page does not work anyhow; its notice can then only explain that.
    beside = beside or (signs.exchange.status or 0) >= 400
    return signs.short_text(wanted.max_text or 0, beside_menus=beside, own=wanted.kind in _INSTEAD_OF_CONTENT)


def _words_fit(signs: Signs, wanted: Fingerprint) -> bool:
    if wanted.title and not wanted.title.search(signs.title):
        return False
    if wanted.not_title and wanted.not_title.search(signs.title):
        return False
    if wanted.start and not wanted.start.search(signs.start):
        return False
    if wanted.heading and not any(wanted.heading.search(heading) for heading in signs.headings):
        return False
    short = (_block(signs, wanted) or "") if wanted.max_text is not None else ""
    if wanted.text and not wanted.text.search(short):
        return False
    if _is_excepted(wanted, signs.title, short):
        return False
    # The source is the longest text, so it comes last.
    return not wanted.source or wanted.source.search(signs.source) is not None


def _is_excepted(wanted: Fingerprint, title: str, short: str) -> bool:
    if wanted.not_text and wanted.not_text.search(short):
        return True
    return wanted.never is not None and any(wanted.never.search(text) for text in (title, short))


def _form_fits(signs: Signs, wanted: Fingerprint) -> bool:
    if not wanted.password:
        return True
    outside = signs.outside_password
    return outside is not None and (wanted.max_outside is None or outside <= wanted.max_outside)


def _within_hidden(element: etree._Element) -> bool:
    return any(is_hidden(ancestor) for ancestor in element.iterancestors())
