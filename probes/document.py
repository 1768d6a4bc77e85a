"""A page's bytes made readable: character set, limits, and one parse that all readers share."""

import html
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from lxml import etree

from probes.charset import decode, text_problems
from probes.exchange import Exchange
from probes.markup import Element, elements_of
from probes.visible_text import visible_text

BYTES_LIMIT = 2_000_000
TAGS_LIMIT = 60_000  # counted as "<"; readers of figures need half a second for these on one core
ATTRIBUTES_LIMIT = 500  # in one tag; lxml's tree takes time by their square: 200,000 of them cost it 166 s
_TOO_SMALL_TO_ASK = 20_000  # bytes; as many attributes as fit into these cost 50 ms at most

_HEAD_ENDS = re.compile(r"<body[\s>]|<svg[\s>]", re.IGNORECASE)
_COMMENT = re.compile(r"<!--(?:.*?-->|.*)", re.DOTALL)
_TITLE = re.compile(r"<title(?:\s[^>]{0,300})?>([^<]{0,2000})", re.IGNORECASE)
_ROOT = re.compile(r"<html\s[^>]{0,2000}", re.IGNORECASE)
_LANGUAGE = re.compile(r"\slang\s*=\s*[\"']?([\w-]{1,35})", re.IGNORECASE)
_HEAD_WITHIN = 300_000


class Unreadable(Exception):  # noqa: N818 - the word of the design: a truncated tree is unreadable
    """A page that cannot be parsed whole: too many bytes or tags, nested too deeply, or no markup at all."""

    def __init__(self, reason: str) -> None:
        """Keep the reason in words."""
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What is kept of a page that was read, so that the same bytes need not be decoded again."""

    title: str | None
    language: str | None
    charset: str
    problems: tuple[str, ...]


class Document:
    """One HTML page, decoded and parsed once.

    Build it with `parse_document`, which refuses what is too large to be parsed whole.
    """

    def __init__(
        self, source: str | Callable[[], str], *, url: str, charset: str, problems: tuple[str, ...] = ()
    ) -> None:
        """Keep the source, or how to get it; parsing waits until somebody reads. `problems` are those of decoding."""
        self._given = source
        self.url = url
        self.charset = charset
        self._decoding_problems = problems

    @cached_property
    def source(self) -> str:
        """The decoded page."""
        return self._given if isinstance(self._given, str) else self._given()

    @cached_property
    def outline(self) -> Outline:
        """What is cheap to keep of a page that will be seen again."""
        return Outline(
            title=_title(self._head),
            language=_language(self._head),
            charset=self.charset,
            problems=self._decoding_problems,
        )

    @cached_property
    def markup(self) -> Element:
        """The page for readers of figures, built on first use; raises as `tree` does."""
        return elements_of(self.tree)

    def let_go(self) -> None:
        """Give the memory of what was parsed back at once; who reads on has it parsed again.

        The parts of `markup` hold one another: a search for cycles would be late.
        """
        self.__dict__.pop("tree", None)
        markup = self.__dict__.pop("markup", None)
        if isinstance(markup, Element):
            markup.let_go()

    @cached_property
    def tree(self) -> etree._Element:
        """The parser's tree, with what stands behind `</html>` in its body, as browsers have it.

        Raises `Unreadable` when parts of the page were dropped.
        """
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=False)
        root = etree.fromstring(self.source.encode("utf-8", "replace"), parser)
        dropped = parser.error_log.filter_types([etree.ErrorTypes.ERR_RESOURCE_LIMIT])
        if len(dropped):
            raise Unreadable("nested too deeply to be read whole")
        if root is None:
            raise Unreadable("no markup in it")
        _take_in_what_follows(root)
        return root

    @cached_property
    def visible_text(self) -> str:
        """What a visitor without scripts reads, white space collapsed, NFC; the title is not part of it."""
        return visible_text(self.tree)

    @property
    def title(self) -> str | None:
        """The page's title, or `None` when there is none or it is empty."""
        return self.outline.title

    @property
    def language(self) -> str | None:
        """The declared language of the whole page, such as `vi` or `vi-VN`."""
        return self.outline.language

    @cached_property
    def problems(self) -> tuple[str, ...]:
        """Doubts about the character set, each as `code: detail`."""
        return self._decoding_problems + text_problems(f"{self.title or ''} {self.visible_text}")

    @cached_property
    def _head(self) -> str:
        head = self.source[:_HEAD_WITHIN]
        ends = _HEAD_ENDS.search(head)
        return _COMMENT.sub("", head[: ends.start()] if ends else head)


def _take_in_what_follows(root: etree._Element) -> None:
    """Put the elements of later roots into the first one's body: the parser opens a new root behind `</html>`."""
    later = [sibling for sibling in root.itersiblings() if isinstance(sibling.tag, str)]
    body = next((child for child in root if child.tag == "body"), root)
    for sibling in later:
        if sibling.text and sibling.text.strip():
            etree.SubElement(body, "p").text = sibling.text
        body.extend(list(sibling))


def _title(head: str) -> str | None:
    found = _TITLE.search(head)
    title = unicodedata.normalize("NFC", " ".join(html.unescape(found[1]).split())) if found else ""
    return title or None


def _language(head: str) -> str | None:
    root = _ROOT.search(head)
    found = _LANGUAGE.search(root[0]) if root else None
    return found[1] if found else None


class _MostAttributes:
    """A parser target that builds no tree: it only counts."""

    def __init__(self) -> None:
        self.most = 0

    def start(self, _tag: str, attributes: Mapping[str, str]) -> None:
        self.most = max(self.most, len(attributes))

    def close(self) -> int:
        return self.most


def reopen_document(exchange: Exchange, outline: Outline) -> Document:
    """A page whose bytes were read before; it is decoded and parsed only when somebody reads more than its outline."""
    document = Document(
        lambda: decode(exchange.body, exchange.header("content-type")).text,
        url=exchange.final_url,
        charset=outline.charset,
        problems=outline.problems,
    )
    document.__dict__["outline"] = outline
    return document


def parse_document(body: bytes, *, url: str, content_type: str | None) -> Document:
    """Decode and parse a page.

    Raises `Unreadable` for more than `BYTES_LIMIT` bytes or `TAGS_LIMIT` tags, and for what lxml would truncate:
    a truncated tree is unreadable, never "absent".
    """
    if len(body) > BYTES_LIMIT:
        raise Unreadable(f"{len(body)} bytes, more than {BYTES_LIMIT}")
    tags = body.count(b"<")
    if tags > TAGS_LIMIT:
        raise Unreadable(f"{tags} tags, more than {TAGS_LIMIT}")
    decoded = decode(body, content_type)
    document = Document(decoded.text, url=url, charset=decoded.charset, problems=decoded.problems)
    if len(body) > _TOO_SMALL_TO_ASK:
        _refuse_many_attributes(document.source)
    document.tree  # noqa: B018 - read once here, so that a page lxml would truncate is refused before anybody reads it
    return document


def _refuse_many_attributes(source: str) -> None:
    counted = _MostAttributes()
    parser = etree.HTMLParser(encoding="utf-8", target=cast(Any, counted))
    parser.feed(source)
    parser.close()
    most = counted.most
    if most > ATTRIBUTES_LIMIT:
        raise Unreadable(f"{most} attributes in one tag, more than {ATTRIBUTES_LIMIT}")
