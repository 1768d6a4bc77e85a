"""Agencies and portals as frozen values."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from probes.contract import System


class AgencyKind(StrEnum):
    """The kinds of legal body in the catalogue."""

    MINISTRY = "ministry"
    MINISTERIAL_AGENCY = "ministerial_agency"
    GOVERNMENT_AGENCY = "government_agency"
    PROVINCE = "province"
    CITY = "city"

    @property
    def level(self) -> str:
        """`ministries` or `provinces`, as the national summary groups them."""
        return "provinces" if self in (AgencyKind.PROVINCE, AgencyKind.CITY) else "ministries"


class PortalStatus(StrEnum):
    """How sure we are of an address; only `confirmed` ones are judged."""

    GUESS = "guess"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    ENDED = "ended"


class Lifecycle(StrEnum):
    """What the law wants of a system: a front end for people, a back end only, or retired into the national
    portal."""

    FRONT_END = "front_end"
    BACK_END = "back_end"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A ministry, agency, province or city; a legal body with validity dates (both included)."""

    id: str
    kind: AgencyKind
    name_vi: str
    name_en: str
    gso_code: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    successor_ids: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """One watched system of an agency. `valid_from` and `valid_to` bound the days on which it is watched (both
    included)."""

    id: str
    agency_id: str
    system: System
    url: str
    status: PortalStatus
    lifecycle: Lifecycle
    valid_from: date | None = None
    valid_to: date | None = None
    confidence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Who is watched."""

    agencies: tuple[Agency, ...]
    portals: tuple[Portal, ...]
