"""What the first page carries beside figures: search, English, ratings, footer, newest item, alt texts, suspicions."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from probes.answer import Answer, PageKind
from probes.charset import declarations
from probes.content.accessibility import read_access
from probes.content.data import ContentData, load_content
from probes.content.facts import Encoding, News, PageContent
from probes.content.footers import read_footer
from probes.content.freshness import feed_of, read_feed, read_news
from probes.content.injected import read_injected
from probes.content.menus import (
    addresses,
    menu_entries,
    menu_is_scripted,
    read_badge,
    read_english,
    read_satisfaction,
    read_search,
)
from probes.content.page import Page
from probes.contract import Look, Looker, Memory, Probe, Session, System, Target
from probes.document import Document

_FACTS = TypeAdapter(PageContent)
_STALE = 3  # days: a feed is asked for only where the page itself does not show something newer


def read(answer: Answer, data: ContentData, *, home: str, day: date) -> PageContent:
    """What an answered page carries; pure. `home` is the portal's own address, `day` the legal day of the look."""
    kind, url = answer.kind or PageKind.NOT_HTML, answer.exchange.final_url
    encoding = _encoding(answer)
    if answer.document is None:
        why = answer.unread or "no HTML"
        return PageContent(kind=kind, url=url, sha256=answer.sha256, encoding=encoding, unread=why)
    page = Page(answer.document)
    return PageContent(
        kind=kind,
        url=url,
        sha256=answer.sha256,
        links=len(addresses(page)),
        entries=len(menu_entries(page, data.menu)),
        text_length=len(page.text),
        scripted_menu=menu_is_scripted(page),
        search=read_search(page, data.menu),
        english=read_english(page, data.menu),
        satisfaction=read_satisfaction(page, data.satisfaction),
        badge=read_badge(page, data.badge),
        footer=read_footer(page, data.footer),
        news=read_news(page, data.freshness, day=day),
        access=read_access(page),
        encoding=encoding,
        suspicions=read_injected(page, data.injected, home=home),
    )


def prepare(folder: Path) -> Looker:
    """The looker of this probe; raises `DataError` with the mistakes in `content/`."""
    data = load_content(folder)
    name = data.name

    def look(target: Target, session: Session, memory: Memory) -> Look[PageContent]:
        answer = session.ask(target.url)
        if answer.failure is not None or answer.exchange.status is None:
            return Look(failure=answer.failure, remember=memory, pages=(answer,))
        mark = f"{answer.sha256} {answer.kind} {answer.exchange.header('content-type')} {answer.exchange.final_url}"
        mark = f"{mark} {target.law_day} {name}"
        known = _typed(memory.get("facts")) if memory.get("mark") == mark else None
        facts = known or read(answer, data, home=target.url, day=target.law_day)
        pages: tuple[Answer, ...] = (answer,)
        if target.system is System.PORTAL and answer.document is not None:
            news, feed = _from_feed(facts, answer.document, session, day=target.law_day)
            shown = _with_news(facts, news)
            pages += feed
        else:
            shown = facts
        return Look(facts=shown, remember={"mark": mark, "facts": _FACTS.dump_python(facts, mode="json")}, pages=pages)

    return look


def _from_feed(
    facts: PageContent, document: Document, session: Session, *, day: date
) -> tuple[News | None, tuple[Answer, ...]]:
    """The newest entry of the portal's feed, asked for only where the page shows nothing recent."""
    newest = facts.news.newest
    if facts.kind is not PageKind.CONTENT or (newest is not None and (day - newest).days <= _STALE):
        return None, ()
    url = feed_of(Page(document))
    if url is None:
        return None, ()
    answer = session.ask(url)
    if answer.failure is not None or answer.document is not None:
        return None, ()
    return read_feed(answer.exchange.body.decode("utf-8", "replace"), day=day), (answer,)


def _with_news(facts: PageContent, news: News | None) -> PageContent:
    if news is None or news.newest is None or (facts.news.newest is not None and news.newest <= facts.news.newest):
        return facts
    return replace(facts, news=news)


def _encoding(answer: Answer) -> Encoding:
    exchange = answer.exchange
    header, meta = declarations(exchange.body, exchange.header("content-type"))
    document = answer.document
    return Encoding(
        header=header,
        meta=meta,
        read_as=document.charset if document else None,
        ascii_only=exchange.body.isascii(),
        problems=document.problems if document else (),
    )


def _typed(facts: object) -> PageContent | None:
    try:
        return _FACTS.validate_python(facts)
    except ValidationError:
        return None


PROBE = Probe(name="page_content", facts=PageContent, prepare=prepare, cadence="daily")
