"""How portals spent the last weeks, carried on in memory, is what the store says."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from monitor.past_spans import PastSpans
from monitor.storage.store import Store
from probes.failures import State
from tests.support.kept_rounds import FACTS_TYPES, START, round_

LENGTHS = {"1d": timedelta(days=1), "3d": timedelta(days=3)}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'x.sqlite3'}", facts_types=FACTS_TYPES) as opened:
        yield opened


@pytest.mark.parametrize("seed", range(5))
def test_after_any_rounds_the_windows_are_what_the_store_says(store: Store, seed: int) -> None:
    chance, past, at = Random(seed), PastSpans(store, days=3), START
    for _ in range(60):
        at += timedelta(minutes=chance.choice((5, 60, 300, 2000)))
        names = [name for name in ("a", "b") if chance.random() < 0.8]
        taken = [round_(at, chance.choice(tuple(State)), portal=name, holds=chance.choice((10, 90))) for name in names]
        store.keep(taken)
        past.kept(taken)
        if chance.random() < 0.5:
            told = past.spent(["a", "b", "never"], end=at, lengths=LENGTHS)
            for window, length in LENGTHS.items():
                assert told[window] == store.availability(["a", "b", "never"], start=at - length, end=at)


def test_an_older_round_changes_nothing(store: Store) -> None:
    past, end = PastSpans(store, days=3), START + timedelta(hours=3)
    first = round_(START + timedelta(hours=1), portal="a")
    store.keep([first])
    before = past.spent(["a"], end=end, lengths=LENGTHS)
    past.kept([round_(START, State.DOWN, portal="a"), first])
    assert past.spent(["a"], end=end, lengths=LENGTHS) == before


def test_what_another_vantage_saw_too_late_takes_no_observed_time_away(store: Store) -> None:
    past, end = PastSpans(store, days=3), START + timedelta(hours=1)
    taken = round_(START, portal="a", holds=90)
    store.keep([taken])
    before = past.spent(["a"], end=end, lengths=LENGTHS)
    late = round_(START + timedelta(minutes=1), State.UNKNOWN, portal="a", holds=0, vantage="hn", late=True)
    store.keep([late])
    past.kept([late])
    assert past.spent(["a"], end=end, lengths=LENGTHS) == before
