"""What could harm if shown, and stays out of an archive unless somebody asks for it: injected spam, leaked queries,
names of people.

Doubt withholds: a page that cannot be read with certainty, or that speaks of persons at all, is left out. Pure.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any, Protocol

from monitor.rules.contract import Cause, Outcome
from monitor.storage.codec import encode
from probes.answer import PageKind
from probes.content.facts import PageContent
from probes.failures import SEEN, FailureKind, Party, State
from probes.observe import Evidence, Observation
from probes.page_kinds.signs import fold

WITHHELD = "[withheld]"
_INJECTED = "signs of injected content"
_FOREIGN = "foreign content on a lapsed name"
_INSIDE = "an error page may show the inside of the system"
_QUERY = "looks like a leaked query or stack trace"
_PERSONS = "may name persons"
_UNREADABLE = "cannot be read with certainty"

_SAFE_KEYS = frozenset({"kind", "state", "sha256", "charset", "language", "status", "version", "problem"})
_OUR_VALUES = frozenset(
    value.value for values in (State, FailureKind, Party, PageKind, Outcome, Cause) for value in values
) | {SEEN}  # whoever writes them on a page does no harm
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d))?")
_QUOTES = re.compile(r"\b(leads to|content type) |://|[<>\"'“”«»]|[^\W\d_]{40}")  # what a probe's own words quote
_ANYWAY = frozenset({"reachability", "dns"})  # the way to the page, not what stands on it
_ON_THE_PAGE = frozenset({"title"})  # of what is shown anyway
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_LEAKED = re.compile(
    r"(?<![<./#-])\bselect\s.{1,300}\bfrom\s|\binsert into\s|\bupdate\s.{1,100}\sset\s.{1,100}=|sqlstate|\bora-\d{5}|"
    r"traceback \(most recent|stack trace|\bat [\w.$]+\([\w.]+:\d+\)|fatal error:"
)
_NUMBER = r"(?<!\d)0\d{11}(?!\d)"  # a citizen's
_NAMING = re.compile(rf"\bho (va )?ten\b|nguoi nop|chu ho so|\bso (cccd|cmnd|can cuoc)|ngay sinh|{_NUMBER}")
_IN_BYTES = ((_LEAKED, _QUERY), (_NAMING, _PERSONS))
_IN_FACTS = ((_LEAKED, _QUERY), (re.compile(_NUMBER), _PERSONS))  # names of menus and procedures speak of papers, too


class Gathered(Protocol):
    """What is to be shown: what was read, and the pages that were kept, by hash."""

    @property
    def observations(self) -> tuple[Observation, ...]:
        """What was read."""
        ...

    @property
    def pages(self) -> Mapping[str, Evidence]:
        """The pages."""
        ...


def harmful(proof: Gathered) -> Mapping[str, str]:
    """The pages (by hash) and observations (by id) whose texts are not to be shown, each with why."""
    found = {name: why for item in proof.observations for name, why in _by_what_was_read(item)}
    return {**{digest: why for digest, page in proof.pages.items() if (why := _by_its_bytes(page))}, **found}


def scrubbed(facts: Mapping[str, Any], *, probe: str) -> dict[str, Any]:
    """Facts without what stood on a harmful page: numbers and kinds stay."""
    if probe in _ANYWAY:
        shown = {key: WITHHELD if key in _ON_THE_PAGE and value else value for key, value in facts.items()}
        return {**shown, "reason": own_words(shown["reason"])} if "reason" in shown else shown
    return {key: _hidden(value, key) for key, value in facts.items()}


def hidden(value: Any) -> Any:
    """Every text in it withheld, but those of keys that are safe, values of our own lists, and times."""
    return _hidden(value, "")


def own_words(text: str) -> str:
    """The reason or detail that a probe gives in its own words; withheld where it quotes the page or where it leads."""
    return WITHHELD if _QUOTES.search(text) or speaks_of_harm(text) else text


def _hidden(value: Any, key: str) -> Any:
    if isinstance(value, str):
        ours = key in _SAFE_KEYS or value in _OUR_VALUES or _MOMENT.fullmatch(value)
        return value if ours else WITHHELD
    if isinstance(value, Mapping):
        return {name: _hidden(item, name) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_hidden(item, key) for item in value]
    return value


def _by_what_was_read(item: Observation) -> Iterator[tuple[str, str]]:
    if item.facts is None:
        return
    named = (item.id, *item.evidence)
    kind = getattr(item.facts, "kind", None)
    if isinstance(item.facts, PageContent) and item.facts.suspicions:
        yield item.facts.sha256, _INJECTED
        yield item.id, _INJECTED
    elif kind is PageKind.APPLICATION_ERROR:
        yield from ((name, _INSIDE) for name in named)
    elif kind is PageKind.PARKED:
        yield from ((name, _FOREIGN) for name in named)
    elif why := _sign_in(json.dumps(whole_facts(item.facts), ensure_ascii=False), _IN_FACTS):
        yield from ((name, why) for name in named)


def _by_its_bytes(page: Evidence) -> str | None:
    try:
        text = page.body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _UNREADABLE
    if "\0" in text:
        return _UNREADABLE
    return _sign_in(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text), _IN_BYTES)


def speaks_of_harm(text: str) -> bool:
    """Whether a text read from a page looks like a leaked query or names a person."""
    return _sign_in(text, _IN_FACTS) is not None


def _sign_in(text: str, signs: Iterable[tuple[re.Pattern[str], str]]) -> str | None:
    plain = fold(unescape(text))
    return next((why for sign, why in signs if sign.search(plain)), None)


def whole_facts(facts: Any) -> dict[str, Any]:
    """Facts as they are stored, long fields included."""
    written = encode(facts)
    whole: dict[str, Any] = json.loads(written.facts)
    return {**whole, **{name: json.loads(written.bodies[digest]) for name, digest in written.parts.items()}}
