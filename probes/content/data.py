"""The words by which content is known: `config/content/*.toml`, read strictly, every mistake told at once."""

import tomllib
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from probes.mistakes import DataError, Mistake

_FOLDER = "content"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Words = tuple[str, ...]


class MenuWords(_Strict):
    """`entries`: what a portal's menu is known by; the others: links that lead to one certain thing."""

    entries: Words
    introduction: Words
    site_map: Words
    search: Words
    english: Words


class SectionWords(_Strict):
    """One mandatory section: the words of its menu entry, and on which legal days it is looked for.

    `follow`: its page is asked for as well. `levels`: for which agencies, none named: for all.
    """

    key: str
    words: Words
    since: date | None = None
    until: date | None = None
    follow: bool = False
    levels: Words = ()

    @field_validator("levels")
    @classmethod
    def _known(cls, levels: Words) -> Words:
        if not set(levels) <= {"ministries", "provinces"}:
            raise ValueError("levels are ministries, provinces")
        return levels


class SectionsWords(_Strict):
    """The sections, in the order in which they are followed."""

    section: tuple[SectionWords, ...]


class FooterWords(_Strict):
    """Labels of what a footer must name; `regions` are ids and classes of footers."""

    regions: Words
    unit: Words
    responsible: Words
    address: Words
    telephone: Words
    email: Words


class SatisfactionWords(_Strict):
    """`words` settle that readers may rate; `hints` only suggest it. Looked for since a legal day."""

    words: Words
    hints: Words
    since: date


class FreshnessWords(_Strict):
    """`not_items`: words beside a date that is not an item's; `regions`: ids and classes of clocks and calendars."""

    not_items: Words
    regions: Words
    ago: Words


class InjectedWords(_Strict):
    """`words` name what is injected, `hosts` are parts of host names; `warnings` stand in news that warn about it."""

    words: Words
    hosts: Words
    warnings: Words
    own_suffixes: Words


class BadgeWords(_Strict):
    """Hosts and paths of the trust badge."""

    hosts: Words
    paths: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentData:
    """Everything by which content is read; `name` changes with the words and makes remembered facts stale."""

    menu: MenuWords
    sections: tuple[SectionWords, ...]
    footer: FooterWords
    satisfaction: SatisfactionWords
    freshness: FreshnessWords
    injected: InjectedWords
    badge: BadgeWords

    @property
    def name(self) -> str:
        """A short hash of the words."""
        return sha256(repr(self).encode()).hexdigest()[:16]


M = TypeVar("M", bound=_Strict)


def load_content(folder: Path) -> ContentData:
    """Read `content/*.toml` below the configuration folder. Raises `DataError` with every mistake of every file."""
    mistakes: list[Mistake] = []
    menu = _read(folder, "menu", MenuWords, mistakes)
    sections = _read(folder, "sections", SectionsWords, mistakes)
    footer = _read(folder, "footer", FooterWords, mistakes)
    satisfaction = _read(folder, "satisfaction", SatisfactionWords, mistakes)
    freshness = _read(folder, "freshness", FreshnessWords, mistakes)
    injected = _read(folder, "injected", InjectedWords, mistakes)
    badge = _read(folder, "badge", BadgeWords, mistakes)
    if mistakes or not (menu and sections and footer and satisfaction and freshness and injected and badge):
        raise DataError(mistakes)
    return ContentData(
        menu=menu,
        sections=sections.section,
        footer=footer,
        satisfaction=satisfaction,
        freshness=freshness,
        injected=injected,
        badge=badge,
    )


def _read(folder: Path, name: str, kind: type[M], mistakes: list[Mistake]) -> M | None:
    file = f"{_FOLDER}/{name}.toml"
    try:
        return kind.model_validate(tomllib.loads((folder / file).read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as broken:
        mistakes.append(Mistake(file=file, where="", wrong=str(broken), expected="a TOML file"))
    except ValidationError as refused:
        for error in refused.errors(include_url=False):
            where = ".".join(map(str, error["loc"]))
            expected = f"the keys {', '.join(kind.model_fields)}"
            mistakes.append(Mistake(file=file, where=where, wrong=error["msg"], expected=expected))
    return None
