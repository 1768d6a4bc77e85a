"""Site maps: the link of the first page to the one for people, and the XML one that search engines read."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

from probes.answer import Answer, PageKind
from probes.content.data import ContentData, load_content
from probes.content.facts import SiteMap
from probes.content.menus import addresses, find_entry, menu_entries, menu_is_scripted, sign_of
from probes.content.page import Page, absolute, host_of
from probes.content.words import phrases
from probes.content.xml_maps import named_in_robots, urls_in_map
from probes.contract import Look, Looker, Memory, Probe, Session, System, Target
from probes.failures import FailureKind
from probes.figures.links import registered_name

_MOST_MAPS = 2  # asked for beside `robots.txt`


def prepare(folder: Path) -> Looker:
    """The looker of this probe; raises `DataError` with the mistakes in `content/`."""
    data = load_content(folder)

    def look(target: Target, session: Session, memory: Memory) -> Look[SiteMap]:
        if target.system is not System.PORTAL:
            return Look(facts=SiteMap(asked=False))
        answer = session.ask(target.url)
        if answer.failure is not None or answer.exchange.status is None:
            return Look(failure=answer.failure, remember=memory, pages=(answer,))
        facts = _first_page(answer, data)
        if facts.kind is not PageKind.CONTENT:
            return Look(facts=facts, pages=(answer,))
        return Look(facts=_with_xml(facts, answer, session), pages=(answer,))

    return look


def _first_page(answer: Answer, data: ContentData) -> SiteMap:
    kind = answer.kind or PageKind.NOT_HTML
    if answer.document is None:
        return SiteMap(asked=True, kind=kind, sha256=answer.sha256, why=answer.unread)
    page = Page(answer.document)
    return SiteMap(
        asked=True,
        kind=kind,
        sha256=answer.sha256,
        links=len(addresses(page)),
        entries=len(menu_entries(page, data.menu)),
        scripted_menu=menu_is_scripted(page),
        human=sign_of(find_entry(page, phrases(data.menu.site_map))),
    )


def _with_xml(facts: SiteMap, home: Answer, session: Session) -> SiteMap:
    """What `robots.txt` names, else the usual place; an answer that is neither a map nor a clear no settles nothing."""
    base = home.exchange.final_url
    robots = session.ask(urljoin(base, "/robots.txt"))
    readable = robots.failure is None and robots.document is None
    named = named_in_robots(robots.exchange.body.decode("utf-8", "replace")) if readable else ()
    facts = replace(facts, named=named)
    why = None
    for url in _places(named, base):
        answer = session.ask(url)
        urls = urls_in_map(answer.exchange.body) if answer.exchange.status == 200 else None
        if urls is not None:
            return replace(facts, xml="seen", xml_url=url, urls=urls)
        if not _says_no(answer):
            why = answer.failure.kind.value if answer.failure else (answer.kind or "no answer")
    return replace(facts, xml="unknown", why=why) if why else replace(facts, xml="absent")


def _places(named: tuple[str, ...], base: str) -> Iterator[str]:
    own = registered_name(host_of(base))
    given = (absolute(base, url) for url in named)
    mine = [url for url in given if url and registered_name(host_of(url)) == own]
    yield from (mine or [urljoin(base, "/sitemap.xml")])[:_MOST_MAPS]


def _says_no(answer: Answer) -> bool:
    """Whether the portal said that there is nothing at this place, or gave an ordinary page instead."""
    if answer.failure is not None:
        return answer.failure.kind in (FailureKind.NOT_FOUND, FailureKind.EMPTY)
    return answer.kind in (PageKind.CONTENT, PageKind.SOFT_404, PageKind.NOT_FOUND)


PROBE = Probe(name="site_map", facts=SiteMap, prepare=prepare, cadence="daily")
