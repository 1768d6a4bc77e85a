"""Mandatory sections: which a portal's menu, introduction and site map name, and whether something stands there."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from probes.answer import Answer, PageKind
from probes.content.data import ContentData, SectionWords, load_content
from probes.content.facts import Section, Sections
from probes.content.menus import addresses, menu_entries, menu_is_scripted
from probes.content.outline import Named, Outline, pictures_of, read_outline
from probes.content.page import Page, host_of
from probes.contract import Look, Looker, Memory, Probe, Session, System, Target
from probes.figures.links import registered_name

MOST_PAGES = 6  # asked for beside the first page, in one look

_OUTLINE = TypeAdapter(Outline)


@dataclass(slots=True)
class _Visit:
    """One look: what it wants, what it has asked for, and what the last one remembered."""

    target: Target
    session: Session
    data: ContentData
    memory: Memory
    wanted: tuple[SectionWords, ...]
    common: frozenset[str] = frozenset()
    kept: dict[str, Any] = field(default_factory=dict)
    outlines: dict[str, Outline] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)

    def ask(self, url: str) -> Answer | None:
        """A page of the portal's own name; `None` for other names, and beyond the limit of pages."""
        if url in self.answers:
            return self.answers[url]
        if len(self.answers) > MOST_PAGES or not self.is_own(url):
            return None
        self.answers[url] = self.session.ask(url)
        return self.answers[url]

    def is_own(self, url: str) -> bool:
        """Whether an address lies on the portal's own registered name."""
        return registered_name(host_of(url)) == registered_name(host_of(self.target.url))

    def outline(self, url: str) -> Outline | None:
        """What a page says; `None` where it could not be read as a page of content."""
        answer = self.ask(url)
        if answer is None or not _is_readable(answer) or not self.is_own(answer.exchange.final_url):
            return None
        if url not in self.outlines:
            self.outlines[url] = self._read(url, answer)
        return self.outlines[url]

    def let_go(self) -> None:
        """Give back the memory of the pages that were parsed."""
        for answer in self.answers.values():
            if answer.document is not None:
                answer.document.let_go()

    def _read(self, url: str, answer: Answer) -> Outline:
        if answer.document is None:
            raise TypeError("a readable answer has a document")
        mark = f"{answer.sha256} {self.target.law_day} {self.target.level} {self.data.name}"
        row = self.memory.get(url)
        known = _remembered(row.get("read")) if isinstance(row, Mapping) and row.get("mark") == mark else None
        outline = known or read_outline(Page(answer.document), self.data, self.wanted, common=self.common)
        self.kept[url] = {"mark": mark, "read": _OUTLINE.dump_python(outline, mode="json")}
        return outline


def prepare(folder: Path) -> Looker:
    """The looker of this probe; raises `DataError` with the mistakes in `content/`."""
    data = load_content(folder)

    def look(target: Target, session: Session, memory: Memory) -> Look[Sections]:
        if target.system is not System.PORTAL:
            return Look(facts=Sections(asked=False))
        answer = session.ask(target.url)
        if answer.failure is not None or answer.exchange.status is None:
            return Look(failure=answer.failure, remember=memory, pages=(answer,))
        visit = _Visit(target=target, session=session, data=data, memory=memory, wanted=_wanted(data, target))
        visit.answers[target.url] = answer
        try:
            facts = _looked(visit, answer)
        finally:
            visit.let_go()
        through = tuple(visit.answers[url] for url in facts.through if url != target.url)
        return Look(facts=facts, remember=visit.kept, pages=(answer, *through))

    return look


def _wanted(data: ContentData, target: Target) -> tuple[SectionWords, ...]:
    """The sections looked for on the legal day, of an agency of that level."""
    return tuple(
        section
        for section in data.sections
        if (section.since is None or section.since <= target.law_day)
        and (section.until is None or target.law_day <= section.until)
        and (not section.levels or target.level is None or target.level in section.levels)
    )


