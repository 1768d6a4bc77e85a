"""At most so many looks at one host or address at a time, in the order they came, and nobody is forgotten."""

import random
from collections import Counter
from collections.abc import Callable

import pytest

from monitor.rounds.turns import Turns, keys_of, overridden_hosts


def nothing() -> None:
    pass


def test_who_finds_no_place_gets_it_when_one_is_given_back_in_the_order_they_came() -> None:
    turns, began = Turns(2), []
    jobs: list[Callable[[], None]] = [lambda: began.append(3), lambda: began.append(4)]
    assert turns.take(("a",), nothing)
    assert turns.take(("a",), nothing)
    assert not turns.take(("a",), jobs[0])
    assert not turns.take(("a",), jobs[1])
    for _ in range(2):
        for job in turns.give_back(("a",)):
            job()
    assert began == [3, 4]


def test_another_host_is_not_held_up() -> None:
    turns = Turns(1)
    assert turns.take(("a",), nothing)
    assert not turns.take(("a",), nothing)
    assert turns.take(("b",), nothing)


def test_two_hosts_at_one_address_share_its_places() -> None:
    turns = Turns(1)
    assert turns.take(("a.test", "203.0.113.1"), nothing)
    assert not turns.take(("b.test", "203.0.113.1"), nothing)
    assert turns.give_back(("a.test", "203.0.113.1")) == [nothing]


def test_a_look_without_host_or_address_always_has_a_place() -> None:
    turns = Turns(1)
    assert all(turns.take((), nothing) for _ in range(10))
    assert turns.give_back(()) == []


@pytest.mark.parametrize("seed", range(5))
def test_everybody_has_a_turn_and_no_place_is_taken_twice(seed: int) -> None:
    chance, turns, limit = random.Random(seed), Turns(2), 2
    running: list[tuple[int, tuple[str, ...]]] = []
    ended: list[int] = []
    for number in range(300):
        keys = (f"h{chance.randrange(6)}", f"a{chance.randrange(3)}")[: chance.randrange(3)]

        def job(number: int = number, keys: tuple[str, ...] = keys) -> None:
            running.append((number, keys))

        if turns.take(keys, job):
            job()
        while len(running) > 4:
            _end_one(chance, turns, running, ended)
        assert all(count <= limit for count in Counter(key for _, keys in running for key in keys).values())
    while running:
        _end_one(chance, turns, running, ended)
    assert sorted(ended) == list(range(300))


def _end_one(chance: random.Random, turns: Turns, running: list[tuple[int, tuple[str, ...]]], ended: list[int]) -> None:
    number, keys = running.pop(chance.randrange(len(running)))
    ended.append(number)
    for job in turns.give_back(keys):
        job()


@pytest.mark.parametrize(
    ("url", "address", "expected"),
    [
        ("https://A.test/x", "203.0.113.1", ("a.test", "203.0.113.1")),
        ("https://a.test/", None, ("a.test",)),
        ("https://sent.test/", "203.0.113.1", ("sent.test",)),
        ("https://203.0.113.1:8443/", "203.0.113.1", ("203.0.113.1",)),
        ("https://a.test/", "127.0.0.1", ("a.test",)),
        ("http://127.0.0.1:8000/", "127.0.0.1", ()),
        ("http://[::1]/", "::1", ()),
        ("http://localhost/", "127.0.0.1", ()),
    ],
)
def test_the_host_counts_and_the_address_unless_it_is_ours(
    url: str, address: str | None, expected: tuple[str, ...]
) -> None:
    overridden = overridden_hosts({("sent.test", 443): ("203.0.113.1", 443)})
    assert keys_of(url, address, overridden=overridden) == expected
