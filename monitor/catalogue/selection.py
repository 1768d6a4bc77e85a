"""Questions to the catalogue: who is watched on a day, which portals an agency has, how many there are of a kind."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from monitor.catalogue.records import Agency, AgencyKind, Catalogue, Portal, PortalStatus


def in_force(record: Agency | Portal, day: date) -> bool:
    """Whether a day lies within the record's days, both included."""
    return (record.valid_from or day) <= day <= (record.valid_to or day)


def on(catalogue: Catalogue, day: date) -> Catalogue:
    """The agencies in force on a day, and those of their portals that are watched then; ended portals never are."""
    agencies = tuple(agency for agency in catalogue.agencies if in_force(agency, day))
    ids = {agency.id for agency in agencies}
    portals = tuple(
        portal
        for portal in catalogue.portals
        if portal.agency_id in ids and portal.status is not PortalStatus.ENDED and in_force(portal, day)
    )
    return replace(catalogue, agencies=agencies, portals=portals)


def agency(catalogue: Catalogue, identity: str) -> Agency | None:
    """The agency of that id."""
    return next((agency for agency in catalogue.agencies if agency.id == identity), None)


def portal(catalogue: Catalogue, identity: str) -> Portal | None:
    """The portal of that id."""
    return next((portal for portal in catalogue.portals if portal.id == identity), None)


def portals_of(catalogue: Catalogue, agency_id: str) -> tuple[Portal, ...]:
    """An agency's portals in the catalogue's order."""
    return tuple(portal for portal in catalogue.portals if portal.agency_id == agency_id)


def looked_at(catalogue: Catalogue) -> tuple[Portal, ...]:
    """The portals whose address is more than a guess and which have not ended."""
    return tuple(
        portal for portal in catalogue.portals if portal.status in (PortalStatus.PROPOSED, PortalStatus.CONFIRMED)
    )


def counts(catalogue: Catalogue) -> Mapping[AgencyKind, int]:
    """How many agencies there are of each kind."""
    found = Counter(agency.kind for agency in catalogue.agencies)
    return {kind: found[kind] for kind in AgencyKind}
