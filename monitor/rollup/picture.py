"""The national picture: agencies with scores and connection, portals by state, targets; pure, from what is
stored."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from monitor.catalogue.records import Agency, Catalogue, Portal, PortalStatus
from monitor.exemptions.records import NOTHING_TOLD, Circumstances, Exemption
from monitor.rollup.connection import Connection, TagSight, connection, tag_sight
from monitor.rollup.figure_choice import Publication
from monitor.rollup.tally import Tally, tally, together
from monitor.rollup.target_files import Target
from monitor.rollup.targets import TargetResult, roll_up
from monitor.rules.contract import Cause, Outcome, Verdict
from monitor.scoring import DECIDED, Judged, Score, Scoring, score
from monitor.storage.standing import Standing
from probes.facts import LandingPage, RenderedPage
from probes.failures import State


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalPicture:
    """One portal as it stands: `state` is `unknown` once its last round went stale; `standing` is `None` before
    the first; `fresh` says whether its last round still holds. `verdicts` are its present ones, where they were made
    once for all who read."""

    portal: Portal
    agency: Agency
    state: State
    standing: Standing | None
    fresh: bool = True
    verdicts: tuple[Verdict, ...] | None = field(default=None, compare=False, repr=False)

    @property
    def judged(self) -> bool:
        """Only confirmed portals are judged and counted."""
        return self.portal.status is PortalStatus.CONFIRMED


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyPicture:
    """One agency with its judged portals."""

    agency: Agency
    portals: tuple[PortalPicture, ...]
    score: Score
    connected: Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything that the summary, the metrics and the pages tell, at one moment.

    `exemptions` are those that hold on the legal day; they are public. `tally` counts the present verdicts, where they
    were counted once for all who read.
    """

    at: datetime
    law_day: date
    scenario: str
    portals: tuple[PortalPicture, ...]
    agencies: tuple[AgencyPicture, ...]
    targets: tuple[TargetResult, ...]
    exemptions: tuple[Exemption, ...] = ()
    tally: Tally | None = field(default=None, compare=False, repr=False)

    @property
    def judged(self) -> tuple[PortalPicture, ...]:
        """The portals that count."""
        return tuple(item for item in self.portals if item.judged)

    def states(self) -> Mapping[State, int]:
        """Judged portals by present state."""
        return Counter(item.state for item in self.judged)

    def verdicts(self) -> Mapping[Outcome, int]:
        """Present verdicts by outcome."""
        return self.counted().outcomes

    def undecided(self) -> Mapping[Cause, int]:
        """Present `unknown` verdicts by why they are undecided; those of an older store say nothing of it."""
        return self.counted().causes

    def counted(self) -> Tally:
        """The present verdicts of judged portals."""
        return self.tally or together(tally(verdicts_of(item)) for item in self.judged)

    def connected(self, level: str) -> Mapping[Connection, int]:
        """Agencies of one level (`ministries`, `provinces`) by connection as seen from outside."""
        return Counter(item.connected for item in self.agencies if item.agency.kind.level == level)


def verdicts_of(portal: PortalPicture) -> tuple[Verdict, ...]:
    """The portal's present verdicts; what was decided of a portal that nobody has looked at since is decided no
    more."""
    if portal.verdicts is not None:
        return portal.verdicts
    if portal.standing is None:
        return ()
    verdicts = tuple(item.verdict for item in portal.standing.verdicts.values())
    return verdicts if portal.fresh else tuple(map(stale, verdicts))


def stale(verdict: Verdict) -> Verdict:
    """What is left of a verdict once nobody has looked for too long: what was decided is unknown."""
    if verdict.outcome not in DECIDED:
        return verdict
    return replace(
        verdict,
        outcome=Outcome.UNKNOWN,
        reason="Chưa xác định: lần quan sát gần nhất đã quá lâu",
        reason_en="Undetermined: the last look is too long ago",
        evidence={},
        cause=Cause.STALE,
    )


