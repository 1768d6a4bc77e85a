"""Published counts: what a portal says of its own services and dossiers, on its home page and its statistics pages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import urldefrag, urljoin

from pydantic import TypeAdapter, ValidationError

from probes.answer import Answer
from probes.contract import Look, Looker, Memory, Probe, Session, System, Target
from probes.figures.data import CountsData, load_counts
from probes.figures.figure import Problem, PublishedCounts
from probes.figures.links import belongs_to, statistics_links
from probes.figures.merging import FAMILIES, families, merge, with_problems
from probes.figures.profiles import recognise
from probes.figures.reader import read_counts
from probes.figures.watch import jumps, whole

_REQUESTS, _CLICKS = 15, 3
_FURTHER = 6  # requests for a family that the figures found so far do not have: many portals publish one only
_AGAIN = timedelta(days=30)  # product threshold: how long a search that found no more stays good
_FACTS = TypeAdapter(PublishedCounts)
# A parsed page takes some megabytes, and Python reads one at a time whatever the number of threads.
_READING = BoundedSemaphore(2)


@dataclass(slots=True)
class _Visit:
    """One look's pages: what was asked, what was read, and what the last look remembered."""

    target: Target
    session: Session
    data: CountsData
    memory: Memory
    answers: list[Answer] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)

    def read(self, url: str) -> tuple[Answer, PublishedCounts] | None:
        """Ask for a page and read it; an unchanged one is not read again. `None` beyond the limit of requests."""
        name = urldefrag(url).url
        if name in self.asked or len(self.asked) >= _REQUESTS:
            return None
        self.asked.add(name)
        answer = self.session.ask(url)
        if answer.failure is not None or (self.answers and not belongs_to(answer.exchange.final_url, self.home)):
            return answer, PublishedCounts()
        facts = self._facts(name, answer)
        self.answers.append(answer)
        return answer, facts

    @property
    def home(self) -> str:
        """The address whose hosts are the portal's own."""
        return self.target.url

    def _facts(self, name: str, answer: Answer) -> PublishedCounts:
        body = sha256(answer.exchange.body).hexdigest()
        mark = f"{body} {self.target.law_day.isoformat()}"
        known = self.memory.get("read")
        row = known.get(name) if isinstance(known, Mapping) else None
        facts = _remembered(row.get("facts")) if isinstance(row, Mapping) and row.get("mark") == mark else None
        if facts is None:
            # The catalogue's own address is read by whatever fits; further answers only by adapters that are enabled.
            data = self.data if not self.answers else self.data.enabled
            with _READING:
                facts = read_counts(answer, data, law_day=self.target.law_day)
        self.kept[name] = {"mark": mark, "facts": _FACTS.dump_python(facts, mode="json")}
        return facts


def prepare(folder: Path) -> Looker:
    """Read `counts/` below the configuration folder and return the function that looks; raises `DataError`."""
    data = load_counts(folder / "counts")

    def look(target: Target, session: Session, memory: Memory) -> Look[PublishedCounts]:
        return look_for_counts(target, session, memory, data=data)

    return look


def look_for_counts(target: Target, session: Session, memory: Memory, *, data: CountsData) -> Look[PublishedCounts]:
    """The figures of the home page and, where it lacks services or dossiers, of the statistics pages that have them.

    At most 15 pages and 3 clicks, on the portal's own hosts; a portal of system `portal` is asked for its home page
    only. Pages that gave figures are remembered and asked for first; the search for more is repeated after a month,
    or when fewer are found than the last time.
    Where figures used to be found and are not, the problem `unreadable` says so.
    """
    visit = _Visit(target=target, session=session, data=data, memory=memory)
    try:
        return _looked(visit)
    finally:
        for answer in visit.answers:
            if answer.document is not None:
                answer.document.let_go()


