"""By what a page that is no ordinary content is known: fingerprints as data, `pages/*.toml` below the configuration."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from probes.answer import PageKind
from probes.mistakes import DataError, Mistake

_SOURCE_LIMIT = 65_536  # bytes; patterns over the whole source are only tried on small pages

_BY_SHAPE = frozenset(
    {PageKind.CONTENT, PageKind.NOT_HTML, PageKind.REDIRECT_SHELL, PageKind.EMPTY, PageKind.NOT_FOUND}
)


class Fingerprint(BaseModel):
    """One way to know a page kind; every condition given must hold.

    `title`, `heading`, `text`, `start`, `not_title`, `not_text` are searched for in folded text: lower case, no
    diacritics, white space collapsed.
    `text` is sought where there are at most `max_text` characters: on the whole page, else in its main region; and,
    for kinds that say a portal does not work, where there is no menu of links to its own host (5 or more).
    `never` is the file's `not_text`, sought in title and text; the loader fills it in.
    `start` looks at the first 400 characters of the visible text, `source` at the raw source of pages of at most
    `max_bytes`, `url` at the final address, `header` at `name: value` of the header named by `header_name`.
    `password`: a password field is there, with at most `max_outside` characters outside its form.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    kind: PageKind
    title: re.Pattern[str] | None = None
    heading: re.Pattern[str] | None = None
    text: re.Pattern[str] | None = None
    start: re.Pattern[str] | None = None
    source: re.Pattern[str] | None = None
    url: re.Pattern[str] | None = None
    header_name: str | None = None
    header: re.Pattern[str] | None = None
    not_title: re.Pattern[str] | None = None
    not_text: re.Pattern[str] | None = None
    never: re.Pattern[str] | None = None
    max_text: int | None = None
    max_bytes: int | None = None
    password: bool = False
    max_outside: int | None = None

    @field_validator("title", "heading", "text", "start", "not_title", "not_text", "never", mode="before")
    @classmethod
    def _folded_pattern(cls, value: object) -> object:
        return _compiled(value, re.DOTALL)

    @field_validator("source", "url", "header", mode="before")
    @classmethod
    def _raw_pattern(cls, value: object) -> object:
        return _compiled(value, re.DOTALL | re.IGNORECASE)

    @field_validator("kind")
    @classmethod
    def _by_sign(cls, kind: PageKind) -> PageKind:
        if kind in _BY_SHAPE:
            raise ValueError(f"{kind.value} is known by status or shape, not by a fingerprint")
        return kind

    @model_validator(mode="after")
    def _bounded(self) -> "Fingerprint":
        if self.text and not self.max_text:
            raise ValueError("text needs max_text")
        if self.source and not 0 < (self.max_bytes or 0) <= _SOURCE_LIMIT:
            raise ValueError(f"source needs max_bytes of 1 to {_SOURCE_LIMIT}")
        if bool(self.header) != bool(self.header_name):
            raise ValueError("header and header_name go together")
        if not (self.title or self.heading or self.text or self.start or self.source or self.url or self.header):
            raise ValueError("needs one of title, heading, text, start, source, url, header")
        return self


def _compiled(value: object, flags: int) -> object:
    """A pattern; what is wrong with it is told as a `ValueError`, which pydantic collects."""
    if not isinstance(value, str):
        return value
    try:
        return re.compile(value, flags)
    except re.error as wrong:
        raise ValueError(f"no regular expression: {wrong}") from wrong


class NationalPortal(BaseModel):
    """Hosts of the national public-service portal (their sub-domains count) and, among them, those of its sign-in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    hosts: tuple[str, ...]
    sign_in_hosts: tuple[str, ...] = ()


class ScriptShell(BaseModel):
    """`roots`: ids and tag names that scripts fill; `labels`: folded count labels, shown with 0 until they do.

    `neutral`: folded words that may stand beside such labels; `trackers`: parts of addresses or code that only count.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    roots: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    neutral: tuple[str, ...] = ()
    trackers: tuple[str, ...] = ()


