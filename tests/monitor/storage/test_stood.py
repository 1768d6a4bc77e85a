"""History as the store tells it: states in a window, availability, and figures that change."""

from datetime import timedelta

import pytest

from monitor.rules.contract import Span
from monitor.storage.store import Store
from probes.failures import FailureKind, State, failed
from tests.support.kept_rounds import PORTAL, after, counted, counts, figure, observation, reachability, round_


def values(store: Store, key: str = "dossiers_received") -> list[float]:
    return [item.figure.value for item in store.figure_history(PORTAL, key)]


def test_availability_counts_unobserved_time_apart(store: Store) -> None:
    store.keep([round_(after(0)), round_(after(5), State.DOWN), round_(after(30))])
    spent = store.availability(start=after(-10), end=after(45))[PORTAL]
    assert spent == {"up": 15 * 60.0, "down": 10 * 60.0, "unobserved": 30 * 60.0}


def test_history_ends_at_the_time_asked_for_and_begins_with_what_reaches_into_the_window(store: Store) -> None:
    store.keep([round_(after(0), holds=60), round_(after(60), State.DOWN, holds=60)])
    assert store.history(PORTAL, until=after(90), days=0.03).spans == (
        Span(state=State.UP, start=after(0), end=after(60)),
        Span(state=State.DOWN, start=after(60), end=after(90)),
    )
    assert store.history(PORTAL, until=after(90), days=0.01).spans[0].state is State.DOWN
    assert store.history(PORTAL, until=after(0)).spans == ()


def test_the_present_state_began_where_its_spans_have_no_gap(store: Store) -> None:
    store.keep([round_(after(minute)) for minute in (0, 5, 15)])
    assert store.standings()[0].since == after(0)
    store.keep([round_(after(26))])
    assert store.standings()[0].since == after(26)


def test_a_figure_is_stored_when_it_changes_and_else_seen_again(store: Store) -> None:
    for minute, value in ((0, 100), (5, 100), (10, 101), (15, 101)):
        store.keep([counted(after(minute), figure(value))])
    first, second = store.figure_history(PORTAL, "dossiers_received")
    assert (first.figure.value, first.first_seen, first.last_seen) == (100, after(0), after(5))
    assert (second.figure.value, second.first_seen, second.last_seen) == (101, after(10), after(15))
    assert [item.figure.value for item in store.standings()[0].figures] == [101]


def test_a_batch_gives_the_same_figure_rows_as_round_after_round(store: Store) -> None:
    store.keep([counted(after(minute), figure(value)) for minute, value in ((0, 1), (5, 1), (10, 2), (15, 1))])
    assert values(store) == [1, 2, 1]
    assert [item.last_seen for item in store.figure_history(PORTAL, "dossiers_received")] == [
        after(5),
        after(10),
        after(15),
    ]


def test_a_new_as_of_day_is_a_new_row_but_no_change_of_the_value(store: Store) -> None:
    day = after(0).date()
    store.keep([counted(after(0), figure(5, as_of=day))])
    store.keep([counted(after(5), figure(5, as_of=day + timedelta(days=1)))])
    assert values(store) == [5, 5]
    assert store.standings()[0].figures[0].changed == after(0)


def test_a_figure_that_a_later_reading_lacks_is_no_longer_shown_but_stays_in_history(store: Store) -> None:
    store.keep([counted(after(0), figure(1), figure(2, key="dossiers_open"))])
    store.keep([counted(after(5), figure(1))])
    assert [item.figure.key for item in store.standings()[0].figures] == ["dossiers_received"]
    assert values(store, "dossiers_open") == [2]


@pytest.mark.parametrize(
    "unread",
    [
        observation(counts(), probe="published_counts", at=after(5)),
        observation(None, probe="published_counts", at=after(5), failure=failed(FailureKind.EMPTY, "trống")),
        observation(reachability(), at=after(5)),
    ],
    ids=["nothing read", "failed", "not looked at"],
)
def test_figures_stand_while_nothing_newer_was_read(store: Store, unread: object) -> None:
    store.keep([counted(after(0), figure(1))])
    store.keep([round_(after(5), observations=(unread,))])
    kept = store.standings()[0].figures
    assert [(item.figure.value, item.last_seen) for item in kept] == [(1, after(0))]


def test_figures_that_differ_only_in_place_are_kept_apart(store: Store) -> None:
    for minute in (0, 5):
        store.keep([counted(after(minute), figure(1, where="td.a"), figure(2, where="td.b"))])
    assert [item.figure.value for item in store.standings()[0].figures] == [1, 2]
    assert len(store.figure_history(PORTAL, "dossiers_received")) == 2
