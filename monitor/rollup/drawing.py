"""The picture drawn again and again: what nothing has changed since is the very same object as before.

What it gives is what `draw` gives; the cost is that of the portals that changed, not of all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from monitor.catalogue.records import Agency, Catalogue, Portal
from monitor.exemptions.records import NOTHING_TOLD, Circumstances
from monitor.rollup.connection import TagSight, connection
from monitor.rollup.figure_choice import FRESH, Publication
from monitor.rollup.picture import (
    AgencyPicture,
    Picture,
    PortalPicture,
    exemptions_on,
    portal_picture,
    publication_of,
    sight_of,
    verdicts_of,
)
from monitor.rollup.tally import Tally, tally, together
from monitor.rollup.target_files import Target
from monitor.rollup.targets import TargetResult, roll_up
from monitor.rules.contract import Verdict
from monitor.scoring import Part, Scoring, parts_of, score_of
from monitor.storage.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class _Portal:
    """One portal, and what it brings into its agency and the nation."""

    item: PortalPicture
    parts: tuple[Part, ...]
    sight: TagSight
    tally: Tally
    publication: Publication | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Agency:
    """One agency, and the portals that it was drawn from."""

    picture: AgencyPicture
    portals: tuple[_Portal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Targets:
    """The targets, and what they were added up from; `until` is when the next reading of those becomes too old."""

    asked: tuple[Target, ...]
    agencies: tuple[str, ...]
    publications: tuple[Publication, ...]
    law_day: date
    since: datetime
    until: datetime
    results: tuple[TargetResult, ...]


class Drawing:
    """Draws one picture after the other; for one thread at a time."""

    def __init__(self) -> None:
        """Nothing was drawn yet."""
        self._scoring: Scoring | None = None
        self._portals: dict[str, _Portal] = {}
        self._agencies: dict[str, _Agency] = {}
        self._targets: _Targets | None = None

    def draw(
        self,
        *,
        catalogue: Catalogue,
        standings: Mapping[str, Standing],
        scoring: Scoring,
        targets: Iterable[Target],
        at: datetime,
        law_day: date,
        scenario: str = "",
        circumstances: Circumstances = NOTHING_TOLD,
    ) -> Picture:
        """The picture of a catalogue already narrowed to those in force; `standings` are by portal."""
        if scoring is not self._scoring:
            self._scoring, self._portals, self._agencies = scoring, {}, {}
        agencies = {agency.id: agency for agency in catalogue.agencies}
        drawn = {
            portal.id: self._portal(portal, agencies[portal.agency_id], standings.get(portal.id), at, scoring)
            for portal in catalogue.portals
        }
        mine: dict[str, list[_Portal]] = {name: [] for name in agencies}
        for one in drawn.values():
            if one.item.judged:
                mine[one.item.agency.id].append(one)
        self._portals = drawn
        self._agencies = {name: self._agency(agencies[name], tuple(mine[name]), scoring) for name in agencies}
        told = tuple(one.publication for one in drawn.values() if one.publication is not None)
        return Picture(
            at=at,
            law_day=law_day,
            scenario=scenario,
            portals=tuple(one.item for one in drawn.values()),
            agencies=tuple(kept.picture for kept in self._agencies.values()),
            targets=self._rolled_up(tuple(targets), tuple(agencies), told, at=at, law_day=law_day),
            exemptions=exemptions_on(law_day, circumstances),
            tally=together(one.tally for portals in mine.values() for one in portals),
        )

    def _portal(
        self, portal: Portal, agency: Agency, standing: Standing | None, at: datetime, scoring: Scoring
    ) -> _Portal:
        last = self._portals.get(portal.id)
        if last is None or last.item.portal is not portal or last.item.agency is not agency:
            return _fresh(portal_picture(portal, agency, standing, at=at), scoring)
        if last.item.standing is standing and (standing is None or last.item.fresh is (at < standing.holds_until)):
            return last
        item = portal_picture(portal, agency, standing, at=at)
        if not _alike(verdicts_of(item), verdicts_of(last.item)):
            return _fresh(item, scoring)
        return replace(last, item=item, sight=sight_of(item), publication=_publication(item, last))

    def _agency(self, agency: Agency, portals: tuple[_Portal, ...], scoring: Scoring) -> _Agency:
        last = self._agencies.get(agency.id)
        items = tuple(one.item for one in portals)
        if last is None or last.picture.agency is not agency or len(last.portals) != len(portals):
            return _Agency(picture=_drawn(agency, portals, scoring), portals=portals)
        if all(one is before for one, before in zip(portals, last.portals, strict=True)):
            return last
        if all(_weigh_the_same(one, before) for one, before in zip(portals, last.portals, strict=True)):
            return _Agency(picture=replace(last.picture, portals=items), portals=portals)
        return _Agency(picture=_drawn(agency, portals, scoring), portals=portals)

    def _rolled_up(
        self,
        targets: tuple[Target, ...],
        agencies: tuple[str, ...],
        told: tuple[Publication, ...],
        *,
        at: datetime,
        law_day: date,
    ) -> tuple[TargetResult, ...]:
        last = self._targets
        if (
            last is None
            or not last.since <= at < last.until
            or (last.asked, last.agencies, last.law_day) != (targets, agencies, law_day)
            or not _same_objects(last.publications, told)
        ):
            ends = (one.read_at + FRESH for one in told if one.read_at + FRESH >= at)
            last = self._targets = _Targets(
                asked=targets,
                agencies=agencies,
                publications=told,
                law_day=law_day,
                since=at,
                until=min(ends, default=datetime.max.replace(tzinfo=at.tzinfo)),
                results=tuple(
                    roll_up(target, agencies=agencies, publications=told, at=at, law_day=law_day) for target in targets
                ),
            )
        return last.results


def _fresh(item: PortalPicture, scoring: Scoring) -> _Portal:
    verdicts = verdicts_of(item)
    return _Portal(
        item=item,
        parts=parts_of(item.portal.id, item.portal.system, verdicts, scoring),
        sight=sight_of(item),
        tally=tally(verdicts),
        publication=publication_of(item),
    )


def _publication(item: PortalPicture, last: _Portal) -> Publication | None:
    before = last.item.standing.figures if last.item.standing else ()
    after = item.standing.figures if item.standing else ()
    return last.publication if after is before else publication_of(item)


def _drawn(agency: Agency, portals: tuple[_Portal, ...], scoring: Scoring) -> AgencyPicture:
    return AgencyPicture(
        agency=agency,
        portals=tuple(one.item for one in portals),
        score=score_of(tuple(part for one in portals for part in one.parts), scoring),
        connected=connection(one.sight for one in portals),
    )


def _weigh_the_same(one: _Portal, before: _Portal) -> bool:
    return one.parts is before.parts and one.sight == before.sight


def _alike(verdicts: tuple[Verdict, ...], before: tuple[Verdict, ...]) -> bool:
    """Whether they count the same; reasons and evidence may be others."""
    return len(verdicts) == len(before) and all(
        one is other or _counts(one) == _counts(other) for one, other in zip(verdicts, before, strict=True)
    )


def _counts(verdict: Verdict) -> tuple[object, ...]:
    return (
        verdict.rule,
        verdict.outcome,
        verdict.cause,
        verdict.weight,
        verdict.gate,
        verdict.severity,
        verdict.basis,
        verdict.law,
    )


def _same_objects(some: tuple[object, ...], others: tuple[object, ...]) -> bool:
    return len(some) == len(others) and all(one is other for one, other in zip(some, others, strict=True))