def draw(
    *,
    catalogue: Catalogue,
    standings: Iterable[Standing],
    scoring: Scoring,
    targets: Iterable[Target],
    at: datetime,
    law_day: date,
    scenario: str = "",
    circumstances: Circumstances = NOTHING_TOLD,
) -> Picture:
    """The picture of a catalogue already narrowed to those in force; portals that were never seen are in it as
    unknown."""
    by_portal = {standing.portal: standing for standing in standings}
    agencies = {agency.id: agency for agency in catalogue.agencies}
    portals = tuple(
        portal_picture(portal, agencies[portal.agency_id], by_portal.get(portal.id), at=at)
        for portal in catalogue.portals
    )
    mine: dict[str, list[PortalPicture]] = {agency.id: [] for agency in catalogue.agencies}
    for item in portals:
        if item.judged:
            mine[item.agency.id].append(item)
    publications = tuple(told for item in portals if (told := publication_of(item)) is not None)
    return Picture(
        at=at,
        law_day=law_day,
        scenario=scenario,
        portals=portals,
        agencies=tuple(_agency(agency, mine[agency.id], scoring) for agency in catalogue.agencies),
        targets=tuple(
            roll_up(target, agencies=tuple(agencies), publications=publications, at=at, law_day=law_day)
            for target in targets
        ),
        exemptions=exemptions_on(law_day, circumstances),
    )


def portal_picture(portal: Portal, agency: Agency, standing: Standing | None, *, at: datetime) -> PortalPicture:
    """One portal at a time (aware UTC)."""
    fresh = standing is not None and at < standing.holds_until
    state = standing.state if standing is not None and fresh else State.UNKNOWN
    plain = PortalPicture(portal=portal, agency=agency, state=state, standing=standing, fresh=fresh)
    return replace(plain, verdicts=verdicts_of(plain))


def sight_of(item: PortalPicture) -> TagSight:
    """What a portal brings into the connection of its agency."""
    return tag_sight(item.portal, state=item.state, page=_landing_page(item), rendered=_rendered(item))


def exemptions_on(law_day: date, circumstances: Circumstances) -> tuple[Exemption, ...]:
    """Those that hold on the legal day."""
    return tuple(item for item in circumstances.exemptions if item.starts <= law_day <= item.ends)


def _agency(agency: Agency, portals: list[PortalPicture], scoring: Scoring) -> AgencyPicture:
    judged = [
        Judged(portal=item.portal.id, system=item.portal.system, verdict=verdict)
        for item in portals
        for verdict in verdicts_of(item)
    ]
    return AgencyPicture(
        agency=agency,
        portals=tuple(portals),
        score=score(judged, scoring),
        connected=connection(map(sight_of, portals)),
    )


def _rendered(item: PortalPicture) -> RenderedPage | None:
    """The page as a browser last showed it; that happens at night, and holds for the day."""
    last = item.standing.observations.get("rendered_page") if item.standing is not None else None
    return last.facts if last is not None and last.failure is None and isinstance(last.facts, RenderedPage) else None


def _landing_page(item: PortalPicture) -> LandingPage | None:
    """The page as last seen, where the last look did see it and is not stale."""
    if item.standing is None or item.state is State.UNKNOWN:
        return None
    last = item.standing.observations.get("landing_page")
    return last.facts if last is not None and last.failure is None and isinstance(last.facts, LandingPage) else None


def publication_of(item: PortalPicture) -> Publication | None:
    """The figures of a judged portal as the targets take them; `None` where it has none."""
    figures = item.standing.figures if item.judged and item.standing else ()
    if not figures:
        return None
    return Publication(
        agency=item.agency.id,
        portal=item.portal.id,
        system=item.portal.system,
        figures=tuple(kept.figure for kept in figures),
        read_at=min(kept.last_seen for kept in figures),
    )
