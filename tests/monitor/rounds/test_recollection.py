"""What is recollected between rounds is what the store would tell, however the rounds went."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.records import Round
from monitor.rounds.recollection import Recollection
from monitor.rounds.watch import Recall
from monitor.storage.store import Store
from probes.failures import FailureKind, State, failed
from tests.support.kept_rounds import (
    FACTS_TYPES,
    PORTAL,
    START,
    after,
    counts,
    figure,
    landing_page,
    observation,
    reachability,
    round_,
)
from tests.support.rounds import subject
from tests.support.vantages import round_from, seen_from

FAULT = failed(FailureKind.CONNECTION_REFUSED, "no answer")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'store.sqlite3'}", facts_types=FACTS_TYPES) as opened:
        yield opened


def taken(at: float, state: State, *, value: int | None = None, holds: float = 10, number: int = 0) -> Round:
    """A round at minute `at`, reading figures where a `value` is given."""
    moment = after(at)
    failure = FAULT if state is State.DOWN else None
    seen = [observation(reachability(state), at=moment, failure=failure)]
    if state is State.UP:
        seen.append(observation(landing_page(number), probe="landing_page", at=moment))
    if value is not None:
        seen.append(observation(counts(figure(value)), probe="published_counts", at=moment))
    remember = {"reachability": {"day": "2022-08-08"}, "landing_page": {"links": number}}
    return round_(moment, state, holds=holds, observations=tuple(seen), remember=remember)


def keep(store: Store, recollection: Recollection, round_: Round) -> None:
    news = recollection.news(round_)
    store.keep([news])
    recollection.learn(news)


def told(recall: Recall) -> tuple[object, ...]:
    return recall.memories, recall.history, recall.observations, recall.looked_daily


STEPS = st.lists(
    st.tuples(
        st.floats(0.1, 60 * 24 * 4),  # minutes since the last round
        st.sampled_from([State.UP, State.DOWN, State.BLOCKED]),
        st.one_of(st.none(), st.integers(1, 3)),
        st.floats(0, 60 * 24),
        st.integers(0, 40),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_it_tells_the_same_as_the_store_after_any_story(tmp_path_factory: pytest.TempPathFactory, steps) -> None:
    url = f"sqlite:///{tmp_path_factory.mktemp('story') / 'store.sqlite3'}"
    with Store.open(url, facts_types=FACTS_TYPES) as store:
        recollection, at = Recollection(store), 0.0
        for pause, state, value, holds, number in steps:
            at += pause
            carried = recollection.recall(PORTAL, now=after(at))
            assert told(carried) == told(Recollection(store).recall(PORTAL, now=after(at)))
            assert carried.history == store.history(PORTAL, until=after(at))
            keep(store, recollection, taken(at, state, value=value, holds=holds, number=number))


def test_a_round_that_is_not_newer_changes_nothing(store: Store) -> None:
    recollection = Recollection(store)
    recollection.recall(PORTAL, now=START)
    keep(store, recollection, taken(10, State.UP))
    keep(store, recollection, taken(5, State.DOWN))
    assert told(recollection.recall(PORTAL, now=after(20))) == told(Recollection(store).recall(PORTAL, now=after(20)))


def test_only_memories_that_differ_are_handed_to_the_store(store: Store) -> None:
    recollection = Recollection(store)
    recollection.recall(PORTAL, now=START)
    first = taken(0, State.UP, number=1)
    assert recollection.news(first).remember == first.remember
    keep(store, recollection, first)
    second = replace(taken(1, State.UP, number=2), since=START + timedelta(minutes=1))
    assert dict(recollection.news(second).remember) == {"landing_page": {"links": 2}}


def test_a_store_that_was_led_before_is_read_once(store: Store) -> None:
    store.keep([taken(0, State.UP, value=5)])
    recollection = Recollection(store)
    before = recollection.recall(PORTAL, now=after(1))
    store.keep([taken(2, State.DOWN)])  # nobody else's rounds come between: this one is not seen
    assert recollection.recall(PORTAL, now=after(1)) == before


def test_after_a_round_was_left_out_the_store_is_asked_again(store: Store) -> None:
    recollection = Recollection(store)
    recollection.recall(PORTAL, now=START)
    keep(store, recollection, taken(0, State.UP, number=1))
    lost = recollection.news(taken(5, State.DOWN, number=2))
    recollection.learn(lost)
    recollection.left_out(lost)
    assert told(recollection.recall(PORTAL, now=after(6))) == told(Recollection(store).recall(PORTAL, now=after(6)))
    assert recollection.recall(PORTAL, now=after(6)).memories["landing_page"] == {"links": 1}


def test_rounds_that_waited_behind_one_that_was_left_out_are_not_forgotten(store: Store) -> None:
    recollection = Recollection(store)
    recollection.recall(PORTAL, now=START)
    lost, behind, last = (recollection.news(taken(at, State.UP, number=int(at))) for at in (0, 5, 10))
    recollection.learn(lost)
    recollection.learn(behind)
    recollection.left_out(lost)
    recollection.recall(PORTAL, now=after(6))  # read while the second one still waits
    store.keep([behind])
    recollection.kept([behind])
    assert told(recollection.recall(PORTAL, now=after(7))) == told(Recollection(store).recall(PORTAL, now=after(7)))
    recollection.learn(last)
    store.keep([last])
    recollection.kept([last])
    recollection.recall(PORTAL, now=after(11))
    recollection.kept([last])  # the last one known of is in the store: from here on nothing is read again
    after_all = recollection.recall(PORTAL, now=after(11))
    store.keep([taken(12, State.DOWN)])
    assert recollection.recall(PORTAL, now=after(11)) == after_all


@pytest.mark.parametrize("seed", range(4))
def test_rounds_of_several_vantages_are_recollected_as_the_store_tells_them(store: Store, seed: int) -> None:
    random, recollection = Random(seed), Recollection(store)
    answers = (State.UP, FAULT, failed(FailureKind.BLOCKED, "403"), failed(FailureKind.MONITOR_OFFLINE, "cut off"))
    who = subject(portal=PORTAL)
    for number in range(8):
        at = after(5 * number)
        carried = recollection.recall(PORTAL, now=at)
        assert told(carried) == told(Recollection(store).recall(PORTAL, now=at))
        seen = [
            seen_from(name, f"net-{name}", random.choice(answers), now=lambda at=at: at, who=who)
            for name in ("hn", "hcm", "hue")[: random.randint(1, 3)]
        ]
        keep(store, recollection, round_from(*seen, known=carried, who=who, now=lambda at=at: at))
