"""Labels of figures: from the words beside a number to its canonical key, decided by the whole label and its group."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from probes.figures.numbers import Kind, Number
from probes.figures.vocabulary import FAMILY_KEYS, Core, Words, take_apart
from probes.figures.words import plain, without_twin

UNITS = {"dossiers": "dossier", "services": "service", "score": "point"}


@cache
def unit_of(key: str) -> str:
    """The unit of a canonical key: dossier, service, point or ratio."""
    return "ratio" if key.endswith("_ratio") else UNITS[key.partition("_")[0]]


@cache
def kind_of(key: str) -> Kind:
    """What sort of quantity a canonical key holds."""
    return {"ratio": Kind.SHARE, "point": Kind.POINT}.get(unit_of(key), Kind.COUNT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a label may stand for: the key of a count, of a share, or a doubt; all `None` for unknown words."""

    count: str | None = None
    share: str | None = None
    said_share: bool = False
    said_percent: bool = False
    ambiguous: str | None = None
    total: bool = False  # a group's own total, which the group has to name
    new: bool = False  # says that it counts only what is new in the period
    summed: bool = False  # says that it is a sum
    weak: bool = False  # a word so common that it needs another figure beside it

    @property
    def known(self) -> bool:
        """Whether the words mean anything to us, be it a doubt."""
        return bool(self.count or self.share or self.ambiguous or self.total)

    def key(self, number: Number) -> str | None:
        """The key for that number: the share's with a percentage, the count's with a plain number."""
        if number.percent:
            return self.share
        if self.said_share:
            # "0,98" may be 98 % or 0,98 %: neither is given.
            plain_share = self.said_percent or re.fullmatch(r"(?![01][.,])\d{1,3}[.,]\d{1,2}", number.digits)
            return self.share if plain_share else None
        return self.count


NOTHING = Meaning()


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelBook:
    """The spellings of `config/counts/labels.toml`, ready for look-up on a legal day."""

    accented: Words
    bare: Words
    level_words_end: date
    stale_days: int
    cache: dict[tuple[str, tuple[str, ...], date], Meaning] = field(default_factory=dict, compare=False, repr=False)

    def core(self, label: str) -> Core:
        """The label taken apart."""
        text = plain(label)
        words = self.bare if text.isascii() else self.accented
        return take_apart(without_twin(text), words)

    def mean(self, label: str, *, law_day: date, groups: Sequence[str] = ()) -> Meaning:
        """What the label means under its group headers (outermost first) on that legal day."""
        if len(label) > 160:
            return NOTHING
        key = (label, tuple(groups), law_day)
        if key not in self.cache:
            if len(self.cache) > 20_000:
                self.cache.clear()
            self.cache[key] = self._mean(label, groups, law_day)
        return self.cache[key]

    def group(self, label: str) -> str | None:
        """The family of a group header (`open`, `resolved` …), `neutral`, or `None` where it is not known."""
        core = self.core(label)
        family = core.words.groups.get(core.text)
        if (
            family in (None, "online")
            and (core.service or core.text.startswith(("cung cấp", "cung cap")))
            and not core.dossier
            and core.text in core.words.guards["provided"]
        ):
            return "service"
        if family is None and not core.text:
            return "dossier_total" if core.dossier else "service" if core.service else "neutral"
        return family

    def is_unit(self, label: str) -> str | None:
        """`dossier` or `service` where the text is only a unit such as "hồ sơ"."""
        text = plain(label).strip("()")
        words = self.bare if text.isascii() else self.accented
        return next((kind for kind, units in words.units.items() if text in units), None)

    def says(self, guard: str, text: str) -> bool:
        """Whether the text holds one of the words of that guard."""
        tidy = plain(text)
        words = self.bare if tidy.isascii() else self.accented
        return any(word in tidy for word in words.guards[guard])

    def after(self, guard: str, text: str) -> str | None:
        """The text behind the word of that guard that it opens with, or `None` where it opens with none."""
        words = self.bare if text.isascii() else self.accented
        low = text.casefold()
        said = [word for word in words.guards[guard] if low.startswith(f"{word} ")]
        return text[len(max(said, key=len)) :].strip(" ,:") if said else None

    def in_table(self, name: str, text: str) -> bool:
        """Whether the text is one of the words of `[table]` under that name."""
        tidy = plain(text)
        words = self.bare if tidy.isascii() else self.accented
        return tidy in words.table[name]

    def score(self, label: str) -> str | None:
        """The key of a group of points, where the label is one."""
        core = self.core(label)
        text = _POINTS.sub("", core.whole)
        return core.words.keys["score"].get(text)

    def _mean(self, label: str, groups: Sequence[str], law_day: date) -> Meaning:
        core = self.core(label)
        if any(word in core.whole for word in core.words.guards["proactive"]):
            return NOTHING
        family = self._family(groups)
        level = self._level(core, law_day)
        if level is not None:
            return NOTHING if family not in (None, "neutral", "service") else level
        return _meaning(core, family)

    def _family(self, groups: Sequence[str]) -> str | None:
        families = [self.group(text) for text in groups if plain(text)]
        if any(family is None for family in families):
            return "unknown"
        told = [family for family in families if family != "neutral"]
        return told[-1] if told else None

    def _level(self, core: Core, law_day: date) -> Meaning | None:
        key = core.words.keys["levels"].get(core.text)
        if key is None or core.dossier:
            return NOTHING if key else None
        if law_day >= self.level_words_end:
            return Meaning(ambiguous=f"“{core.whole}”: level words of before {self.level_words_end.isoformat()}")
        return NOTHING if core.ratio else Meaning(count=key)


