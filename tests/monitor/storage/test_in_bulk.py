"""Many rows at once: the same outcome in both databases, whatever is there already and whatever is null."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from monitor.storage.engine import writing
from monitor.storage.in_bulk import Change, add_new, put_all
from monitor.storage.look_tables import LOOK_DAY
from monitor.storage.rows import PHASES, Row, prepare
from monitor.storage.store import Store
from monitor.storage.tables import MEMORY, OBSERVATION
from tests.support.kept_rounds import after, round_

SUMS = Change(add=("looks", "timed", "seconds"), least=("fastest",), most=("slowest",))


def day(portal: str, looks: int, seconds: float | None, **changes: object) -> Row:
    """A row of counted looks."""
    phases = dict.fromkeys(PHASES) | {f"{phase}_looks": 0 for phase in PHASES}
    timed = {"timed": int(seconds is not None), "seconds": seconds, "fastest": seconds, "slowest": seconds}
    name = {"day": date(2022, 8, 8), "portal": portal, "vantage": "local", "outcome": "seen", "looks": looks}
    return name | timed | phases | changes


def kept(store: Store) -> list[tuple[object, ...]]:
    columns = (LOOK_DAY.c[name] for name in ("portal", "looks", "timed", "seconds", "fastest", "slowest"))
    with store.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(*columns).order_by("portal"))]


def put(store: Store, *rows: Row, change: Change) -> None:
    with writing(store.engine) as connection:
        put_all(connection, LOOK_DAY, rows, change=change)


def test_values_are_added_to_those_that_are_there_and_null_is_none(store: Store) -> None:
    put(store, day("a", 1, 0.5), day("b", 1, None), day("c", 1, 2), change=SUMS)
    put(store, day("a", 2, 1.5), day("b", 2, 0.25), day("c", 3, None), change=SUMS)
    assert kept(store) == [("a", 3, 2, 2.0, 0.5, 1.5), ("b", 3, 1, 0.25, 0.25, 0.25), ("c", 4, 1, 2.0, 2.0, 2.0)]


def test_columns_that_are_null_in_every_row_are_written_as_null(store: Store) -> None:
    put(store, day("a", 1, None), day("b", 1, None), change=SUMS)
    assert kept(store) == [("a", 1, 0, None, None, None), ("b", 1, 0, None, None, None)]


def test_without_a_change_what_is_there_stays(store: Store) -> None:
    put(store, day("a", 1, 0.5), change=Change())
    put(store, day("a", 9, 9.5), day("b", 2, 0.5), change=Change())
    assert [row[:2] for row in kept(store)] == [("a", 1), ("b", 2)]


def test_a_null_does_not_take_the_place_of_a_value_where_that_is_said(store: Store) -> None:
    change = Change(replace=("looks",), unless_null=("seconds",))
    put(store, day("a", 1, 0.5), change=change)
    put(store, day("a", 2, None), change=change)
    assert [row[1:4] for row in kept(store)] == [(2, 1, 0.5)]


def test_nothing_is_done_for_no_rows(store: Store) -> None:
    with writing(store.engine) as connection:
        put_all(connection, LOOK_DAY, [])
        assert add_new(connection, OBSERVATION, []) == frozenset()


def test_only_what_is_new_is_added_and_told(store: Store) -> None:
    rows = [row for minute in range(3) for row in prepare(round_(after(minute))).observations]
    store.keep([round_()])  # makes the month
    with writing(store.engine) as connection:
        assert add_new(connection, OBSERVATION, rows[:2]) == {rows[0]["id"], rows[1]["id"]}
        assert add_new(connection, OBSERVATION, [*rows, rows[2]]) == {rows[2]["id"]}


def test_a_refused_row_is_an_error_of_the_store_and_nothing_of_the_batch_stays(store: Store) -> None:
    rows = [{"portal": name, "probe": "p", "remembered": "{}"} for name in ("a", None)]
    with pytest.raises(DBAPIError), writing(store.engine) as connection:
        put_all(connection, MEMORY, rows)
    assert store.memories() == {}


def test_a_row_that_copying_refuses_is_an_error_of_the_store_too(store: Store) -> None:
    rows = [dict(row) for row in prepare(round_(datetime(2022, 8, 8, tzinfo=UTC))).observations]
    store.keep([round_()])
    with pytest.raises(DBAPIError), writing(store.engine) as connection:
        add_new(connection, OBSERVATION, [rows[0] | {"probe": None}])
