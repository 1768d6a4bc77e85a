"""Standings are read anew only where something was kept, and are what the store says."""

from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from monitor.records import Round
from monitor.rounds.round import conclude, look
from monitor.standings import Standings
from monitor.storage.standing import Standing
from monitor.storage.store import Store
from probes.facts import Reachability
from probes.failures import State
from tests.support.rounds import DOWN, recall, saying, subject, watch


class Counting(Store):
    """A store that remembers what it was asked for."""

    asked: list[tuple[str, ...] | None]

    def standings(self, portals: Collection[str] | None = None) -> tuple[Standing, ...]:
        self.asked = [*getattr(self, "asked", []), None if portals is None else tuple(sorted(portals))]
        return super().standings(portals)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Counting]:
    with Counting.open(f"sqlite:///{tmp_path / 'x.sqlite3'}", facts_types={"reachability": Reachability}) as opened:
        yield opened


def taken(portal: str, *says: object) -> Round:
    crew, who = watch(saying(*says), confirm_after=0), subject(portal=portal)  # type: ignore[arg-type]
    return conclude(crew, who, recall(), look(crew, who, recall()), None)


def test_all_are_read_once_and_then_only_what_changed(store: Counting) -> None:
    store.keep([taken("a", State.UP), taken("b", State.UP)])
    standings = Standings(store)
    assert [item.portal for item in standings.all()] == ["a", "b"]
    standings.all()
    news = taken("c", DOWN)
    store.keep([news])
    standings.kept([news])
    assert [(item.portal, item.state) for item in standings.all()] == [
        ("a", State.UP),
        ("b", State.UP),
        ("c", State.DOWN),
    ]
    assert store.asked == [None, ("c",)]


def test_they_are_what_the_store_says(store: Counting) -> None:
    standings = Standings(store)
    assert standings.all() == ()
    rounds = [taken("a", State.UP), taken("b", DOWN)]
    store.keep(rounds)
    standings.kept(rounds)
    assert standings.all() == store.standings()