# "Công khai, minh bạch (18 điểm)", "Tiến độ giải quyết (tối đa 20)"
_POINTS = re.compile(
    r"\s*[(/]\s*(?:tối đa |toi da |max )?(?:\d{1,3}(?:[.,]0)? ?)?(?:điểm|diem|đ)?\)?$|^(?:điểm|diem) (?:số )?"
)


def _meaning(core: Core, family: str | None) -> Meaning:
    keys = core.words.keys
    share = keys["ratio"].get(core.text) or keys["ratio"].get(core.text.replace(",", ""))
    if core.ratio:
        share = share or keys["ratio_said"].get(core.text)
    if share == "online_ratio" and core.service and not core.dossier:
        share = None
    if family == "unknown":
        return NOTHING
    if core.ratio:
        return (
            Meaning(share=share, said_share=True, said_percent="%" in core.whole)
            if share and family in _SHARE_GROUPS
            else NOTHING
        )
    if family not in (None, "neutral", "dossier_total"):
        return _relative(core, family, share)
    if core.service:
        return _service(core, share)
    if core.text == "":
        return Meaning(total=core.total or core.dossier)
    return _free(core, share, told=core.dossier or family == "dossier_total")


def _free(core: Core, share: str | None, *, told: bool) -> Meaning:
    """A label under no group of its own; `told`: it is said that dossiers are counted."""
    found = core.words.keys["dossier"].get(core.text)
    if core.total and core.text in core.words.guards["not_summed"]:
        return NOTHING
    if found is None and not told:
        count = core.words.keys["service"].get(core.text)
        count = count if count in _PLAIN_SERVICE else None
        return Meaning(count=count, share=share, weak=core.text in core.words.guards["weak"])
    weak = not told and core.text in core.words.guards["weak"]
    return Meaning(count=found, share=share, new=_is_new(core.text), summed=core.total, weak=weak)


_SHARE_GROUPS = (None, "neutral", "dossier_total", "resolved", "received", "open", "service")
_PLAIN_SERVICE = ("services_full", "services_partial", "services_eligible", "services_information")


def _service(core: Core, share: str | None) -> Meaning:
    keys = core.words.keys
    if core.text == "":
        said = core.total or core.filled != core.whole or core.whole in core.words.guards["procedures"]
        return Meaning(count="services_total") if said else NOTHING
    if core.dossier:
        return Meaning(count=keys["dossier"].get(core.text), share=share)
    return Meaning(count=keys["service"].get(core.text), share=share if share == "full_ratio" else None)


def _relative(core: Core, family: str, share: str | None) -> Meaning:
    within, text = core.words.within.get(family, {}), core.text
    if family == "service":
        return _relative_service(core, share)
    if core.service:
        return NOTHING
    if text in within:
        total = text == "" and family == "received"
        return Meaning(count=within[text] or None, share=share, total=total, new=_is_new(text))
    found = core.words.keys["dossier"].get(text)
    if found not in FAMILY_KEYS.get(family, frozenset()):
        return NOTHING
    return Meaning(count=found, share=share, new=_is_new(text), summed=core.total)


def _relative_service(core: Core, share: str | None) -> Meaning:
    if core.dossier:
        return NOTHING
    if core.text == "" and core.service:
        return Meaning(count="services_total") if core.total else NOTHING
    found = core.words.within["service"].get(core.text) or core.words.keys["service"].get(core.text)
    return Meaning(count=found, share=share if share == "full_ratio" else None)


def _is_new(text: str) -> bool:
    return any(
        word in text
        for word in ("mới", "moi", "trong kỳ", "trong ky", "trong tháng", "trong thang", "trong quý", "phát sinh")
    )
