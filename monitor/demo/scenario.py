"""The simulated nation of one legal day: its invented agencies, their portals, and what is wrong with which of them."""

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from monitor.catalogue.records import Agency, AgencyKind, Lifecycle, Portal, PortalStatus
from probes.contract import System

SCENARIOS = ("2022-08", "2026-11")
SYSTEMS = (System.PORTAL, System.PUBLIC_SERVICE, System.ONE_STOP)

_FOLDER = Path(__file__).parent / "scenarios"
_ORDER = (
    AgencyKind.CITY,
    AgencyKind.PROVINCE,
    AgencyKind.MINISTRY,
    AgencyKind.MINISTERIAL_AGENCY,
    AgencyKind.GOVERNMENT_AGENCY,
)
_VIETNAMESE = {AgencyKind.CITY: "Thành phố ", AgencyKind.PROVINCE: "Tỉnh "}
_ENGLISH = {AgencyKind.CITY: " City", AgencyKind.PROVINCE: " Province"}
_HOST = {System.PORTAL: "{}.test", System.PUBLIC_SERVICE: "dichvucong.{}.test", System.ONE_STOP: "motcua.{}.test"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratios:
    """What the readable portals' figures add up to, nationwide, 0..1."""

    full_of_eligible: float
    with_dossiers_of_online: float
    handled_online_of_received: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One simulated nation. `trouble` names what is wrong by portal id, `lacking` what a portal's pages do not carry.

    `moved`, `moved_by_notice` and `still_open` name the retired public-service portals by what they show now.
    """

    name: str
    law_day: date
    national_portal: str
    ratios: Ratios
    agencies: tuple[Agency, ...]
    portals: tuple[Portal, ...]
    trouble: Mapping[str, str]
    moved: frozenset[str]
    moved_by_notice: frozenset[str]
    still_open: frozenset[str]
    lacking: Mapping[str, tuple[str, ...]]

    def agency(self, portal: Portal) -> Agency:
        """The agency that runs a portal."""
        return next(agency for agency in self.agencies if agency.id == portal.agency_id)

    def portal(self, agency_id: str, system: System) -> Portal:
        """An agency's portal of one system."""
        return next(p for p in self.portals if p.agency_id == agency_id and p.system is system)

    def troubled(self, portal: Portal) -> str | None:
        """What is wrong with a portal, or `None`."""
        return self.trouble.get(portal.id)


def host_of(portal: Portal) -> str:
    """The host name in a portal's address."""
    return portal.url.removeprefix("https://").rstrip("/")


def portal_id(agency_id: str, system: System) -> str:
    """`sim-p01`, `one_stop` gives `sim-p01-one-stop`."""
    return f"{agency_id}-{system.value.replace('_', '-')}"


@cache
def load_scenario(name: str) -> Scenario:
    """Read one scenario's data file; raises `FileNotFoundError` for a name that is none of `SCENARIOS`."""
    data = tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))
    named = _agencies(data["agencies"])
    front_ends = data.get("front_ends")
    retired = frozenset() if front_ends is None else frozenset(a.id for a, _ in named) - frozenset(front_ends)
    notice, still = frozenset(data.get("moved_by_notice", ())), frozenset(data.get("still_open", ()))
    return Scenario(
        name=data["name"],
        law_day=data["law_day"],
        national_portal=data["national_portal"],
        ratios=Ratios(**data["ratios"]),
        agencies=tuple(agency for agency, _ in named),
        portals=tuple(
            _portal(agency.id, slug=slug, system=system, retired=agency.id in retired)
            for agency, slug in named
            for system in SYSTEMS
        ),
        trouble=data["trouble"],
        moved=frozenset(portal_id(agency_id, System.PUBLIC_SERVICE) for agency_id in retired - notice - still),
        moved_by_notice=frozenset(portal_id(agency_id, System.PUBLIC_SERVICE) for agency_id in notice),
        still_open=frozenset(portal_id(agency_id, System.PUBLIC_SERVICE) for agency_id in still),
        lacking={portal: tuple(things) for portal, things in data["lacking"].items()},
    )


def _agencies(rows: Mapping[str, Any]) -> list[tuple[Agency, str]]:
    counted = {"p": 0, "m": 0}
    made: list[tuple[Agency, str]] = []
    for kind in _ORDER:
        _extend(made, rows[kind.value], kind=kind, counted=counted)
    return made


def _extend(
    made: list[tuple[Agency, str]], rows: list[list[str]], *, kind: AgencyKind, counted: dict[str, int]
) -> None:
    letter = "p" if kind.level == "provinces" else "m"
    for vietnamese, english in rows:
        counted[letter] += 1
        agency = Agency(
            id=f"sim-{letter}{counted[letter]:02d}",
            kind=kind,
            name_vi=f"{_VIETNAMESE.get(kind, '')}{vietnamese} (mô phỏng)",
            name_en=f"{english}{_ENGLISH.get(kind, '')} (simulated)",
            note="simulated",
        )
        made.append((agency, _slug(vietnamese)))


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())


def _portal(agency_id: str, *, slug: str, system: System, retired: bool) -> Portal:
    gone = retired and system is System.PUBLIC_SERVICE
    return Portal(
        id=portal_id(agency_id, system),
        agency_id=agency_id,
        system=system,
        url=f"https://{_HOST[system].format(slug)}/",
        status=PortalStatus.CONFIRMED,
        lifecycle=Lifecycle.RETIRED if gone else Lifecycle.FRONT_END,
        confidence="simulated",
        note="simulated",
    )
