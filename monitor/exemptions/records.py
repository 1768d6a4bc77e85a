"""Exemptions, planned stops and reviews as frozen values, and who they are for."""

from dataclasses import dataclass
from datetime import date, datetime

from monitor.catalogue.records import Portal
from probes.contract import System


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """One portal, or all portals of an agency, or those of one system of it."""

    portal: str | None = None
    agency: str | None = None
    system: System | None = None

    def holds(self, portal: Portal) -> bool:
        """Whether the portal is meant."""
        if self.portal is not None:
            return portal.id == self.portal
        return portal.agency_id == self.agency and self.system in (None, portal.system)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """A duty that need not be met for a time. `starts` and `ends` are legal days, both included.

    `ground` is the document or reason, `approver` the person or body that granted it.
    """

    scope: Scope
    rule: str
    ground: str
    approver: str
    starts: date
    ends: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStop:
    """A stop that was planned: `starts` included, `ends` excluded, aware UTC.

    `announced_on` is the day of the announcement and `announced_at` its address; `None`: none is known.
    """

    scope: Scope
    starts: datetime
    ends: datetime
    announced_on: date | None = None
    announced_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A person has looked at the evidence of these bytes (SHA-256) and says what it is.

    `confirmed`: it is what the rule suspects; otherwise the suspicion was wrong.
    """

    portal: str
    rule: str
    sha256: str
    confirmed: bool
    by: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """All that was told, and what this installation is able to (`browser`, `ipv6`)."""

    abilities: frozenset[str] = frozenset()
    exemptions: tuple[Exemption, ...] = ()
    stops: tuple[PlannedStop, ...] = ()
    reviews: tuple[Review, ...] = ()

    def exemption(self, portal: Portal, rule: str, day: date) -> Exemption | None:
        """What frees this portal from the rule on that legal day."""
        return next(
            (
                item
                for item in self.exemptions
                if item.rule == rule and item.starts <= day <= item.ends and item.scope.holds(portal)
            ),
            None,
        )


NOTHING_TOLD = Circumstances()
