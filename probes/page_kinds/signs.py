"""What of an answered page can be matched: folded title, headings and text, main region, password form."""

import re
import unicodedata
from functools import cached_property

from lxml import etree

from probes.document import Document
from probes.exchange import Exchange
from probes.fingerprints import Fingerprint
from probes.visible_text import is_hidden, visible_text

_START = 400
_HEADINGS = 12
_MAIN = etree.XPath("//*[@role='main' or self::main or @id='main-content' or @id='content' or @id='maincontent']")
_MARKS = re.compile("[\u0300-\u036f]+")
_HEADING = etree.XPath("//h1|//h2|//h3|//h4")
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
        return self.document.visible_text if self.document else self._plain

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
        return fold((self.document.title if self.document else None) or "")

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
        return None if self.main is None else visible_text(self.main)

    @cached_property
    def main_text(self) -> str:
        """The text of the main region, folded."""
        return fold(self.main_visible or "")

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The first headings, folded; hidden ones are left out."""
        found = elements(_HEADING, self.document)[:_HEADINGS]
        return tuple(fold(visible_text(heading)) for heading in found if not is_hidden(heading))

    @cached_property
    def outside_password(self) -> int | None:
        """Visible characters outside the form that asks for a password; `None` where none is asked for."""
        fields = [field for field in elements(_PASSWORD, self.document) if not _within_hidden(field)]
        if not fields:
            return None
        form = next(fields[0].iterancestors("form"), fields[0])
        return max(0, len(self.visible) - len(visible_text(form)))

    def short_text(self, most: int) -> str | None:
        """The page's text if it has at most `most` characters, else that of its main region if that has, else none."""
        if len(self.visible) <= most:
            return self.text
        return self.main_text if self.main_visible is not None and len(self.main_visible) <= most else None


def elements(path: etree.XPath, document: Document | None) -> list[etree._Element]:
    """What a path finds on a page."""
    found = path(document.tree) if document else []
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
    return wanted.max_text is None or signs.short_text(wanted.max_text) is not None


def _words_fit(signs: Signs, wanted: Fingerprint) -> bool:
    if wanted.title and not wanted.title.search(signs.title):
        return False
    if wanted.not_title and wanted.not_title.search(signs.title):
        return False
    if wanted.start and not wanted.start.search(signs.start):
        return False
    if wanted.heading and not any(wanted.heading.search(heading) for heading in signs.headings):
        return False
    short = signs.short_text(wanted.max_text) or "" if wanted.max_text is not None else ""
    if wanted.text and not wanted.text.search(short):
        return False
    if wanted.not_text and wanted.not_text.search(short):
        return False
    # The source is the longest text, so it comes last.
    return not wanted.source or wanted.source.search(signs.source) is not None


def _form_fits(signs: Signs, wanted: Fingerprint) -> bool:
    if not wanted.password:
        return True
    outside = signs.outside_password
    return outside is not None and (wanted.max_outside is None or outside <= wanted.max_outside)


def _within_hidden(element: etree._Element) -> bool:
    return any(is_hidden(ancestor) for ancestor in element.iterancestors())
