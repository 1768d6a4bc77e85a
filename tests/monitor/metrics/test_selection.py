"""A scrape asks for what there is, and hears in one line what cannot be asked for."""

import re

import pytest

from monitor.metrics.selection import EVERYTHING, Selection, selection

AGENCIES = ("x-vinh-mau", "y-an-mau")


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ({}, EVERYTHING),
        ({"shard": ["1/1"]}, Selection(shard=(1, 1))),
        ({"shard": ["3/12"], "aggregates": ["0"]}, Selection(shard=(3, 12), aggregates=False)),
        ({"portals": ["0"]}, Selection(portals=False)),
        ({"portals": ["1"], "aggregates": ["1"]}, EVERYTHING),
        ({"agency": ["x-vinh-mau", "y-an-mau"]}, Selection(agencies=frozenset(AGENCIES))),
    ],
)
def test_what_is_asked_for_is_understood(asked: dict[str, list[str]], meant: Selection) -> None:
    assert selection(asked, agencies=AGENCIES) == meant


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"shard": ["0/4"]}, "shard='0/4': expected K/N with 1 <= K <= N <= 1000"),
        ({"shard": ["5/4"]}, "shard='5/4': expected K/N with 1 <= K <= N <= 1000"),
        ({"shard": ["1/1001"]}, "shard='1/1001': expected K/N with 1 <= K <= N <= 1000"),
        ({"shard": ["1"]}, "shard='1': expected K/N with 1 <= K <= N <= 1000"),
        ({"shard": ["1/٣"]}, r"shard='1/\u0663': expected K/N with 1 <= K <= N <= 1000"),
        ({"shard": ["a/b\n"]}, r"shard='a/b\n': expected K/N with 1 <= K <= N <= 1000"),
        ({"shard": ["1/2", "2/2"]}, "shard: given 2 times; expected once"),
        ({"agency": ["nobody"]}, "agency='nobody': expected an agency of the catalogue"),
        ({"portals": ["none"]}, "portals='none': expected 0 or 1"),
        ({"aggregates": [""]}, "aggregates='': expected 0 or 1"),
        ({"name[]": ["up"]}, "name[]: no such parameter; there are agency, aggregates, portals, shard"),
    ],
)
def test_what_cannot_be_asked_for_is_told_in_one_line(asked: dict[str, list[str]], why: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(why)}$"):
        selection(asked, agencies=AGENCIES)


def test_a_portal_is_in_one_shard_the_same_on_every_machine() -> None:
    shards = [part for part in range(1, 5) if Selection(shard=(part, 4)).holds("x-vinh-mau.portal", "x-vinh-mau")]
    assert shards == [3]


def test_shards_are_of_one_size() -> None:
    assert 200 < sum(Selection(shard=(2, 4)).holds(str(number), "x") for number in range(1000)) < 300
