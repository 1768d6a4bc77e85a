"""What differs in numbers only is no news, and nothing else is taken for it."""

from dataclasses import replace

import pytest

from monitor.storage.counted import alike, counts_on
from tests.support.kept_rounds import verdict


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"days": 1}, {"days": 2.5}),
        ({"window": {"up": 0.99, "of": [1, 2]}}, {"window": {"up": 0.98, "of": (3, 4)}}),
        ({"state": "up", "seen": True, "last": None}, {"state": "up", "seen": True, "last": None}),
    ],
)
def test_numbers_may_differ_wherever_they_stand(one: object, other: object) -> None:
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"days": 1}, {"days": None}),
        ({"days": 1}, {"days": True}),
        ({"days": True}, {"days": 1}),
        ({"seen": True}, {"seen": False}),
        ({"a": 1}, {"b": 1}),
        ({"a": 1}, {"a": 1, "b": 1}),
        ([1, 2], [1, 2, 3]),
        ({"a": {}}, {"a": []}),
        ("1", "2"),
        ([1], {"0": 1}),
    ],
)
def test_anything_else_that_differs_is_news(one: object, other: object) -> None:
    assert not alike(one, other)
    assert not alike(other, one)


def test_a_verdict_counts_on_only_while_its_words_are_the_same() -> None:
    first = replace(verdict(), evidence={"days": 1})
    assert counts_on(first, replace(first, evidence={"days": 2}))
    assert not counts_on(first, replace(first, reason=f"{first.reason}!"))
    assert not counts_on(first, replace(first, evidence={"days": "2"}))
    assert not counts_on(first, replace(first, weight=first.weight + 1))
