"""The schema: the migrations lead to the tables that the program uses, and nobody works with a newer one."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlmodel import SQLModel

from monitor.storage import schema
from monitor.storage.engine import writing
from monitor.storage.errors import StoreError
from monitor.storage.months import partitions
from monitor.storage.store import Store
from monitor.storage.upkeep import existing, upgrade_store
from tests.support.kept_rounds import round_


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