def _looked(visit: _Visit) -> Look[PublishedCounts]:
    target, memory = visit.target, visit.memory
    home = visit.read(target.url)
    if home is None or home[0].failure is not None:
        return Look(failure=home[0].failure if home else None, remember=memory, pages=tuple(visit.answers))
    found, pages, searched = home[1], [target.url] if home[1].figures else [], memory.get("searched")
    if target.system is not System.PORTAL and families(found) != FAMILIES:
        found, pages, searched = _search(visit, home[0], found)
    facts = with_problems(found, _doubts(found, memory, target.law_day))
    remember = {"pages": pages if facts.figures else memory.get("pages", []), "read": visit.kept, "searched": searched}
    remember["last"] = whole(facts) if facts.figures else memory.get("last", {})
    remember["day"] = target.law_day.isoformat() if facts.figures else memory.get("day")
    return Look(facts=facts, remember=remember, pages=_pages(visit.answers, facts))


def _search(visit: _Visit, home: Answer, found: PublishedCounts) -> tuple[PublishedCounts, list[str], Any]:
    """Add the remembered pages; then, where families are still missing, the platform's and what links lead to."""
    found = found if found.figures else replace(found, pages=())
    pages = [visit.target.url] if found.figures else []
    waiting = [(url, 1) for url in _remembered_pages(visit)]
    found, more = _visit_all(visit, waiting, found)
    pages += more
    searched = visit.memory.get("searched")
    if families(found) == FAMILIES or _searched_lately(visit, found):
        return found, pages, searched
    waiting = [(url, 1) for url in _likely_addresses(visit, home)]
    found, more = _visit_all(visit, waiting, found)
    return found, pages + more, {"day": visit.target.law_day.isoformat(), "found": sorted(families(found))}


def _visit_all(
    visit: _Visit, waiting: list[tuple[str, int]], found: PublishedCounts
) -> tuple[PublishedCounts, list[str]]:
    """Read addresses breadth first, until both families are found or requests, clicks and links end."""
    pages: list[str] = []
    further = 0
    while waiting and families(found) != FAMILIES and further < _FURTHER:
        url, clicks = waiting.pop(0)
        further += bool(found.figures)
        read = visit.read(url) if belongs_to(url, visit.home) else None
        if read is None or read[0].failure is not None:
            continue
        answer, facts = read
        if families(facts) - families(found) or (facts.figures and not found.figures):
            pages.append(url)
            found = merge(found, facts)
        elif not found.figures:
            found = with_problems(found, list(facts.problems))
        if clicks < _CLICKS and answer.document is not None:
            waiting += [(link, clicks + 1) for link in statistics_links(answer.document)]
    return found, pages


def _remembered_pages(visit: _Visit) -> list[str]:
    pages = visit.memory.get("pages")
    return [page for page in pages if isinstance(page, str)] if isinstance(pages, list) else []


def _searched_lately(visit: _Visit, found: PublishedCounts) -> bool:
    """Whether a search within the month found no more than what is there without searching."""
    last = visit.memory.get("searched")
    if not found.figures or not isinstance(last, Mapping):
        return False
    day, known = _day(last.get("day")), last.get("found")
    if day is None or not isinstance(known, list):
        return False
    return abs(visit.target.law_day - day) < _AGAIN and set(known) <= families(found)


def _likely_addresses(visit: _Visit, home: Answer) -> Iterator[str]:
    base = home.exchange.final_url
    if home.document is not None:
        profile = recognise(visit.data.profiles, home.document.source, base)
        yield from (urljoin(base, path) for path in (profile.paths if profile else ()))
        yield from statistics_links(home.document)


def _doubts(facts: PublishedCounts, memory: Memory, day: date) -> list[Problem]:
    """What only the last look can tell: figures gone, or jumped."""
    last = memory.get("last")
    if not isinstance(last, Mapping) or not last:
        return []
    told = []
    if not facts.figures and not any(problem.kind == "not_loaded" for problem in facts.problems):
        where = ", ".join(memory.get("pages") or ()) or "the home page"
        told.append(Problem(kind="unreadable", detail=f"figures used to be found at {where}, none now"))
    return told + jumps(facts, last, since=_day(memory.get("day")), day=day)


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def _remembered(facts: Any) -> PublishedCounts | None:
    try:
        return _FACTS.validate_python(facts) if facts is not None else None
    except ValidationError:
        return None


def _pages(answers: list[Answer], facts: PublishedCounts) -> tuple[Answer, ...]:
    return tuple(answer for answer in answers if answer.exchange.final_url in facts.pages) or tuple(answers[:1])


PROBE = Probe(name="published_counts", facts=PublishedCounts, prepare=prepare, cadence="daily")
