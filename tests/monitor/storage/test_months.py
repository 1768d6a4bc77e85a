"""Tables divided by month have the months that are needed, before they are needed."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from sqlalchemy.exc import OperationalError

from monitor.records import Round
from monitor.storage.engine import writing
from monitor.storage.months import DIVIDED, Month, make_room, partitions
from monitor.storage.store import Store
from monitor.storage.writer import Writer
from tests.support.kept_rounds import PORTAL, observation, reachability, round_
from tests.support.postgres import new_database


def months(store: Store, table: str = "observation") -> list[str]:
    with store.engine.connect() as connection:
        return [item.name.removeprefix(f"{table}_") for item in partitions(connection) if item.table == table]


def seen_at(*moments: datetime) -> list[Round]:
    return [round_(at, observations=(observation(reachability(), at=at),)) for at in moments]


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        (datetime(2026, 1, 1, tzinfo=UTC), Month(2026, 1)),
        (datetime(2026, 1, 31, 23, 59, 59, 999999, tzinfo=UTC), Month(2026, 1)),
        (datetime(2026, 2, 1, 6, 59, tzinfo=timezone(timedelta(hours=7))), Month(2026, 1)),
        (datetime(2026, 2, 1, 7, 0, tzinfo=timezone(timedelta(hours=7))), Month(2026, 2)),
    ],
)
def test_a_month_is_one_of_utc(moment: datetime, month: Month) -> None:
    assert Month.of(moment) == month
    assert month.starts <= moment < month.next.starts


def test_december_is_followed_by_january() -> None:
    assert Month(2026, 12).next == Month(2027, 1)
    assert Month(2026, 12) < Month(2027, 1)


def test_a_file_is_not_divided(tmp_path: object) -> None:
    with Store.open(f"sqlite:///{tmp_path}/s.sqlite3") as store, writing(store.engine) as connection:
        make_room(connection, [datetime(2026, 1, 1, tzinfo=UTC)])
        assert partitions(connection) == ()


@pytest.fixture
def divided(server: str) -> Store:
    """A store on a server."""
    return Store.open(new_database(server))


def test_a_new_store_has_the_present_month_and_the_next(divided: Store) -> None:
    with divided as store, store.engine.connect() as connection:
        now = datetime.now(UTC)
        present = Month.of(now)
        for table in DIVIDED:
            there = {item.month for item in partitions(connection) if item.table == table}
            assert there in ({present, present.next}, {Month.of(now - timedelta(days=1)), present})


def test_whoever_keeps_a_look_makes_its_month_and_the_next(divided: Store) -> None:
    with divided as store:
        before = set(months(store))
        store.keep(seen_at(datetime(2022, 11, 30, 23, 59, tzinfo=UTC), datetime(2022, 12, 1, tzinfo=UTC)))
        assert set(months(store)) - before == {"2022_11", "2022_12", "2023_01"}
        assert set(months(store, "look_hour")) - before == {"2022_11", "2022_12", "2023_01"}
        assert len(store.observations(PORTAL)) == 2


def test_a_late_look_makes_the_month_that_was_let_go_of(divided: Store) -> None:
    with divided as store:
        store.keep(seen_at(datetime(2022, 8, 8, tzinfo=UTC)))
        store.keep(seen_at(datetime(2019, 2, 28, tzinfo=UTC)))
        assert months(store)[:2] == ["2019_02", "2019_03"]
        assert len(store.observations(PORTAL)) == 2


def test_months_are_made_while_others_read_and_in_any_zone_of_the_server(server: str) -> None:
    url = new_database(server) + "&options=-c%20timezone=Asia/Ho_Chi_Minh"
    with Store.open(url) as store, store.engine.connect() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM observation")  # and goes on reading
        moments = [datetime(2022, 8, 31, 17, tzinfo=UTC), datetime(2022, 8, 31, 23, 59, tzinfo=UTC)]
        store.keep(seen_at(*moments))
        assert {item.at for item in store.observations(PORTAL)} == set(moments)
        assert "2022_08" in months(store)


def test_who_may_not_make_a_month_loses_no_round_over_it(server: str) -> None:
    url, role = new_database(server), f"r{uuid4().hex}"
    with Store.open(url) as store, writing(store.engine) as connection:
        connection.exec_driver_sql(f"CREATE ROLE {role} LOGIN")
        connection.exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
    with Store.open(url.replace("//emc@", f"//{role}@")) as store, Writer(store, linger=0.01, attended=True) as writer:
        for item in seen_at(datetime(2022, 8, 8, tzinfo=UTC), datetime(2022, 9, 8, tzinfo=UTC)):
            writer.put(item)
        assert not writer.drain(1)
        assert writer.length() == 2
        assert "permission denied" in str(writer.trouble)
        with Store.open(url) as owner, writing(owner.engine) as connection:
            make_room(connection, [datetime(2022, month, 8, tzinfo=UTC) for month in (8, 9)])
            for table in ("observation", "look_hour"):
                connection.exec_driver_sql(f"GRANT ALL ON {table} TO {role}")
        assert writer.drain(60)
        assert len(store.observations(PORTAL)) == 2


def test_a_table_in_the_way_of_a_month_is_no_fault_of_the_rounds(divided: Store) -> None:
    with divided as store:
        with writing(store.engine) as connection:
            connection.exec_driver_sql("CREATE TABLE observation_2022_08 (id text)")
        with pytest.raises(OperationalError, match="already exists"):
            store.keep(seen_at(datetime(2022, 8, 8, tzinfo=UTC)))
