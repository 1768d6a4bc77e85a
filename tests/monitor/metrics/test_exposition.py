"""The kept exposition is the one made anew, whatever changes; shards of it are disjoint, and together the whole."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from prometheus_client.exposition import generate_latest

from monitor.catalogue.records import Catalogue
from monitor.configuration import Configuration
from monitor.metrics.collector import StoreCollector
from monitor.metrics.exposition import Exposition, Telling
from monitor.metrics.incidents import Told
from monitor.metrics.inside import Accounts, Inside
from monitor.metrics.process import ProcessMetrics
from monitor.metrics.selection import EVERYTHING, Selection
from monitor.metrics.state_clock import StateClock
from monitor.past_spans import PastSpans
from monitor.records import Round
from monitor.rollup.drawing import Drawing
from monitor.rollup.picture import Picture, draw
from monitor.rounds.watch import Subject
from monitor.standings import Standings
from monitor.storage.store import Store
from monitor.view import WINDOWS, accounts_of, as_accounts
from probes.failures import State
from tests.support.incidents import incident
from tests.support.kept_rounds import FACTS_TYPES, START, reachability
from tests.support.many_portals import nation, rounds

HOSTILE = 'a"b\\c\nd{e}'


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Configuration:
    """Twelve portals of three agencies, one of which has a hostile name."""
    plain = nation(tmp_path_factory.mktemp("nation") / "config", 12, agencies=3)
    first, *others = plain.catalogue.agencies
    agencies = (replace(first, name_vi=HOSTILE), *others)
    return replace(plain, catalogue=Catalogue(agencies=agencies, portals=plain.catalogue.portals))


@dataclass
class Nation:
    """A store, and two ways of telling Prometheus what is in it."""

    configuration: Configuration
    store: Store
    scenario: str
    at: datetime = START
    told: Told = field(default_factory=lambda: Told(at=START))
    watched: Catalogue | None = None

    def __post_init__(self) -> None:
        names = tuple(portal.id for portal in self.catalogue.portals)
        self.process = ProcessMetrics(StateClock(names, now=lambda: self.at), portals=names, vantage="local")
        self.standings, self.past, self.drawing = Standings(self.store), PastSpans(self.store, days=30), Drawing()
        telling = Telling(
            picture=self._drawn,
            accounts=self._kept_accounts,
            inside=self._inside,
            told=self._told,
            process=self.process,
        )
        self.exposition = Exposition(telling, simulated=bool(self.scenario))

    @property
    def catalogue(self) -> Catalogue:
        return self.watched or self.configuration.catalogue

    def subjects(self) -> list[Subject]:
        agencies = {agency.id: agency for agency in self.catalogue.agencies}
        return [Subject(portal=portal, agency=agencies[portal.agency_id]) for portal in self.catalogue.portals]

    def take(
        self, subjects: list[Subject], *, full: bool, change: Callable[[Round], Round] = lambda taken: taken
    ) -> None:
        plain = rounds(self.configuration, subjects, at=self.at, full=full)
        made = [change(taken) if change is not None else taken for taken in plain]
        for taken in made:
            self.process.count(taken)
        self.store.keep(made)
        self.standings.kept(made)
        self.past.kept(made)

    def kept(self, asked: Selection = EVERYTHING) -> str:
        return _steady(b"".join(self.exposition.write(asked)))

    def anew(self) -> str:
        collector = StoreCollector(
            self.process.registry,
            picture=self._anew,
            accounts=lambda: accounts_of(self.store, self._judged(self._anew()), end=self.at),
            inside=self._inside,
            told=self._told,
        )
        return _steady(generate_latest(collector))

    def _drawn(self) -> Picture:
        return self.drawing.draw(
            catalogue=self.catalogue,
            standings=self.standings.all(),
            scoring=self.configuration.rulebook.scoring,
            targets=self.configuration.targets,
            at=self.at,
            law_day=self.configuration.law_day(),
            scenario=self.scenario,
        )

    def _anew(self) -> Picture:
        return draw(
            catalogue=self.catalogue,
            standings=self.store.standings(),
            scoring=self.configuration.rulebook.scoring,
            targets=self.configuration.targets,
            at=self.at,
            law_day=self.configuration.law_day(),
            scenario=self.scenario,
        )

    def _judged(self, picture: Picture) -> list[str]:
        return [item.portal.id for item in picture.judged]

    def _kept_accounts(self) -> Accounts:
        return as_accounts(self.past.spent(self._judged(self._drawn()), end=self.at, lengths=WINDOWS))

    def _inside(self) -> Inside:
        return Inside(
            mode="observe",
            rulebook="1",
            lag=0.5,
            queue=0,
            store_errors=0,
            state_seconds=self.process.clock.seconds(),
            online={"local": True},
        )

    def _told(self) -> Told:
        return replace(self.told, at=self.at)


def _steady(text: bytes) -> str:
    """Without what the process measures of itself, which changes meanwhile."""
    return "\n".join(line for line in text.decode().splitlines() if "process_" not in line)


def lines(text: str) -> list[str]:
    return sorted(text.splitlines())


@pytest.fixture(params=["", "2022-08"], ids=["real", "simulated"])
def watched(request: pytest.FixtureRequest, tmp_path: Path, small: Configuration) -> Iterator[Nation]:
    with Store.open(f"sqlite:///{tmp_path / 'x.sqlite3'}", facts_types=FACTS_TYPES) as store:
        yield Nation(configuration=small, store=store, scenario=request.param)


def test_it_is_the_one_made_anew_before_anybody_looked(watched: Nation) -> None:
    assert lines(watched.kept()) == lines(watched.anew())


def test_it_is_the_one_made_anew_through_rounds_and_the_passing_of_time(watched: Nation) -> None:
    chance, everyone = Random(1), watched.subjects()
    watched.take(everyone, full=True)
    for minutes in (0, 1, 5, 10, 11, 30, 24 * 60, 0, 72 * 60, 73 * 60, 1, 100 * 60):  # readings end after 72 h
        watched.at += timedelta(minutes=minutes)
        assert lines(watched.kept()) == lines(watched.anew())
        watched.take(chance.sample(everyone, 4), full=chance.random() < 0.3, change=differently(chance))
        assert lines(watched.kept()) == lines(watched.anew())
    watched.at -= timedelta(hours=30)  # the clock was set back
    assert lines(watched.kept()) == lines(watched.anew())


def differently(chance: Random) -> Callable[[Round], Round]:
    """A title, a state and times as they come; some are hostile."""

    def change(taken: Round) -> Round:
        first, *others = taken.observations
        facts = reachability(chance.choice((State.UP, State.DOWN)), title=HOSTILE, total=chance.random())
        looks = (replace(first, facts=facts, seconds=chance.random()), *others)
        return replace(taken, state=chance.choice(tuple(State)), observations=looks)

    return change


def test_incidents_stay_for_a_day_after_their_end(watched: Nation) -> None:
    portal = watched.catalogue.portals[0]
    ended = incident(portal=portal.id, agency=portal.agency_id, opened=START, resolved=START + timedelta(hours=1))
    watched.told = replace(watched.told, incidents=(ended, incident(id="i-2", portal="p2", agency="x0001")))
    for hours in (0, 2, 24, 26):
        watched.at = START + timedelta(hours=hours)
        assert lines(watched.kept()) == lines(watched.anew())


def test_who_is_watched_no_more_is_gone_at_the_next_scrape(watched: Nation) -> None:
    watched.take(watched.subjects(), full=True)
    gone = watched.catalogue.portals[0].id
    assert f'portal="{gone}"' in watched.kept()
    rest = Catalogue(agencies=watched.catalogue.agencies, portals=watched.catalogue.portals[1:])
    watched.watched = rest
    names = [portal.id for portal in rest.portals]
    watched.process.watch(names, judged=names)
    assert f'portal="{gone}"' not in watched.kept()
    assert lines(watched.kept()) == lines(watched.anew())


def test_every_family_stands_together_under_one_heading(watched: Nation) -> None:
    watched.take(watched.subjects(), full=True)
    order = [line.split()[2] for line in watched.kept().splitlines() if line.startswith("# TYPE")]
    assert len(order) == len(set(order))
    family = ""
    for line in watched.kept().splitlines():
        if line.startswith("# TYPE"):
            family = line.split()[2]
        elif not line.startswith("#"):
            assert line.startswith(family.removesuffix("_total"))


def series(text: str) -> set[str]:
    return {line for line in text.splitlines() if not line.startswith("#")}


def of_portals(text: str) -> set[str]:
    return {line for line in series(text) if 'portal="' in line}


@pytest.mark.parametrize("number", [1, 2, 5])
def test_shards_are_disjoint_and_together_they_are_all(watched: Nation, number: int) -> None:
    watched.take(watched.subjects(), full=True)
    parts = [series(watched.kept(Selection(shard=(part + 1, number), aggregates=False))) for part in range(number)]
    rest = series(watched.kept(Selection(portals=False)))
    assert sum(map(len, parts)) + len(rest) == len(series(watched.kept()))
    assert set().union(rest, *parts) == series(watched.kept())
    assert not of_portals("\n".join(rest))


def test_an_agencys_portals_alone_and_the_aggregates_with_them(watched: Nation) -> None:
    watched.take(watched.subjects(), full=True)
    mine = {portal.id for portal in watched.catalogue.portals if portal.agency_id == "x0001"}
    text = watched.kept(Selection(agencies=frozenset({"x0001"})))
    told = {line.partition('portal="')[2].partition('"')[0] for line in of_portals(text)}
    assert told == mine
    assert "emc_leader" in text
    assert series(text) - of_portals(text) == series(watched.kept()) - of_portals(watched.kept())
