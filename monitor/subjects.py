"""Who is looked at: the portals of a configuration with their agencies and owners."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from monitor.catalogue.owners import owner_finder
from monitor.catalogue.records import PortalStatus
from monitor.configuration import Configuration
from monitor.rounds.watch import Subject


def subjects_of(configuration: Configuration) -> tuple[Subject, ...]:
    """The portals that are looked at: confirmed and proposed ones in force on the legal day, with their agencies."""
    catalogue = configuration.in_force()
    agencies = {agency.id: agency for agency in catalogue.agencies}
    looked_at = (PortalStatus.CONFIRMED, PortalStatus.PROPOSED)
    owner_of = owner_finder(configuration.catalogue)
    return tuple(
        Subject(portal=portal, agency=agencies[portal.agency_id], owner=owner_of(portal))
        for portal in catalogue.portals
        if portal.status in looked_at
    )


def judged_of(subjects: Iterable[Subject]) -> tuple[str, ...]:
    """The ids of those that are judged."""
    return tuple(item.portal.id for item in subjects if item.portal.status is PortalStatus.CONFIRMED)


class Watched:
    """Who is watched, by portal; put together anew only where it has changed."""

    def __init__(self, subjects: Callable[[], Sequence[Subject]]) -> None:
        """`subjects` gives those that are watched at present."""
        self._subjects = subjects
        self._known: tuple[Sequence[Subject], Mapping[str, Subject]] = ((), {})

    def by_portal(self) -> Mapping[str, Subject]:
        """All of them."""
        subjects = self._subjects()
        if self._known[0] is not subjects:
            self._known = (subjects, {item.portal.id: item for item in subjects})
        return self._known[1]
