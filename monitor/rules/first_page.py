"""Whether a first page lets its menu be read: only then is what is not on it missing, and not merely unseen."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Protocol

from monitor.rules.contract import Case, Cause, Finding, Unit
from monitor.rules.findings import because, undecided
from probes.answer import PageKind

# What every rule states that blames a page for what is not on it.
READABLE: Mapping[str, Unit] = MappingProxyType({"readable_links": Unit.COUNT, "readable_entries": Unit.COUNT})


class FirstPage(Protocol):
    """What the facts of several probes say of the first page."""

    @property
    def kind(self) -> PageKind | None:
        """What sort of page it is."""
        ...

    @property
    def links(self) -> int:
        """How many addresses it leads to."""
        ...

    @property
    def entries(self) -> int:
        """How many different menu words its short links have."""
        ...

    @property
    def scripted_menu(self) -> bool:
        """Whether its menu stands there empty, for scripts to fill."""
        ...


def has_menu(page: FirstPage, case: Case) -> bool:
    """Whether the page shows its content and a menu of its own without scripts: a splash page, a language chooser,
    a sign-in and a script shell do not.
    """
    thresholds = case.terms.thresholds
    enough = page.links >= thresholds["readable_links"] and page.entries >= thresholds["readable_entries"]
    return page.kind is PageKind.CONTENT and not page.scripted_menu and enough


def unread(page: FirstPage, **evidence: Any) -> Finding:
    """The page does not settle it, with what was seen of its menu."""
    finding = undecided(
        "trang đầu không cho đọc trình đơn từ mã nguồn",
        "the first page's menu cannot be read from its source",
        kind=page.kind.value if page.kind else None,
        links=page.links,
        entries=page.entries,
        scripted_menu=page.scripted_menu,
        **evidence,
    )
    return because(Cause.UNREADABLE, finding)
