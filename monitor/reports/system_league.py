"""The agencies as they would stand by one of their systems alone. Pure."""

from dataclasses import replace

from monitor.rollup.picture import AgencyPicture, Picture, verdicts_of
from monitor.scoring import Judged, Scoring, score
from probes.contract import System

LEAST_DECIDED = 5  # verdicts, our own number: one or two that pass are no band


def by_system(picture: Picture, scoring: Scoring, system: System) -> tuple[AgencyPicture, ...]:
    """Those that have a judged portal of this system, with the score and coverage of these alone; the connection is
    that of the whole agency. No band where fewer than five verdicts were decided."""
    return tuple(_narrowed(item, scoring, system) for item in picture.agencies if _has(item, system))


def _has(item: AgencyPicture, system: System) -> bool:
    return any(one.portal.system is system for one in item.portals)


def _narrowed(item: AgencyPicture, scoring: Scoring, system: System) -> AgencyPicture:
    portals = tuple(one for one in item.portals if one.portal.system is system)
    judged = [
        Judged(portal=one.portal.id, system=system, verdict=verdict) for one in portals for verdict in verdicts_of(one)
    ]
    told = score(judged, scoring)
    decided = sum(1 for part in told.parts if part.credit is not None)
    return replace(item, portals=portals, score=told if decided >= LEAST_DECIDED else replace(told, band=None))
