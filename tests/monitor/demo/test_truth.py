"""Every portal of the estate as the real probes see it, against the estate's own list of what is true."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from monitor.assembly import build_gate, build_transport, build_watch
from monitor.catalogue.records import Portal
from monitor.configuration import Configuration, load_configuration, shipped_folder
from monitor.demo.configuration import write_configuration
from monitor.demo.estate import RunningEstate, running_estate
from monitor.demo.scenario import SCENARIOS
from monitor.demo.truth import Truth, truth
from monitor.rounds.watch import Watch
from monitor.rules.contract import History, Verdict
from monitor.rules.judging import judge
from probes.contract import Target
from probes.facts import LandingPage, Reachability
from probes.failures import State
from probes.figures.figure import Figure, PublishedCounts
from probes.observe import Observation, observe
from probes.session import LookSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The truth of one portal, what the probes saw, by probe, and what the rules said, by rule."""

    truth: Truth
    seen: Mapping[str, Observation]
    verdicts: Mapping[str, Verdict]


def level_of(portal: Portal) -> str:
    """By the letter of the estate's ids: `sim-p01` is a province."""
    return "provinces" if portal.agency_id.startswith("sim-p") else "ministries"


def look(watch: Watch, portal: Portal) -> dict[str, Observation]:
    """All probes once, as a round does it."""
    target = Target(
        url=portal.url, system=portal.system, law_day=watch.law_day(), portal=portal.id, level=level_of(portal)
    )
    session = LookSession(watch.fetch, watch.classify, seconds=watch.patience)
    sight = observe(watch.lookers, target, session, {}, vantage=watch.vantage)
    return {observation.probe: observation for observation in sight.observations}


def configured(estate: RunningEstate, folder: Path) -> Configuration:
    """The estate's own configuration, as the demo uses it."""
    write_configuration(folder, estate, defaults=shipped_folder(), port=0, data=folder / "data")
    return load_configuration(folder, {})


@pytest.fixture(scope="module", params=SCENARIOS)
def visits(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Visit]:
    """Every portal of a scenario, visited."""
    with running_estate(request.param, tmp_path_factory.mktemp("estate")) as estate:
        configuration = configured(estate, tmp_path_factory.mktemp("config"))
        transport = build_transport(configuration)
        try:
            watch = build_watch(configuration, transport, build_gate(configuration))
            with ThreadPoolExecutor(8) as pool:
                seen = list(pool.map(lambda portal: look(watch, portal), estate.scenario.portals))
        finally:
            transport.close()
    rows = zip(truth(request.param), estate.scenario.portals, seen, strict=True)
    return [
        Visit(truth=entry, seen=found, verdicts=judged(watch, estate, portal, found)) for entry, portal, found in rows
    ]


def judged(watch: Watch, estate: RunningEstate, portal: Portal, seen: Mapping[str, Observation]) -> dict[str, Verdict]:
    """What the rule book of the scenario's day says of one look."""
    verdicts = judge(
        watch.rulebook,
        portal=portal,
        agency=estate.scenario.agency(portal),
        facts={name: item.facts for name, item in seen.items() if item.facts is not None},
        failures={name: item.failure for name, item in seen.items() if item.failure is not None},
        state=State.UP,
        confirmed=True,
        history=History(),
        at=watch.vantage.now(),
        law_day=watch.law_day(),
    )
    return {verdict.rule: verdict for verdict in verdicts}


def test_every_portal_shows_its_outcome_page_kind_and_state(visits: list[Visit]):
    wrong = []
    for visit in visits:
        seen = visit.seen["reachability"]
        assert isinstance(seen.facts, Reachability)
        found = (seen.outcome, seen.facts.kind, seen.facts.state)
        true = (visit.truth.outcome, visit.truth.kind, visit.truth.state)
        if found != true:
            wrong.append((visit.truth.portal, visit.truth.trouble, found, true))
    assert not wrong


def test_every_tag_is_seen_or_missed_as_it_stands(visits: list[Visit]):
    wrong = []
    for visit in visits:
        facts = visit.seen["landing_page"].facts
        found = (facts.emc.seen, facts.emc.insecure) if isinstance(facts, LandingPage) else (None, False)
        if found != (visit.truth.tag, visit.truth.insecure):
            wrong.append((visit.truth.portal, visit.truth.trouble, found, visit.truth.tag))
    assert not wrong


def whole(figures: tuple[Figure, ...]) -> dict[str, float]:
    """The counts of the portal's whole as published, by key."""
    return {f.key: f.value for f in figures if f.scope is None and not f.derived and f.unit in ("service", "dossier")}


def test_every_published_figure_is_read_and_no_other_number_is_taken_for_one(visits: list[Visit]):
    wrong = []
    for visit in visits:
        facts = visit.seen["published_counts"].facts
        found = whole(facts.figures) if isinstance(facts, PublishedCounts) else {}
        if found != visit.truth.figures:
            wrong.append((visit.truth.portal, visit.truth.trouble, found, dict(visit.truth.figures)))
    assert not wrong


def test_every_portal_is_judged_by_what_its_pages_carry_and_lack(visits: list[Visit]):
    wrong = [
        (visit.truth.portal, rule, visit.verdicts[rule].outcome.value, outcome, visit.verdicts[rule].reason)
        for visit in visits
        for rule, outcome in visit.truth.verdicts.items()
        if visit.verdicts[rule].outcome.value != outcome
    ]
    assert not wrong
    assert {outcome for visit in visits for outcome in visit.truth.verdicts.values()} >= {"pass", "warn", "fail"}


def test_a_changed_figure_of_one_portal_is_read_as_changed(tmp_path: Path):
    changes = {"sim-p05-public-service": {"services_full": 5}}
    with running_estate("2022-08", tmp_path / "estate", changes=changes) as estate:
        configuration = configured(estate, tmp_path / "config")
        transport = build_transport(configuration)
        try:
            watch = build_watch(configuration, transport, build_gate(configuration))
            portal = next(portal for portal in estate.scenario.portals if portal.id in changes)
            facts = look(watch, portal)["published_counts"].facts
        finally:
            transport.close()
    before = next(entry for entry in truth("2022-08") if entry.portal == portal.id).figures
    assert isinstance(facts, PublishedCounts)
    assert whole(facts.figures) == {**before, "services_full": 5}
