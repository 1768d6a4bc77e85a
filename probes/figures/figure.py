"""One published number with everything needed to know what it means."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Qualifier(StrEnum):
    """How exactly the page states the number."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days counted, both included; an open side is `None`."""

    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure as published: ratios are 0..1, money VND, a missing value is no figure at all.

    `unit`: service, dossier, ratio, point. `raw` is the text as it stood, `where` a selector or JSON path.
    `scope` names the unit of a row
    (`None`: the portal's whole). `definition` names how a share or a level count is formed, where the page or its
    profile says so.
    """

    key: str
    value: float | int
    unit: str
    raw: str
    label: str
    where: str
    qualifier: Qualifier = Qualifier.EXACT
    scope: str | None = None
    period: Period | None = None
    as_of: date | None = None
    definition: str | None = None
    derived: bool = False

    def of_time(self, period: Period | None, as_of: date | None) -> "Figure":
        """The same figure of that period and day; written out, for tables have thousands of them."""
        return Figure(
            key=self.key,
            value=self.value,
            unit=self.unit,
            raw=self.raw,
            label=self.label,
            where=self.where,
            qualifier=self.qualifier,
            scope=self.scope,
            period=period,
            as_of=as_of,
            definition=self.definition,
            derived=self.derived,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A doubt about what was read: `inconsistent ambiguous unreadable stale not_loaded jump definition_unknown`.

    `key` is that of the figure in doubt, `None` where the doubt is of no single one.
    """

    kind: str
    detail: str
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCounts:
    """Facts of the probe `published_counts`: the figures of a portal, the doubts about them, and the pages they
    stood on."""

    figures: tuple[Figure, ...] = ()
    problems: tuple[Problem, ...] = ()
    pages: tuple[str, ...] = ()
    platform: str | None = None
