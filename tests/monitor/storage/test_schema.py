"""The schema: the migrations lead to the tables that the program uses, and nobody works with a newer one."""

from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, text
from sqlmodel import SQLModel

from monitor.records import Round
from monitor.storage import schema
from monitor.storage.check import check
from monitor.storage.engine import connect, writing
from monitor.storage.errors import StoreError
from monitor.storage.location import parse
from monitor.storage.look_counts import read_days, read_hours
from monitor.storage.months import partitions
from monitor.storage.present import load_present
from monitor.storage.rows import prepare
from monitor.storage.store import Store
from monitor.storage.tables import FACTS_PART, LAST_LOOK, LAST_ROUND, OBSERVATION, STATE_SPAN
from monitor.storage.upkeep import existing, upgrade_store
from probes.failures import FailureKind, failed
from tests.support.kept_rounds import FACTS_TYPES, after, landing_page, observation, reachability, round_


def test_migrations_from_empty_give_the_tables_of_the_program(store: Store) -> None:
    with store.engine.connect() as connection:
        parts = {item.name for item in partitions(connection)}
        opts = {"compare_type": True, "include_name": lambda name, *_: name not in parts}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, SQLModel.metadata) == []


def test_upgrading_tells_from_where_to_where_and_the_second_time_does_nothing(url: str) -> None:
    assert upgrade_store(url) == (None, schema.newest())
    assert upgrade_store(url) == (schema.newest(), schema.newest())


def test_a_store_is_opened_again_with_what_it_holds(url: str) -> None:
    with Store.open(url) as first:
        first.keep([round_()])
    with Store.open(url) as again:
        assert len(again.standings()) == 1


def test_a_store_of_a_newer_program_is_refused_and_left_alone(url: str) -> None:
    with Store.open(url) as store, writing(store.engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for attempt in (Store.open, upgrade_store):
        with pytest.raises(StoreError, match=r"written by a newer emc-monitor .*9999"):
            attempt(url)


def test_a_demo_and_the_real_world_are_never_mixed(url: str) -> None:
    Store.open(url, simulation="2022-08").close()
    with pytest.raises(StoreError, match="simulated estate 2022-08, and this run looks at the real world"):
        Store.open(url)
    with pytest.raises(StoreError, match="never mixed"):
        Store.open(url, simulation="2026-11")
    Store.open(url, simulation="2022-08").close()


def test_a_store_of_the_first_program_keeps_its_verdicts_which_say_nothing_of_a_cause(url: str) -> None:
    with Store.open(url) as store:
        store.keep([round_()])
        before = store.standings()[0].verdicts
    with existing(url) as engine, writing(engine) as connection:
        config = schema._config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
        assert schema.present(connection) == "0001"
    assert upgrade_store(url) == ("0001", schema.newest())
    with Store.open(url) as again:
        after = again.standings()[0].verdicts
    assert {rule: item.verdict for rule, item in after.items()} == {rule: item.verdict for rule, item in before.items()}


def to(url: str, revision: str, *, down: bool = False) -> None:
    """Bring the schema to a revision."""
    with writing(engine := connect(parse(url))) as connection:
        config = schema._config()
        config.attributes["connection"] = connection
        (command.downgrade if down else command.upgrade)(config, revision)
    engine.dispose()


def story() -> list[Round]:
    """Looks of two portals over three months: seen, failed, and without times."""
    silent, broken = failed(FailureKind.EMPTY, "rỗng"), failed(FailureKind.MONITOR_FAULT, "lỗi của ta")
    rounds = []
    for hours in range(0, 24 * 70, 7):
        for portal, failure in (("p-1", None), ("p-2", silent if hours % 5 else broken)):
            at = after(hours * 60)
            facts = reachability(total=hours / 8, title='"total":9\x00') if failure is not broken else None
            seen = (
                observation(facts, at=at, portal=portal, failure=failure),
                observation(landing_page(links=80), probe="landing_page", at=at, portal=portal),
            )
            rounds.append(round_(at, portal=portal, observations=seen))
    return rounds


def all_of(store: Store) -> tuple[object, ...]:
    looks = {portal: store.observations(portal, limit=9999) for portal in ("p-1", "p-2")}
    hours = read_hours(store, start=after(0), end=after(99999999))
    return looks, store.standings(), hours, read_days(store, start=date(2022, 1, 1), end=date(2023, 1, 1))


def test_a_filled_store_from_before_months_keeps_every_look_and_has_them_counted(url: str, tmp_path: Path) -> None:
    rounds = [prepare(item) for item in story()]
    to(url, "0004")
    with existing(url) as engine, writing(engine) as connection:
        rows = [row for item in rounds for row in item.observations]
        connection.execute(insert(OBSERVATION), rows)
        parts = {row["sha256"]: row for item in rounds for row in item.parts}
        connection.execute(insert(FACTS_PART), list(parts.values()))
        last = {(row["portal"], row["probe"]): row for row in rows}
        seen = {(row["portal"], row["probe"]): row["id"] for row in rows if row["facts"] is not None}
        pointers = [
            {"portal": x, "probe": y, "observation": row["id"], "seen": seen[x, y]} for (x, y), row in last.items()
        ]
        connection.execute(insert(LAST_LOOK), pointers)
        presents = load_present(connection, {"p-1", "p-2"})
        moved = [presents[item.round.portal] for item in rounds if presents[item.round.portal].advance(item)]
        connection.execute(insert(LAST_ROUND), [moved[0].last, moved[1].last])
        spans = [row for present in moved[:2] for row in present.spans.values()]
        connection.execute(insert(STATE_SPAN), spans)
    assert upgrade_store(url) == ("0004", schema.newest())
    with (
        Store.open(url, facts_types=FACTS_TYPES) as upgraded,
        Store.open(f"sqlite:///{tmp_path / 'fresh.sqlite3'}", facts_types=FACTS_TYPES) as fresh,
    ):
        fresh.keep([item.round for item in rounds])
        assert all_of(upgraded) == all_of(fresh)
        upgraded.keep([item.round for item in rounds])  # nothing of it is new
        assert all_of(upgraded) == all_of(fresh)
    assert check(url) == ()


def test_the_way_back_from_months_keeps_every_look(url: str) -> None:
    with Store.open(url, facts_types=FACTS_TYPES) as store:
        store.keep(story())
        before = all_of(store)
    to(url, "0004", down=True)
    with Store.open(url, facts_types=FACTS_TYPES) as again:
        assert all_of(again) == before
    assert check(url) == ()
