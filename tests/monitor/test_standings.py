"""Standings are read once, carried on by the rounds that were kept, and are what the store says."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from monitor.records import Round
from monitor.rules.contract import Cause, Outcome, Verdict
from monitor.standings import Standings
from monitor.storage.standing import Standing
from monitor.storage.store import Store
from probes.facts import LandingPage
from probes.failures import FailureKind, State, failed
from probes.observe import Observation
from tests.support.kept_rounds import (
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

RULES = ("REACH-01", "TLS-01", "TLS-02", "LINK-01")
REFUSED = failed(FailureKind.CONNECTION_REFUSED, "refused")


class Counting(Store):
    """A store that remembers what it was asked for."""

    asked: list[tuple[str, ...] | None]

    def standings(self, portals: Collection[str] | None = None) -> tuple[Standing, ...]:
        self.asked = [*getattr(self, "asked", []), None if portals is None else tuple(sorted(portals))]
        return super().standings(portals)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Counting]:
    with Counting.open(f"sqlite:///{tmp_path / 'x.sqlite3'}", facts_types=FACTS_TYPES) as opened:
        yield opened


def kept(store: Store, standings: Standings, *rounds: Round) -> None:
    store.keep(rounds)
    standings.kept(rounds)


def without_links(told: Standing) -> Standing:
    """Nobody who reads standings shows the links of a page."""

    def light(items: Mapping[str, Observation]) -> dict[str, Observation]:
        return {
            name: replace(item, facts=replace(item.facts, links=())) if isinstance(item.facts, LandingPage) else item
            for name, item in items.items()
        }

    return replace(told, observations=light(told.observations), seen=light(told.seen))


def same(standings: Standings, store: Store) -> bool:
    told = {name: without_links(item) for name, item in standings.all().items()}
    return told == {item.portal: without_links(item) for item in store.standings()}


def test_all_are_read_once_and_a_round_of_a_portal_that_is_new_is_read(store: Counting) -> None:
    store.keep([round_(portal="a"), round_(portal="b")])
    standings = Standings(store)
    assert list(standings.all()) == ["a", "b"]
    standings.all()
    kept(store, standings, round_(portal="aa", state=State.DOWN))
    assert {name: item.state for name, item in standings.all().items()} == {
        "a": State.UP,
        "aa": State.DOWN,
        "b": State.UP,
    }
    assert list(standings.all()) == ["a", "aa", "b"]
    assert store.asked == [("a", "b"), ("aa",)]


def test_a_round_of_a_known_portal_costs_no_reading(store: Counting) -> None:
    standings = Standings(store)
    assert standings.all() == {}
    kept(store, standings, round_(portal="a"))
    assert same(standings, store)
    store.asked = []
    kept(store, standings, round_(START + timedelta(minutes=5), State.DOWN, portal="a"))
    standings.all()
    assert store.asked == []
    assert same(standings, store)


def test_what_is_kept_before_anybody_asks_is_read_with_the_rest(store: Counting) -> None:
    standings = Standings(store)
    kept(store, standings, round_(portal="a"))
    assert same(standings, store)


def test_an_older_round_and_the_same_round_again_change_nothing(store: Counting) -> None:
    standings = Standings(store)
    taken = round_(START + timedelta(minutes=5), portal="a", verdicts=(verdict(),))
    kept(store, standings, taken)
    standings.all()
    kept(store, standings, round_(START, State.DOWN, portal="a"), taken)
    assert same(standings, store)
    assert standings.all()["a"].state is State.UP


def test_what_another_vantage_saw_too_late_moves_nothing(store: Counting) -> None:
    standings = Standings(store)
    kept(store, standings, round_(portal="a", verdicts=(verdict(),)))
    before = standings.all()
    at = START + timedelta(minutes=1)
    kept(store, standings, round_(at, State.UNKNOWN, portal="a", holds=0, judged=False, vantage="hn", late=True))
    assert standings.all() == before
    assert same(standings, store)


def test_a_text_that_no_database_keeps_is_shown_as_the_store_has_it(store: Counting) -> None:
    standings = Standings(store)
    kept(store, standings, round_(portal="a"))
    standings.all()
    at = START + timedelta(minutes=5)
    odd = observation(reachability(title="a\ud800b"), at=at, portal="a")
    says = verdict(reason="x\ud800", evidence={"said": "y\ud800", "pair": (1, 2)})
    kept(store, standings, round_(at, portal="a", observations=(odd,), verdicts=(says,)))
    assert same(standings, store)
    kept(store, standings, round_(at + timedelta(minutes=5), portal="a", verdicts=(says,)))
    assert same(standings, store)


@pytest.mark.parametrize("seed", range(6))
def test_after_any_rounds_they_are_what_the_store_says(store: Counting, seed: int) -> None:
    chance, standings, at = Random(seed), Standings(store), START
    for _ in range(40):
        at += timedelta(minutes=chance.choice((3, 5, 5, 40)))  # evidence that only counts on is written every 2 minutes
        kept(store, standings, *(some_round(chance, at, name) for name in ("a", "b", "c") if chance.random() < 0.7))
        if chance.random() < 0.4:
            assert same(standings, store)
    assert same(standings, store)


def some_round(chance: Random, at: datetime, portal: str) -> Round:
    state = chance.choice((State.UP, State.UP, State.UP, State.DOWN, State.BLOCKED))
    failure = REFUSED if state is State.DOWN else None
    looks = [observation(reachability(state, title=chance.choice("xyz")), at=at, portal=portal, failure=failure)]
    if chance.random() < 0.5:
        looks.append(observation(landing_page(), probe="landing_page", at=at, portal=portal))
    elif failure:
        looks.append(observation(None, probe="landing_page", at=at, portal=portal, failure=failure))
    if chance.random() < 0.1:
        read = counts(figure(chance.randint(1, 3)), figure(chance.randint(1, 3), scope="Xã"))
        looks.append(observation(read, probe="published_counts", at=at, portal=portal))
    given = tuple(some_verdict(chance, rule) for rule in RULES if chance.random() < 0.9)
    holds = chance.choice((10, 30))
    changes: dict[str, Any] = {"rulebook": chance.choice(("1", "1", "2")), "judged": chance.random() < 0.9}
    return round_(at, state, portal=portal, observations=tuple(looks), verdicts=given, holds=holds, **changes)


def some_verdict(chance: Random, rule: str) -> Verdict:
    outcome = chance.choice((Outcome.PASS, Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN))
    cause = Cause.NOT_SEEN if outcome is Outcome.UNKNOWN else None
    evidence = {"seconds": chance.randint(1, 3), "thresholds": {"most": 3}}
    return verdict(outcome, rule, cause=cause, evidence=evidence, law=chance.choice((None, "Luật mẫu")))