class _PagesFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    fingerprint: tuple[Fingerprint, ...] = ()
    not_text: re.Pattern[str] | None = None
    national_portal: NationalPortal | None = None
    script_shell: ScriptShell | None = None
    emc_tag: dict[str, Any] | None = None  # read by `probes.emc_tag`

    @field_validator("not_text", mode="before")
    @classmethod
    def _folded_pattern(cls, value: object) -> object:
        return _compiled(value, re.DOTALL)

    @property
    def completed(self) -> tuple[Fingerprint, ...]:
        """The fingerprints with what this file excepts from all of them."""
        if self.not_text is None:
            return self.fingerprint
        return tuple(item.model_copy(update={"never": self.not_text}) for item in self.fingerprint)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprints:
    """Everything by which page kinds are known, ready to match."""

    by_kind: MappingProxyType[PageKind, tuple[Fingerprint, ...]]
    national_hosts: tuple[str, ...]
    sign_in_hosts: tuple[str, ...]
    shell_roots: frozenset[str]
    count_labels: tuple[str, ...]
    neutral_words: tuple[str, ...]
    trackers: tuple[str, ...] = ()

    @property
    def header_names(self) -> tuple[str, ...]:
        """The headers on which a page kind can depend, lower case."""
        names = {item.header_name.lower() for items in self.by_kind.values() for item in items if item.header_name}
        return tuple(sorted(names))


def load_fingerprints(folder: Path) -> Fingerprints:
    """Read `pages/*.toml` below `folder`. Raises `DataError` with every mistake of every file."""
    mistakes: list[Mistake] = []
    files = [read for path in sorted((folder / "pages").glob("*.toml")) if (read := _read(path, mistakes))]
    prints = [item for file in files for item in file.completed]
    names = [item.name for item in prints]
    mistakes += [
        Mistake(file="pages", where=name, wrong="two fingerprints have this name", expected="one name for each")
        for name in sorted({name for name in names if names.count(name) > 1})
    ]
    national = [file.national_portal for file in files if file.national_portal]
    if not mistakes and len(national) != 1:
        wrong = f"{len(national)} tables of that name"
        mistakes.append(Mistake(file="pages", where="national_portal", wrong=wrong, expected="exactly one"))
    if mistakes:
        raise DataError(mistakes)
    shells = [file.script_shell for file in files if file.script_shell]
    return Fingerprints(
        by_kind=MappingProxyType({kind: tuple(item for item in prints if item.kind is kind) for kind in PageKind}),
        national_hosts=national[0].hosts,
        sign_in_hosts=national[0].sign_in_hosts,
        shell_roots=frozenset(root for shell in shells for root in shell.roots),
        count_labels=tuple(label for shell in shells for label in shell.labels),
        neutral_words=tuple(word for shell in shells for word in shell.neutral),
        trackers=tuple(tracker for shell in shells for tracker in shell.trackers),
    )


def _read(path: Path, mistakes: list[Mistake]) -> _PagesFile | None:
    name = f"pages/{path.name}"
    try:
        return _PagesFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        mistakes.append(Mistake(file=name, where="", wrong=str(broken), expected="TOML in UTF-8"))
    except ValidationError as refused:
        mistakes.extend(_mistakes(name, refused))
    return None


def _mistakes(name: str, refused: ValidationError) -> Iterator[Mistake]:
    for error in refused.errors(include_url=False):
        where = ".".join(str(part) for part in error["loc"])
        yield Mistake(
            file=name, where=where, wrong=error["msg"], expected=_EXPECTED.get(error["type"], "a valid value")
        )


_EXPECTED = MappingProxyType(
    {
        "extra_forbidden": f"one of the keys of a fingerprint: {', '.join(Fingerprint.model_fields)}",
        "missing": "this key",
        "enum": f"one of {', '.join(kind.value for kind in PageKind if kind not in _BY_SHAPE)}",
        "value_error": "what the message says",
    }
)
