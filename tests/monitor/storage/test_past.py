"""Looks are read back for a stretch of time, with what was known before; what retention took is told."""

from datetime import UTC, datetime, timedelta

from monitor.rules.contract import Span
from monitor.storage.prune import Retention, prune
from monitor.storage.store import Store
from probes.failures import FailureKind, State, failed
from tests.support.kept_rounds import (
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

REFUSED = failed(FailureKind.CONNECTION_REFUSED, "không kết nối được")
AGE = timedelta(hours=72)


def test_looks_come_back_as_they_were_and_in_their_order(store: Store) -> None:
    page = landing_page(400)
    seen = observation(page, probe="landing_page", at=after(0)), observation(reachability(), at=after(0.1))
    store.keep([round_(after(0), observations=seen)])
    store.keep(
        [round_(after(5), State.DOWN, observations=(observation(reachability(), failure=REFUSED, at=after(5)),))]
    )
    past = store.past(PORTAL, start=START, end=after(60))
    assert [(look.probe, look.at, look.attempt) for look in past.looks] == [
        ("landing_page", after(0), 1),
        ("reachability", after(0.1), 1),
        ("reachability", after(5), 1),
    ]
    assert [look.facts for look in past.looks] == [page, reachability(), reachability()]
    assert [look.failure for look in past.looks] == [None, None, REFUSED]


def test_the_same_facts_are_the_same_object(store: Store) -> None:
    for at in (10, 15):
        looks = (observation(landing_page(400), probe="landing_page", at=after(at)),)
        store.keep([round_(after(at), observations=looks)])
    first, second = store.past(PORTAL, start=after(10), end=after(60)).looks
    assert first.facts == landing_page(400)
    assert first.facts is second.facts


def test_the_end_is_not_part_of_it_and_the_spans_reach_back_further(store: Store) -> None:
    store.keep([round_(after(0)), round_(after(5), State.DOWN), round_(after(10))])
    past = store.past(PORTAL, start=after(5), end=after(10), days=1)
    assert [look.at for look in past.looks] == [after(5)]
    assert past.spans == (
        Span(state=State.UP, start=after(0), end=after(5)),
        Span(state=State.DOWN, start=after(5), end=after(10)),
    )
    assert store.past(PORTAL, start=after(8), end=after(9), days=0).spans == past.spans[1:]


def test_figures_are_those_of_the_last_reading_before(store: Store) -> None:
    for at, value in ((0, 5), (10, 5), (20, 6)):
        look = observation(counts(figure(value)), probe="published_counts", at=after(at))
        store.keep([round_(after(at), observations=(look,))])

    def shown(at: float) -> list[float]:
        return [item.value for item in store.past(PORTAL, start=after(at), end=after(at + 1)).figures]

    assert [shown(at) for at in (0, 5, 15, 20, 25)] == [[], [5], [5], [5], [6]]


def test_the_last_round_comes_with_the_daily_facts_it_was_judged_by(store: Store) -> None:
    daily = observation(counts(figure(5)), probe="published_counts", at=after(0))
    store.keep([round_(after(0), observations=(daily, observation(reachability(), at=after(0.1))))])
    store.keep([round_(after(at), observations=(observation(reachability(), at=after(at)),)) for at in (60, 120, 180)])
    last = store.last_past(PORTAL, age=AGE)
    assert last is not None
    assert [(look.probe, look.at) for look in last.looks] == [
        ("published_counts", after(0)),
        ("reachability", after(180)),
    ]
    by_then = store.last_past(PORTAL, age=timedelta(minutes=90), before=after(120))
    assert by_then is not None
    assert [(look.probe, look.at) for look in by_then.looks] == [
        ("published_counts", after(0)),
        ("reachability", after(60)),
    ]
    assert store.last_past(PORTAL, age=AGE, before=after(0)) is None
    assert store.last_past("nobody", age=AGE) is None


def test_what_is_stored_tells_from_when_on_it_is_complete(store: Store) -> None:
    assert store.stored().first is None
    store.keep([round_(after(0)), round_(after(60))])
    stored = store.stored()
    assert (stored.first, stored.last, stored.complete_from) == (after(0), after(60), None)
    month = datetime(2022, 9, 1, tzinfo=UTC)  # one that begins: looks go by whole months on PostgreSQL
    now = month + timedelta(days=30)
    prune(store.engine, now=now, retention=Retention())
    assert store.stored().complete_from == month
    prune(store.engine, now=now - timedelta(days=1), retention=Retention())
    assert store.stored().complete_from == month
