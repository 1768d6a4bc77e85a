"""Whose page it is: whether the agency's name stands on it, and whether its title is another agency's.

A page that says nothing of its owner accuses nobody. It is somebody else's only where its title, or the site name that
it declares, is the name of another agency's site in full, while no name of its own agency stands anywhere on it.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from probes.answer import Answer, PageKind

_ENOUGH_TEXT = 200  # letters; a page of less says too little to miss a name on it
_MARKS = re.compile("[\u0300-\u036f]+")
_APART = re.compile(r"[^\w]+")
_SEGMENTS = re.compile(r"\s+[-–—|•»:]+\s+|[|–—•»]")
_KIND = re.compile(r"^(?:tinh|thanh pho|tp) ")
_REMARK = re.compile(r"\s*\([^)]*\)\s*$")
_MOST_SOURCE = 300_000  # characters
_MOST_WORDS = 20  # of a name
_MOST_BETWEEN = 60  # characters between what a site is and whose
# What a site calls itself before it says whose it is; folded. A headline about another agency begins otherwise.
_SITE = (
    r"(?:trang chu|trang chinh|home|cong (?:thong tin|dich vu|tt|dvc|hanh chinh)|trang (?:thong tin|tin)|website|"
    r"he thong (?:thong tin|mot cua)|mot cua|uy ban nhan dan|ubnd)"
)
_TITLED = re.compile(rf"^(?:{_SITE}\b.{{0,{_MOST_BETWEEN}}}? )?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose portal a target is, by the catalogue.

    `names` are the agency's own and those of the bodies that it came from or became, as written; `everybody` those of
    all agencies, in one set that all owners share. `alone`: no other agency has a portal on the same host.
    """

    names: tuple[str, ...]
    everybody: frozenset[str] = frozenset()
    alone: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """What a page says of its owner.

    `seen`: a name of its agency can be read on it; `None` where the page shows too little, has the name in its source
    only, or nobody was named to look for.
    `other`: the agency in whose name the page is titled, as the catalogue writes it without remarks.
    """

    seen: bool | None = None
    other: str | None = None


def read_owner(answer: Answer, owner: Owner | None, *, declared: str = "") -> Owned:
    """Compare a page with the catalogue; pure. `declared` is the site name that the page gives in its metadata."""
    document = answer.document
    if owner is None or not owner.names or document is None:
        return Owned()
    own = tuple(core for name in owner.names for core in _cores(name))
    title, visible = document.title or "", document.visible_text
    if _named(own, fold(f"{title} {declared}")) or _named(own, fold(visible)):
        return Owned(seen=True)
    shown = answer.kind is PageKind.CONTENT and answer.failure is None and len(visible) >= _ENOUGH_TEXT
    if not shown or _named(own, fold(document.source[:_MOST_SOURCE])):
        return Owned()
    others = {name for text in (title, declared) for name in _titled(text, owner)}
    return Owned(seen=False, other=others.pop() if owner.alone and len(others) == 1 else None)


@lru_cache(maxsize=4096)
def owner_mark(owner: Owner | None) -> str:
    """A short text that changes with what is known of an owner; empty where nothing is."""
    if owner is None:
        return ""
    said = repr((owner.names, _digest(owner.everybody), owner.alone))
    return f"-{sha256(said.encode()).hexdigest()[:8]}"


def fold(text: str) -> str:
    """Lower case letters and digits without diacritics, one space between words."""
    spread = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("ð", "d"))
    return " ".join(_APART.sub(" ", _MARKS.sub("", spread)).split())


def plain_name(name: str) -> str:
    """A name without the remark that the catalogue puts behind it."""
    return _REMARK.sub("", name)


def _named(cores: Iterable[str], folded: str) -> bool:
    """Words only: “Hà Nam” is not in “Việt Nam”. Several words written as one, as in addresses, count as well."""
    within = f" {folded} "
    return any(f" {core} " in within or (" " in core and core.replace(" ", "") in within) for core in cores)


@lru_cache(maxsize=1024)
def _cores(name: str) -> tuple[str, ...]:
    """A province without its kind, as most places name it: “bac ninh”; a city by its initials, too: “tp hcm”."""
    folded = fold(plain_name(name))
    core = _KIND.sub("", folded)
    initials = "".join(word[0] for word in core.split())
    return (core, f"tp {initials}", f"tp{initials}") if folded.startswith("thanh pho ") else (core,)


def _titled(text: str, owner: Owner) -> set[str]:
    """The other agencies whose full name ends a part of the title that says what site this is, or is all of it."""
    found: set[str] = set()
    for segment in map(fold, _SEGMENTS.split(text)):
        words = segment.split()
        for begin in range(max(0, len(words) - _MOST_WORDS), len(words)):
            names = _by_fold(owner.everybody).get(" ".join(words[begin:]), ())
            if names and _TITLED.match("".join(f"{word} " for word in words[:begin])):
                found.update(plain_name(name) for name in names if not _is_kin(name, owner))
    return found


def _is_kin(name: str, owner: Owner) -> bool:
    """Whether a name is one of the owner's, holds one of them or is held by one."""
    folded = f" {fold(plain_name(name))} "
    own = [f" {fold(plain_name(mine))} " for mine in owner.names]
    return any(folded in mine or mine in folded for mine in own)


@lru_cache(maxsize=4)
def _by_fold(names: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Folded names to the names; those of one body before and after a date are folded alike."""
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted(names):
        folded = fold(plain_name(name))
        found[folded] = (*found.get(folded, ()), name)
    return found


@lru_cache(maxsize=4)
def _digest(names: frozenset[str]) -> str:
    return sha256(repr(sorted(names)).encode()).hexdigest()