def _looked(visit: _Visit, answer: Answer) -> Sections:
    kind = answer.kind or PageKind.NOT_HTML
    if answer.document is None or kind is not PageKind.CONTENT:
        return Sections(asked=True, kind=kind, sha256=answer.sha256)
    page = Page(answer.document)
    visit.common = pictures_of(page)
    home = visit.target.url
    found, through, unlooked = _search(visit, home)
    sections = tuple(_section(section, found.get(section.key), visit) for section in visit.wanted)
    facts = Sections(
        asked=True,
        kind=kind,
        sha256=answer.sha256,
        links=len(addresses(page)),
        entries=len(menu_entries(page, visit.data.menu)),
        scripted_menu=menu_is_scripted(page),
        sections=sections,
        through=through,
        unlooked=unlooked,
    )
    return _with_ratings(facts, visit)


def _search(visit: _Visit, home: str) -> tuple[dict[str, tuple[Named, str]], tuple[str, ...], tuple[str, ...]]:
    """Each section with the page that names it; one level down only while some are missing."""
    found: dict[str, tuple[Named, str]] = {}
    through: list[str] = []
    unlooked: list[str] = []
    start = visit.outline(home)
    if start is None:
        return found, (), (home,)
    for url in (home, start.introduction, start.site_map):
        if url is None or url in through or len(found) == len(visit.wanted):
            continue
        outline = visit.outline(url)
        if outline is None:
            unlooked.append(url)
            continue
        through.append(url)
        unlooked += [outline.closed] if outline.closed else []
        for named in outline.named:
            if named.key not in found or (found[named.key][0].url is None and named.url is not None):
                found[named.key] = (named, url)
    return found, tuple(through), tuple(unlooked)


def _section(section: SectionWords, found: tuple[Named, str] | None, visit: _Visit) -> Section:
    if found is None:
        mentioned = any(section.key in outline.mentioned for outline in visit.outlines.values())
        return Section(key=section.key, place="mentioned" if mentioned else "absent")
    named, on = found
    seen = Section(key=section.key, place="seen", label=named.label, url=named.url, on=on)
    return _followed(seen, visit) if section.follow else seen


def _followed(seen: Section, visit: _Visit) -> Section:
    """The section with what its page shows; a file or picture is something, a page that was not read is not known."""
    if seen.url is None:
        return replace(seen, place="unfollowed", why="no address")
    answer = visit.ask(seen.url)
    if answer is None:
        why = "page limit" if visit.is_own(seen.url) else "another name"
        return replace(seen, place="unfollowed", why=why)
    if answer.failure is not None or answer.kind is None:
        return replace(seen, place="unfollowed", why=answer.failure.kind.value if answer.failure else "no answer")
    if answer.kind is PageKind.NOT_HTML:
        return replace(seen, shows=True, sha256=answer.sha256)
    outline = visit.outline(seen.url)
    if outline is None:
        return replace(seen, place="unfollowed", why=answer.kind.value)
    return replace(seen, words=outline.words, shows=outline.shows, sha256=answer.sha256)


def _with_ratings(facts: Sections, visit: _Visit) -> Sections:
    """Whether one of the pages read lets readers rate it; where none does, one article is asked for besides."""
    if visit.target.law_day < visit.data.satisfaction.since:
        return facts
    home = visit.target.url
    seen = _rating(visit)
    article = visit.outlines[home].article if home in visit.outlines else None
    if seen is None and article is not None:
        visit.outline(article)
        seen = _rating(visit)
    read = [url for url in visit.outlines if url != home]
    if seen is not None:
        return replace(facts, satisfaction=replace(visit.outlines[seen].satisfaction, url=seen), pages_read=len(read))
    hint = next((o.satisfaction for o in visit.outlines.values() if o.satisfaction.certainty == "hint"), None)
    return replace(facts, satisfaction=hint or facts.satisfaction, pages_read=len(read))


def _rating(visit: _Visit) -> str | None:
    return next((url for url, outline in visit.outlines.items() if outline.satisfaction.certainty == "seen"), None)


def _is_readable(answer: Answer) -> bool:
    return answer.failure is None and answer.document is not None and answer.kind is PageKind.CONTENT


def _remembered(outline: object) -> Outline | None:
    try:
        return _OUTLINE.validate_python(outline)
    except ValidationError:
        return None


PROBE = Probe(name="sections", facts=Sections, prepare=prepare, cadence="daily")
