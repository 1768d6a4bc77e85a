"""The words of published counts in one writing, and a label taken apart by them."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from probes.figures.words import fold, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The vocabulary in one writing, with or without diacritics; every phrase as it is looked up."""

    same: tuple[tuple[re.Pattern[str], str], ...]
    kinds: Mapping[str, re.Pattern[str]]
    fillers: Mapping[str, re.Pattern[str]]
    units: Mapping[str, frozenset[str]]
    keys: Mapping[str, Mapping[str, str]]  # by section: dossier, service, levels, ratio, ratio_said, score
    groups: Mapping[str, str]
    within: Mapping[str, Mapping[str, str]]
    table: Mapping[str, frozenset[str]]
    guards: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """A label taken apart: what is left of it, what kind of thing it counts, and which words were taken off."""

    text: str
    dossier: bool
    service: bool
    total: bool
    ratio: bool
    words: Words
    whole: str
    filled: str  # the text with its words of kind still there

    @property
    def kind(self) -> str | None:
        """`dossier` or `service` where the words speak of one of them alone."""
        if self.dossier is self.service:
            return None
        return "dossier" if self.dossier else "service"


def take_apart(text: str, words: Words) -> Core:
    """The label, as it is looked up, without its words of kind, share, sum and period."""
    text = whole = _ENGLISH.sub("", text)
    for pattern, replacement in words.same:
        text = pattern.sub(replacement, text)
    ratio = "%" in text or words.fillers["ratio"].search(text) is not None
    text = _NOTE.sub(" ", text).replace("%", " ")
    text = words.fillers["ratio"].sub(" ", text)
    # "phát sinh hồ sơ" is a phrase of services: the words of kind inside it stay.
    kept = _tidy(words.fillers["plain"].sub(r"\g<kept> ", words.fillers["total"].sub(" ", text)))
    service = words.kinds["service"].search(text) is not None
    with_dossiers = words.keys["with_dossiers"]
    rest = _tidy(words.kinds["service"].sub(" ", kept))
    if service and rest in with_dossiers:
        return Core(
            text=rest, dossier=False, service=True, total=False, ratio=ratio, words=words, whole=whole, filled=kept
        )
    dossier = words.kinds["dossier"].search(text) is not None
    total = words.fillers["total"].search(text) is not None
    rest = _tidy(re.sub(r"[()]", " ", rest))
    core = _tidy(words.kinds["dossier"].sub(" ", rest))
    if core not in words.keys["dossier"]:
        core = _tidy(words.fillers["period"].sub(" ", core))
    return Core(
        text=core, dossier=dossier, service=service, total=total, ratio=ratio, words=words, whole=whole, filled=kept
    )


_SPOKEN = (
    "received|processed|resolved|settled|completed|returned|on|time|ontime|total|dossiers?|files|applications|records|number|of"
    "|services?|fully|full|partial|partially|processing|in|progress|pending|overdue|late|early|ahead|before|deadline|rate"
    "|ratio|satisfaction|administrative|procedures|public"
)
# "Đã tiếp nhận (Received)": the same again in English; "(online)" and "(new)" are no such words, they divide.
_ENGLISH = re.compile(rf"\s*(?:\((?:(?:{_SPOKEN})[ -]?)+\)|/\s*(?:(?:{_SPOKEN})[ -]?)+)$")
_NOTE = re.compile(
    r"\((?:hồ sơ|ho so|hs|%|thủ tục|thu tuc|tthc|dvc|dvctt|đơn vị:? \S+|\*{1,3}|\d{1,2}|[a-z]|\d+\s*=[^)]*)\)"
)


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace(" ,", ",").strip(" :,.-–()/")


def words_in(vocabulary: Mapping[str, object], *, bare: bool) -> Words:
    """The vocabulary of the file in one writing."""

    def write(phrase: str) -> str:
        return fold(plain(phrase)) if bare else plain(phrase)

    def table(name: str) -> Mapping[str, tuple[str, ...]]:
        section = vocabulary[name]
        assert isinstance(section, Mapping)  # checked when the file was read
        return {str(key): tuple(map(write, value)) for key, value in section.items()}

    keys = {name: _turn(table(name)) for name in ("dossier", "service", "levels", "ratio", "ratio_said", "score")}
    fillers = {name: _any(phrases) for name, phrases in table("fillers").items()}
    # Without diacritics "hồ sơ" ends like "số": a word of kind is kept whole.
    fillers["plain"] = re.compile(rf"(?P<kept>{_any(table('kinds')['dossier']).pattern})|{fillers['plain'].pattern}")
    for name in ("ratio", "ratio_said"):
        # "số hóa" loses its "số" before it is looked up, as "số hồ sơ" does.
        short = {_tidy(fillers["plain"].sub(r"\g<kept> ", text)): key for text, key in keys[name].items()}
        keys[name] = short | keys[name]
    keys["with_dossiers"] = {text: key for text, key in keys["service"].items() if key == "services_with_dossiers"}
    within = vocabulary["within"]
    assert isinstance(within, Mapping)
    return Words(
        same=_same(vocabulary, write),
        kinds={name: _any(phrases) for name, phrases in table("kinds").items()},
        fillers=fillers,
        units={name: frozenset(phrases) for name, phrases in table("units").items()},
        keys=keys,
        groups=_turn(table("groups")),
        within={family: {write(text): key for text, key in rows.items()} for family, rows in within.items()},
        table={name: frozenset(phrases) for name, phrases in table("table").items()},
        guards=table("guards"),
    )


def _same(vocabulary: Mapping[str, object], write: Callable[[str], str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    short, alike = vocabulary["abbreviations"], vocabulary["same"]
    assert isinstance(short, Mapping)
    assert isinstance(alike, Sequence)
    pairs = [(write(left), write(right)) for left, right in (*short.items(), *alike)]
    return tuple((_any([left]), right) for left, right in pairs if left != right)


def _turn(section: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {phrase: key for key, phrases in section.items() for phrase in phrases}


def _any(phrases: Iterable[str]) -> re.Pattern[str]:
    options = "|".join(sorted(map(re.escape, phrases), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{options})(?!\w)")


# What may stand under a group header by its own name.
_OPEN = (
    "dossiers_open",
    "dossiers_open_on_time",
    "dossiers_open_late",
    "dossiers_supplement",
    "dossiers_suspended",
    "dossiers_waiting",
)
_DONE = (
    "dossiers_resolved",
    "dossiers_early",
    "dossiers_on_time",
    "dossiers_late",
    "dossiers_waiting",
    "dossiers_refused",
    "dossiers_withdrawn",
)
_TAKEN = (
    "dossiers_received",
    "dossiers_carried",
    "dossiers_online",
    "dossiers_direct",
    "dossiers_postal",
    "dossiers_refused",
)
_APART = ("dossiers_handled_online", "dossiers_handled_full", "dossiers_online_paid")  # clear under any group
FAMILY_KEYS: Mapping[str, frozenset[str]] = {
    "open": frozenset(_OPEN),
    "resolved": frozenset((*_DONE, *_APART, "dossiers_supplement", "dossiers_suspended")),
    "received": frozenset((*_TAKEN, *_APART)),
    "due": frozenset((*_TAKEN, *_APART)),
}
