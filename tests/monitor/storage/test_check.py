"""The check finds what is wrong, and nothing in a sound store."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Table, text, update

from monitor.storage.check import check
from monitor.storage.engine import writing
from monitor.storage.errors import StoreError
from monitor.storage.store import Store
from monitor.storage.tables import EVIDENCE, FACTS_PART, LAST_LOOK, LAST_ROUND, STATE_SPAN
from probes.failures import State
from tests.support.kept_rounds import after, evidence, landing_page, observation, reachability, round_
from tests.support.postgres import new_database


def fill(url: str) -> None:
    page = evidence()
    seen = observation(landing_page(links=100), probe="landing_page", pages=(page,))
    with Store.open(url) as store:
        looks = (seen, observation(reachability()))
        store.keep([round_(observations=looks, evidence=(page,)), round_(after(5), State.DOWN)])


def said_of(url: str) -> tuple[str, ...]:
    """The faults, or the sentence for a store that cannot be read so far."""
    try:
        return check(url)
    except StoreError as error:
        return (str(error),)


def spoil(url: str, table: Table, **values: object) -> None:
    with Store.open(url) as store, writing(store.engine) as connection:
        connection.execute(update(table).values(**values))


def test_a_sound_store_has_no_faults(url: str) -> None:
    fill(url)
    assert check(url) == ()


@pytest.mark.parametrize("table", [EVIDENCE, FACTS_PART], ids=lambda table: table.name)
@pytest.mark.parametrize("body", [b"no zlib", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_bytes_that_are_not_those_of_their_hash_are_found(url: str, table: Table, body: bytes) -> None:
    fill(url)
    spoil(url, table, body=body)
    faults = check(url)
    assert len(faults) == 1
    assert faults[0].startswith(f"{table.name}: ")


def test_overlapping_and_backward_spans_are_found(url: str) -> None:
    fill(url)
    spoil(url, STATE_SPAN, ends=after(20))
    assert any("while the one before lasts" in fault for fault in check(url))
    spoil(url, STATE_SPAN, ends=after(-20))
    assert any("before it starts" in fault for fault in check(url))


def test_a_present_state_without_its_span_is_found(url: str) -> None:
    fill(url)
    spoil(url, LAST_ROUND, state_since=after(99))
    assert any("has no span" in fault for fault in check(url))


def test_a_last_look_that_is_not_there_is_found(url: str) -> None:
    fill(url)
    spoil(url, LAST_LOOK, seen="o-lost")
    assert "last_look: the observation o-lost of p-mau.portal is not there" in check(url)


@pytest.fixture
def divided(server: str) -> str:
    """A filled store on a server."""
    url = new_database(server)
    fill(url)
    return url


def run(url: str, *statements: str) -> None:
    with Store.open(url) as store, writing(store.engine) as connection:
        for words in statements:
            connection.exec_driver_sql(words)


def test_a_month_that_is_lost_is_found(divided: str) -> None:
    run(divided, "DROP TABLE observation_2022_08")
    assert "observation: the part of 2022-08 is missing, where looks were counted" in check(divided)


def test_a_month_is_not_missed_for_the_hours_in_which_hanoi_is_ahead(server: str) -> None:
    url, at = new_database(server), datetime(2022, 8, 31, 18, tzinfo=UTC)
    with Store.open(url) as store:
        store.keep([round_(at, observations=(observation(reachability(), at=at),))])
    run(url, "DROP TABLE observation_2022_09")
    assert check(url) == ()


def test_a_month_that_is_not_attached_is_found(divided: str) -> None:
    run(divided, "ALTER TABLE observation DETACH PARTITION observation_2022_09")
    assert check(divided) == ("observation: observation_2022_09 is not attached, and what is in it is not read",)


@pytest.mark.parametrize(
    ("table", "bounds", "said"),
    [
        (
            "observation_2024_02",
            "FROM ('2024-02-01+00') TO ('2024-03-15+00')",
            "another stretch of time than its month",
        ),
        ("observation_2024_02", "FROM (MINVALUE) TO ('2020-01-01+00')", "another stretch of time than its month"),
        ("observation_2024_13", "FROM ('2024-02-01+00') TO ('2024-03-01+00')", "none of our months"),
        ("my_looks", "FROM ('2024-02-01+00') TO ('2024-03-01+00')", "none of our months"),
    ],
)
def test_a_part_that_is_not_its_month_is_found(divided: str, table: str, bounds: str, said: str) -> None:
    run(divided, f"CREATE TABLE {table} PARTITION OF observation FOR VALUES {bounds}")
    (fault,) = check(divided)
    assert fault.startswith(f"observation: {table} ")
    assert said in fault


def test_a_part_for_all_the_rest_is_found(divided: str) -> None:
    run(divided, "CREATE TABLE look_hour_rest PARTITION OF look_hour DEFAULT")
    assert "look_hour_rest is none of our months (DEFAULT)" in check(divided)[0]


def test_months_are_right_in_whatever_zone_the_server_is(divided: str) -> None:
    assert check(divided + "&options=-c%20timezone=Asia/Ho_Chi_Minh") == ()


def test_an_older_schema_is_told_and_nothing_else_is_looked_for(url: str) -> None:
    fill(url)
    with Store.open(url) as store, writing(store.engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert [fault.partition(",")[0] for fault in check(url)] == ["schema: 0001"]


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "s.sqlite3"
    fill(f"sqlite:///{file}")
    whole = bytearray(file.read_bytes())
    whole[4096 * 2 : 4096 * 6] = b"\xff" * 4096 * 4
    file.write_bytes(whole)
    assert said_of(f"sqlite:///{file}")


def test_a_store_that_is_not_there_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store"):
        check(f"sqlite:///{tmp_path / 's.sqlite3'}")
    assert not list(tmp_path.iterdir())
