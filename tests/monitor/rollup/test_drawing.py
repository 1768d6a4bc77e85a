"""A picture drawn again is the one that would be drawn anew, and what nothing changed is the very same object."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from monitor.catalogue.records import Agency, AgencyKind, Catalogue, Lifecycle, Portal, PortalStatus
from monitor.configuration import Configuration, load_configuration, shipped_folder
from monitor.records import Round
from monitor.rollup.drawing import Drawing
from monitor.rollup.picture import Picture, draw
from monitor.rules.contract import Cause, Outcome, Severity
from monitor.storage.standing import Standing
from monitor.storage.store import Store
from probes.contract import System
from probes.failures import State
from tests.support.kept_rounds import (
    DAY,
    FACTS_TYPES,
    START,
    counts,
    figure,
    landing_page,
    observation,
    reachability,
    round_,
    verdict,
)

TOWNS = tuple(
    Agency(id=f"x{n}", kind=AgencyKind.PROVINCE, name_vi=f"Tỉnh Mẫu {n}", name_en=f"Model {n}") for n in range(3)
)
STATUSES = (PortalStatus.CONFIRMED, PortalStatus.CONFIRMED, PortalStatus.PROPOSED)


def watched(town: int, number: int) -> Portal:
    system = tuple(System)[number % 3]
    return Portal(
        id=f"x{town}.{number}",
        agency_id=f"x{town}",
        system=system,
        url=f"https://x{town}-{number}.test/",
        status=STATUSES[number % 3],
        lifecycle=Lifecycle.FRONT_END,
    )


CATALOGUE = Catalogue(agencies=TOWNS, portals=tuple(watched(town, n) for town in range(3) for n in range(3)))


@pytest.fixture(scope="module")
def shipped() -> Configuration:
    return load_configuration(shipped_folder(), {})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'x.sqlite3'}", facts_types=FACTS_TYPES) as opened:
        yield opened


def both(
    drawing: Drawing, shipped: Configuration, standings: Mapping[str, Standing], catalogue: Catalogue, at: datetime
) -> tuple[Picture, Picture]:
    scoring, targets = shipped.rulebook.scoring, shipped.targets
    again = drawing.draw(catalogue=catalogue, standings=standings, scoring=scoring, targets=targets, at=at, law_day=DAY)
    anew = draw(catalogue=catalogue, standings=standings.values(), scoring=scoring, targets=targets, at=at, law_day=DAY)
    return again, anew


@pytest.mark.parametrize("seed", range(5))
def test_after_any_changes_it_is_the_picture_drawn_anew(store: Store, shipped: Configuration, seed: int) -> None:
    chance, drawing, at, catalogue = Random(seed), Drawing(), START, CATALOGUE
    for _ in range(30):
        at += timedelta(minutes=chance.choice((1, 5, 30, 9000)))
        for portal in chance.sample(catalogue.portals, chance.randint(0, 4)):
            store.keep([some_round(chance, at, portal)])
        if chance.random() < 0.2:
            catalogue = replace(CATALOGUE, portals=tuple(chance.sample(CATALOGUE.portals, 7)))
        standings = {item.portal: item for item in store.standings()}
        again, anew = both(drawing, shipped, standings, catalogue, at - timedelta(minutes=chance.choice((0, 0, 60))))
        assert again == anew
        assert (again.verdicts(), again.undecided(), again.counted().rules) == (
            anew.verdicts(),
            anew.undecided(),
            anew.counted().rules,
        )
        assert [item.verdicts for item in again.portals] == [item.verdicts for item in anew.portals]


def some_round(chance: Random, at: datetime, portal: Portal) -> Round:
    looks = [observation(reachability(), at=at, portal=portal.id)]
    if chance.random() < 0.5:
        looks.append(observation(landing_page(), probe="landing_page", at=at, portal=portal.id))
    if chance.random() < 0.3:
        keys = ("services_full", "services_eligible", "dossiers_received")
        read = counts(*(figure(chance.randint(1, 9), key, unit="service") for key in keys))
        looks.append(observation(read, probe="published_counts", at=at, portal=portal.id))
    given = []
    for rule in ("REACH-01", "TLS-01", "TLS-02"):
        outcome = chance.choice((Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE))
        cause = Cause.NOT_SEEN if outcome is Outcome.UNKNOWN else None
        severity = chance.choice((Severity.MAJOR, Severity.MINOR))
        given.append(verdict(outcome, rule, cause=cause, severity=severity, reason=str(chance.random())))
    state = chance.choice((State.UP, State.UP, State.DOWN))
    return round_(
        at,
        state,
        portal=portal.id,
        agency=portal.agency_id,
        observations=tuple(looks),
        verdicts=tuple(given),
        holds=chance.choice((3, 20)),
        judged=portal.status is PortalStatus.CONFIRMED,
    )


def test_what_nothing_changed_is_the_very_same(store: Store, shipped: Configuration) -> None:
    drawing = Drawing()
    store.keep([some_round(Random(portal.id), START, portal) for portal in CATALOGUE.portals])
    standings = {item.portal: item for item in store.standings()}
    first, _ = both(drawing, shipped, standings, CATALOGUE, START)
    store.keep([some_round(Random(2), START + timedelta(minutes=1), CATALOGUE.portals[0])])
    standings |= {item.portal: item for item in store.standings({CATALOGUE.portals[0].id})}
    second, _ = both(drawing, shipped, standings, CATALOGUE, START + timedelta(seconds=90))
    assert [one is other for one, other in zip(first.portals, second.portals, strict=True)] == [False] + 8 * [True]
    assert [one is other for one, other in zip(first.agencies, second.agencies, strict=True)] == [False, True, True]


def test_another_way_of_scoring_holds_at_once(store: Store, shipped: Configuration) -> None:
    drawing, kind = Drawing(), shipped.rulebook.scoring
    passing = some_round(Random(1), START, CATALOGUE.portals[0])
    store.keep([replace(passing, verdicts=(verdict(Outcome.WARN),))])
    standings = {item.portal: item for item in store.standings()}
    scores = []
    for credit in (0.5, 0.25):
        scoring = replace(kind, credits={**kind.credits, Outcome.WARN: credit})
        drawn = drawing.draw(
            catalogue=CATALOGUE, standings=standings, scoring=scoring, targets=(), at=START, law_day=DAY
        )
        scores.append(drawn.agencies[0].score.score)
    assert scores == [50, 25]
