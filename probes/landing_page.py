"""What stands on a portal's first page: title, language, links, metadata, headers, EMC tag, national portal link."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from lxml import etree
from pydantic import TypeAdapter, ValidationError

from probes.answer import Answer, PageKind
from probes.contract import Look, Looker, Memory, Probe, Session, Target
from probes.document import Document
from probes.emc_tag import Signature, load_signature, read_emc_tag
from probes.facts import EmcTag, LandingPage, Link
from probes.fingerprints import load_fingerprints
from probes.national_link import is_named, way_in
from probes.ownership import Owned, Owner, owner_mark, read_owner
from probes.page_kinds.national_portal import is_among
from probes.remembering import ByIdentity

MOST_LINKS = 500
_MOST_REMEMBERED = 16_384  # pages whose facts are kept in memory: fewer than portals, and each look reads its page anew
_MOST_META = 100
_MOST_TEXT = 300  # characters kept of a link's text or a meta content
_MOST_ADDRESS = 2000

_NOT_SHOWING = frozenset({PageKind.SCRIPT_SHELL, PageKind.LOGIN, PageKind.REDIRECT_SHELL, PageKind.RETIRED})
_FACTS = TypeAdapter(LandingPage)
_ANCHORS = etree.XPath("//a[@href] | //area[@href]")
_META = etree.XPath("//meta[@content]")
_BASE = etree.XPath("//base[@href]")
_COOKIE_VALUE = re.compile(r"^([^=;]{1,100})=[^;]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The data by which first pages are read; `name` changes with it, and makes remembered facts stale."""

    signature: Signature
    national_hosts: tuple[str, ...]

    @property
    def name(self) -> str:
        """A short hash of the data."""
        return sha256(repr((self.signature, self.national_hosts)).encode()).hexdigest()[:16]


def read(answer: Answer, reading: Reading, owner: Owner | None = None) -> LandingPage:
    """What an answered page says; pure. An answer that is no readable HTML has headers and a hash only."""
    document = answer.document
    meta = tuple(_meta(document))[:_MOST_META] if document else ()
    owned = read_owner(answer, owner, declared=dict(meta).get("og:site_name", ""))
    links = tuple(_links(document))[:MOST_LINKS] if document else ()
    return LandingPage(
        kind=answer.kind or PageKind.NOT_HTML,
        title=document.title if document else None,
        language=document.language if document else None,
        charset=document.charset if document else None,
        links=links,
        meta=meta,
        headers=_headers(answer),
        emc=_emc(answer, reading.signature),
        national_portal_link=_national_link(answer, links, reading),
        national_portal_named=document is not None and is_named(document, reading.national_hosts),
        sha256=answer.sha256,
        problems=_problems(answer, owned),
        text_length=len(document.visible_text) if document else None,
        owner_seen=owned.seen,
        other_owner=owned.other,
    )


def _problems(answer: Answer, owned: Owned) -> tuple[str, ...]:
    found = answer.document.problems if answer.document else ()
    unread = (f"unreadable: {answer.unread}",) if answer.unread and not answer.document else ()
    wrong = (f"wrong_owner: titled as the site of {owned.other}",) if owned.other else ()
    return (*found, *unread, *wrong)


def prepare(folder: Path) -> Looker:
    """The looker of this probe; raises `DataError` with the mistakes in `pages/`."""
    reading = Reading(signature=load_signature(folder), national_hosts=load_fingerprints(folder).national_hosts)
    name = reading.name

    remembered: ByIdentity[LandingPage] = ByIdentity(_MOST_REMEMBERED)

    def typed(facts: object) -> LandingPage | None:
        known = remembered.find(facts) or _typed(facts)
        return None if known is None else remembered.put(facts, known)

    def look(target: Target, session: Session, memory: Memory) -> Look[LandingPage]:
        answer = session.ask(target.url)
        if answer.failure is not None or answer.exchange.status is None:
            return Look(failure=answer.failure, remember=memory, pages=(answer,))
        day, by = target.law_day.isoformat(), name + owner_mark(target.owner)
        known = typed(memory["facts"]) if _holds(memory, answer, day=day, reading=by) else None
        if known is not None:
            return Look(facts=replace(known, headers=_headers(answer)), remember=memory, pages=(answer,))
        facts = read(answer, reading, target.owner)
        dumped = _FACTS.dump_python(facts, mode="json")
        remembered.put(dumped, facts)
        kept = {"law_day": day, "reading": by, "url": answer.exchange.final_url, "facts": dumped}
        return Look(facts=facts, remember=kept, pages=(answer,))

    return look


