"""Strict reading of a table: every mistake is noted, none stops the reading."""

from enum import StrEnum

import pytest

from monitor.rules.table import COUNT, DAY, FLAG, TEXT, TEXTS, WEIGHT, Form, Table, one_of, shown, some_of
from probes.mistakes import Mistake


class Fruit(StrEnum):
    PLUM = "plum"
    PEAR = "pear"


def read(form: Form[object], value: object) -> list[str]:
    mistakes: list[Mistake] = []
    Table({"key": value}, file="a.toml", where="", mistakes=mistakes).need("key", form)
    return [mistake.wrong for mistake in mistakes]


@pytest.mark.parametrize(
    ("form", "value"),
    [
        (TEXT, ""),
        (TEXT, 3),
        (FLAG, 1),
        (DAY, "2026-07-01"),
        (WEIGHT, -1),
        (WEIGHT, 101),
        (WEIGHT, True),
        (WEIGHT, float("nan")),
        (COUNT, -1),
        (COUNT, 1.5),
        (TEXTS, []),
        (TEXTS, "one"),
        (TEXTS, ["one", ""]),
        (one_of(Fruit, Fruit.PLUM), "kiwi"),
        (one_of(Fruit, Fruit.PLUM), ["plum"]),
        (some_of(Fruit), ["plum", "kiwi"]),
        (some_of(Fruit), "plum"),
    ],
)
def test_a_value_of_another_form_is_noted(form: Form[object], value: object) -> None:
    assert read(form, value) == [f"{shown(value)} is not allowed"]


def test_every_mistake_of_a_table_is_noted_with_its_place() -> None:
    mistakes: list[Mistake] = []
    table = Table({"inner": {"b": 1}, "c": 2, "rows": 3}, file="a.toml", where="top", mistakes=mistakes)
    inner = table.table("inner")
    inner.need("a", TEXT)
    inner.done()
    table.tables("rows")
    table.done()
    assert [str(mistake) for mistake in mistakes] == [
        "a.toml: top.inner.a: missing; expected a text that is not empty",
        "a.toml: top.inner.b: unknown key; expected no such key",
        "a.toml: top.rows: not an array of tables; expected at least one [[rows]]",
        "a.toml: top.c: unknown key; expected no such key",
    ]


def test_a_table_that_is_missing_is_one_mistake_and_not_many() -> None:
    mistakes: list[Mistake] = []
    Table({}, file="a.toml", where="", mistakes=mistakes).table("law").need("article", TEXT)
    assert [str(mistake) for mistake in mistakes] == ["a.toml: law: missing; expected a table [law]"]


def test_a_long_value_is_cut_short() -> None:
    assert len(shown("x" * 500)) == 60
