"""Published counts: what a portal says of its own services and dossiers, on its home page and its statistics pages."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from pydantic import TypeAdapter, ValidationError

from probes.answer import Answer
from probes.contract import Look, Looker, Memory, Probe, Session, System, Target
from probes.document import Document
from probes.figures.data import CountsData, load_counts
from probes.figures.figure import Problem, PublishedCounts
from probes.figures.links import statistics_links
from probes.figures.profiles import recognise
from probes.figures.reader import read_counts
from probes.figures.watch import jumps, whole

_REQUESTS, _CLICKS = 15, 3
_FACTS = TypeAdapter(PublishedCounts)


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
        if answer.failure is not None:
            return answer, PublishedCounts()
        facts = self._facts(name, answer)
        self.answers.append(answer)
        return answer, facts

    def _facts(self, name: str, answer: Answer) -> PublishedCounts:
        body = sha256(answer.exchange.body).hexdigest()
        mark = f"{body} {self.target.law_day.isoformat()}"
        known = self.memory.get("read")
        row = known.get(name) if isinstance(known, Mapping) else None
        facts = _remembered(row.get("facts")) if isinstance(row, Mapping) and row.get("mark") == mark else None
        if facts is None:
            facts = read_counts(answer, self.data, law_day=self.target.law_day)
        self.kept[name] = {"mark": mark, "facts": _FACTS.dump_python(facts, mode="json")}
        return facts


def prepare(folder: Path) -> Looker:
    """Read `counts/` below the configuration folder and return the function that looks; raises `DataError`."""
    data = load_counts(folder / "counts")

    def look(target: Target, session: Session, memory: Memory) -> Look[PublishedCounts]:
        return look_for_counts(target, session, memory, data=data)

    return look


def look_for_counts(target: Target, session: Session, memory: Memory, *, data: CountsData) -> Look[PublishedCounts]:
    """The figures of the home page and, beyond it, of the first statistics page that has any.

    At most 15 pages and 3 clicks, on the registered name of the portal; a portal of system `portal` is asked for its
    home page only. Where figures used to be found and are not, the problem `unreadable` says so.
    """
    visit = _Visit(target=target, session=session, data=data, memory=memory)
    home = visit.read(target.url)
    if home is None or home[0].failure is not None:
        return Look(failure=home[0].failure if home else None, remember=memory, pages=tuple(visit.answers))
    found, page = home[1], target.url
    if not found.figures and target.system is not System.PORTAL:
        found, page = _search(visit, home[0], found)
    facts = _doubted(found, memory)
    remember = {"page": page if facts.figures else memory.get("page"), "read": visit.kept}
    remember["last"] = whole(facts) if facts.figures else memory.get("last", {})
    return Look(facts=facts, remember=remember, pages=_pages(visit.answers, facts))


def _search(visit: _Visit, home: Answer, empty: PublishedCounts) -> tuple[PublishedCounts, str]:
    """The first statistics page with figures: the remembered one, the platform's, then by links, breadth first."""
    waiting = [(url, 1) for url in _first_addresses(visit, home)]
    problems = list(empty.problems)
    while waiting:
        url, clicks = waiting.pop(0)
        read = visit.read(url) if _same_registered_name(url, visit.target.url) else None
        if read is None or read[0].failure is not None:
            continue
        answer, facts = read
        if facts.figures:
            return facts, url
        problems += facts.problems
        if clicks < _CLICKS and answer.document is not None:
            waiting += [(link, clicks + 1) for link in _links(answer.document)]
    return PublishedCounts(problems=tuple(dict.fromkeys(problems)), platform=empty.platform), visit.target.url


def _first_addresses(visit: _Visit, home: Answer) -> Iterator[str]:
    remembered = visit.memory.get("page")
    if isinstance(remembered, str):
        yield remembered
    base = home.exchange.final_url
    if home.document is not None:
        profile = recognise(visit.data.profiles, home.document.source, base)
        yield from (urljoin(base, path) for path in (profile.paths if profile else ()))
        yield from _links(home.document)


def _links(document: Document) -> Iterable[str]:
    return statistics_links(document)


def _same_registered_name(url: str, home: str) -> bool:
    """Whether both addresses are of one registered name: the last three labels below `.gov.vn` and the like."""
    one, other = urlsplit(url), urlsplit(home)
    return one.scheme in ("http", "https") and registered_name(one.hostname) == registered_name(other.hostname)


_SECOND_LEVEL = frozenset(("gov", "com", "net", "org", "edu", "ac", "int", "health", "info"))


def registered_name(host: str | None) -> str:
    """The registered name of a host: `sxd.tinh.gov.vn` is under `tinh.gov.vn`."""
    labels = (host or "").rstrip(".").lower().split(".")
    count = 3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-count:])


def _doubted(facts: PublishedCounts, memory: Memory) -> PublishedCounts:
    """The facts with what only the last look can tell: figures gone, or jumped."""
    last = memory.get("last")
    told = list(facts.problems)
    if isinstance(last, Mapping) and last:
        if not facts.figures and not any(problem.kind == "not_loaded" for problem in told):
            told.append(
                Problem(kind="unreadable", detail=f"figures used to be found at {memory.get('page')}, none now")
            )
        told += jumps(facts, last)
    return PublishedCounts(
        figures=facts.figures, problems=tuple(dict.fromkeys(told)), pages=facts.pages, platform=facts.platform
    )


def _remembered(facts: Any) -> PublishedCounts | None:
    try:
        return _FACTS.validate_python(facts) if facts is not None else None
    except ValidationError:
        return None


def _pages(answers: list[Answer], facts: PublishedCounts) -> tuple[Answer, ...]:
    return tuple(answer for answer in answers if answer.exchange.final_url in facts.pages) or tuple(answers[:1])


PROBE = Probe(name="published_counts", facts=PublishedCounts, prepare=prepare, cadence="daily")
