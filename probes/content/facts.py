"""Facts about what a portal's pages carry: signs, footer, newest item, accessibility, character set, suspicions."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from probes.answer import PageKind

Certainty = Literal["seen", "hint", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """Whether something stands on the page: `seen`, a `hint` that does not settle it, or `none`; and where."""

    certainty: Certainty = "none"
    where: str | None = None
    text: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Footer:
    """Which of `unit responsible address telephone email` the foot of the page names.

    `elsewhere`: those that stand on the page, but not at its foot. `readable`: the foot has text.
    """

    items: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    readable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """The newest dated item that is not later than the legal day of the look.

    `newest` is `None` where no item carries a date. `dated` counts dated items, `headlines` links of 30 characters
    or more on the portal's own name. `source`: `page` or `feed`.
    """

    newest: date | None = None
    dated: int = 0
    headlines: int = 0
    where: str | None = None
    source: str = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Counts for accessibility heuristics: pictures shown, those with a text or marked as decoration, form fields."""

    language: str | None = None
    viewport: bool = False
    images: int = 0
    images_with_alt: int = 0
    fields: int = 0
    fields_labelled: int = 0
    moving: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """Character sets: as the header and the page declare them, and as the bytes were read; doubts as `code: detail`."""

    header: str | None = None
    meta: str | None = None
    read_as: str | None = None
    ascii_only: bool = False
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """A place that looks like injected gambling or spam. Words and hosts are kept as hashes only: they could harm.

    `kind`: `title`, `hidden_link`, `foreign_link`, `hidden_text`. `words` and `host` are SHA-256 in hex, 16 digits.
    """

    kind: Literal["title", "hidden_link", "foreign_link", "hidden_text"]
    where: str
    words: tuple[str, ...] = ()
    host: str | None = None
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContent:
    """What the first page carries beside its figures.

    `links` counts addresses, `entries` the different menu words among short links; `scripted_menu`: its menu is
    there, but empty, so scripts fill it. `unread` says why nothing could be read.
    """

    kind: PageKind
    url: str
    sha256: str
    links: int = 0
    entries: int = 0
    text_length: int = 0
    scripted_menu: bool = False
    search: Sign = Sign()
    english: Sign = Sign()
    satisfaction: Sign = Sign()
    badge: Sign = Sign()
    footer: Footer = Footer()
    news: News = News()
    access: Access = Access()
    encoding: Encoding = Encoding()
    suspicions: tuple[Suspicion, ...] = ()
    unread: str | None = None


Place = Literal["seen", "unfollowed", "mentioned", "absent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section that is asked of portals, and how it was found.

    `seen`: an entry leads to it, and its page was read where pages are asked for: `words` counts what it says outside
    links, menus and footers, `shows` whether it has a picture, map or file of its own.
    `unfollowed`: there is an entry, its page was not or could not be looked at (`why`); `mentioned`: its words stand
    in running text only; `absent`: nowhere on the pages looked through.
    """

    key: str
    place: Place
    label: str | None = None
    url: str | None = None
    on: str | None = None
    words: int | None = None
    shows: bool | None = None
    why: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """The sections looked for on the legal day. `asked` is `False` for systems that have none to show.

    `through`: pages looked through; `unlooked`: pages, and entries that only a script opens, that might name a section
    and could not be read.
    `satisfaction`: whether one of the pages asked for lets readers rate it, and how many were read for that.
    """

    asked: bool
    kind: PageKind | None = None
    sha256: str = ""
    links: int = 0
    entries: int = 0
    scripted_menu: bool = False
    sections: tuple[Section, ...] = ()
    through: tuple[str, ...] = ()
    unlooked: tuple[str, ...] = ()
    satisfaction: Sign = Sign()
    pages_read: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMap:
    """Site maps. `human` is the link of the first page for people; `xml`: `seen` (with `urls` entries), `absent`
    (the portal said that there is none), or `unknown`, with `why`.

    `named`: addresses that `robots.txt` names. `asked` is `False` for systems that have none to show.
    """

    asked: bool
    kind: PageKind | None = None
    sha256: str = ""
    links: int = 0
    entries: int = 0
    scripted_menu: bool = False
    human: Sign = Sign()
    xml: Literal["seen", "absent", "unknown"] = "unknown"
    xml_url: str | None = None
    urls: int | None = None
    named: tuple[str, ...] = ()
    why: str | None = None
