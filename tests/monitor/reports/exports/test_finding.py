"""Tables are found by being there, and each keeps what it promises."""

import pytest

from monitor.reports.exports.contract import Table
from monitor.reports.exports.finding import find_tables

TABLES = tuple(find_tables().values())


def test_the_tables_that_people_take_away_are_there() -> None:
    assert set(find_tables()) >= {
        "agencies",
        "availability",
        "figures",
        "portals",
        "rules",
        "scores",
        "target_shares",
        "targets",
        "verdicts",
    }


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_keys_and_filters_are_columns_that_are_explained_in_both_languages(table: Table) -> None:
    names = [item.name for item in table.columns]
    assert len(set(names)) == len(names)
    assert {*table.key, *table.filters} <= set(names)
    assert all(item.vi and item.en for item in table.columns)
    assert all(table.column(name).always for name in table.key)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_name_of_a_table_fits_a_sheet(table: Table) -> None:
    assert len(f"MÔ PHỎNG {table.vi}") <= 31
    assert not set(table.vi) & set("[]:*?/\\")
