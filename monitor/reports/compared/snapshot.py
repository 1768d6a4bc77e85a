"""Everything that a comparison needs to know of one period, read from the store at once."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.catalogue.lineage import Lineage, lineage
from monitor.catalogue.records import Agency, Catalogue, Portal, PortalStatus
from monitor.catalogue.selection import in_force
from monitor.rollup.connection import Connection, TagSight, connection, tag_sight
from monitor.rollup.figure_choice import Publication
from monitor.rollup.periods import Period
from monitor.storage.engine import reading
from monitor.storage.on_day import read_states_at
from monitor.storage.period_figures import read_figures_at
from monitor.storage.period_incidents import IncidentCounts, read_incident_counts
from monitor.storage.period_scores import read_last_scores
from monitor.storage.period_tags import read_judged, read_tags_at
from monitor.storage.scores import DayScore
from monitor.storage.standing import KeptFigure
from monitor.storage.store import Store
from probes.failures import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Whose past is told: the catalogue of all days, and the legal day that was set, `None` where it is the wall
    clock's."""

    catalogue: Catalogue
    law_day: date | None

    def legal(self, day: date) -> date:
        """The legal day of a day."""
        return self.law_day or day

    def lineage(self, agency: str, *, on: date) -> Lineage:
        """What stood in the agency's place on a day."""
        return lineage(self.catalogue.agencies, agency, on=self.legal(on))

    def agencies(self, on: date) -> tuple[Agency, ...]:
        """The agencies in force on a day."""
        return tuple(item for item in self.catalogue.agencies if in_force(item, self.legal(on)))

    def portals(self, on: date, agencies: Collection[str]) -> tuple[Portal, ...]:
        """Their portals of that day that count, or that have ended since."""
        kinds = (PortalStatus.CONFIRMED, PortalStatus.ENDED)
        day = self.legal(on)
        mine = (item for item in self.catalogue.portals if item.agency_id in agencies and item.status in kinds)
        return tuple(item for item in mine if in_force(item, day))


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One period of some agencies. `spent` are seconds by portal and state, `unobserved` among the states."""

    period: Period
    law_day: date
    agencies: tuple[str, ...]
    portals: tuple[Portal, ...]
    spent: Mapping[str, Mapping[str, float]]
    incidents: IncidentCounts
    scores: Mapping[str, DayScore]
    figures: Mapping[str, tuple[KeptFigure, ...]]
    states: Mapping[str, State]
    tags: Mapping[str, bool]

    def portals_of(self, agency: str) -> tuple[Portal, ...]:
        """The portals of one of them."""
        return tuple(item for item in self.portals if item.agency_id == agency)

    def seen(self, portal: str) -> bool:
        """Whether anybody was looking at any time of the period."""
        return any(seconds for state, seconds in self.spent.get(portal, {}).items() if state != "unobserved")

    def connected(self, agency: str) -> Connection:
        """As seen from outside at the end of the period."""
        return connection(self._sights(agency))

    def _sights(self, agency: str) -> Iterator[TagSight]:
        for portal in self.portals_of(agency):
            state = self.states.get(portal.id, State.UNKNOWN)
            sight = tag_sight(portal, state=state, page=None)
            tag = None if state is State.UNKNOWN else self.tags.get(portal.id)
            yield TagSight(system=sight.system, retired=sight.retired, tag=tag)

    def publications(self) -> Iterator[Publication]:
        """What the portals published at the end of the period."""
        for portal in self.portals:
            kept = self.figures.get(portal.id, ())
            if kept:
                yield Publication(
                    agency=portal.agency_id,
                    portal=portal.id,
                    system=portal.system,
                    figures=tuple(item.figure for item in kept),
                    read_at=min(min(item.last_seen, self.period.end) for item in kept),
                )


def read_snapshot(store: Store, past: Past, period: Period, agencies: Iterable[str]) -> Snapshot:
    """The period of these agencies, as they were on its last day."""
    names = tuple(sorted(agencies))
    candidates = past.portals(period.last, names)
    with reading(store.engine) as connection_:
        ended = [item.id for item in candidates if item.status is PortalStatus.ENDED]
        judged = read_judged(connection_, ended) if ended else frozenset[str]()
        portals = tuple(item for item in candidates if item.status is not PortalStatus.ENDED or item.id in judged)
        ids = [item.id for item in portals]
        incidents = read_incident_counts(connection_, ids, start=period.start, end=period.end)
        scores = read_last_scores(connection_, names, first=period.first, last=period.last)
        figures = read_figures_at(connection_, ids, at=period.end)
        states = read_states_at(connection_, ids, at=period.end)
        tags = read_tags_at(connection_, ids, at=period.end)
    end = max(period.end, period.start + timedelta(microseconds=1))
    return Snapshot(
        period=period,
        law_day=past.legal(period.last),
        agencies=names,
        portals=portals,
        spent=store.availability(ids, start=period.start, end=end) if ids else {},
        incidents=incidents,
        scores=scores,
        figures=figures,
        states=states,
        tags=tags,
    )