def _holds(memory: Memory, answer: Answer, *, day: str, reading: str) -> bool:
    """Whether what is remembered was read from the same bytes, on the same day, by the same data."""
    facts = memory.get("facts")
    same = memory.get("law_day") == day and memory.get("reading") == reading
    if not same or not isinstance(facts, dict) or memory.get("url") != answer.exchange.final_url:
        return False
    return facts.get("kind") == answer.kind and facts.get("sha256") == answer.sha256


def _typed(facts: object) -> LandingPage | None:
    try:
        return _FACTS.validate_python(facts)
    except ValidationError:
        return None


def _emc(answer: Answer, signature: Signature) -> EmcTag:
    if answer.document is None:
        why = answer.unread or "no HTML"
        return EmcTag(seen=None, site_id=None, insecure=False, parts=(), note=f"not read: {why}")
    tag = read_emc_tag(answer.document, signature)
    if tag.seen is False and answer.kind in _NOT_SHOWING:
        return replace(tag, seen=None, note=f"{tag.note}; the page is a {answer.kind}, its content was not seen")
    return tag


def _links(document: Document) -> Iterator[Link]:
    base = _base(document)
    for anchor in _elements(_ANCHORS, document):
        address = _absolute(base, anchor.get("href") or "")
        if address is not None:
            yield Link(text=_short("".join(map(str, anchor.itertext())) or anchor.get("alt") or ""), url=address)


def _base(document: Document) -> str:
    declared = next((item.get("href") or "" for item in _elements(_BASE, document)), "")
    return _absolute(document.url, declared) or document.url


def _absolute(base: str, address: str) -> str | None:
    """A web address; `None` for fragments, scripts, mail and what cannot be an address."""
    address = address.strip()
    if not address or address.startswith("#") or len(address) > _MOST_ADDRESS:
        return None
    try:
        absolute = urljoin(base, address)
        scheme, host = urlsplit(absolute).scheme, urlsplit(absolute).hostname
    except ValueError:
        return None
    return absolute if scheme in {"http", "https"} and host else None


def _meta(document: Document) -> Iterator[tuple[str, str]]:
    for item in _elements(_META, document):
        name = item.get("name") or item.get("property") or item.get("http-equiv")
        if name:
            yield _short(name).lower(), _short(item.get("content") or "")


def _national_link(answer: Answer, links: tuple[Link, ...], reading: Reading) -> str | None:
    hosts = reading.national_hosts
    if answer.kind is PageKind.RETIRED and is_among(answer.exchange.final_url, hosts):
        return answer.exchange.final_url
    found = next((link.url for link in links if is_among(link.url, hosts)), None)
    if found is None and answer.document is not None and len(links) == MOST_LINKS:
        found = next((link.url for link in _links(answer.document) if is_among(link.url, hosts)), None)
    return way_in(answer.document, hosts) if found is None and answer.document is not None else found


def _headers(answer: Answer) -> tuple[tuple[str, str], ...]:
    """The answer's headers; of cookies the value is left out, it may name a session."""
    return tuple(
        (name, _COOKIE_VALUE.sub(r"\1=…", value) if name == "set-cookie" else value)
        for name, value in answer.exchange.headers
    )


def _short(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))[:_MOST_TEXT]


def _elements(path: etree.XPath, document: Document) -> list[etree._Element]:
    found = path(document.tree)
    return [item for item in found if isinstance(item, etree._Element)] if isinstance(found, list) else []


PROBE = Probe(name="landing_page", facts=LandingPage, prepare=prepare, cadence="round")
