"""Buckets empty as somebody asks and fill again with time, each for itself."""

import pytest

from monitor.web.limits import Buckets, key_of


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_is_let_through_and_then_one_at_a_time() -> None:
    clock = Clock()
    buckets = Buckets(rate=0.5, burst=3, monotonic=clock)
    assert [buckets.take("a") for _ in range(4)] == [None, None, None, 2.0]
    clock.now += 1
    assert buckets.take("a") == 1.0
    clock.now += 1
    assert buckets.take("a") is None
    clock.now += 1000
    assert [buckets.take("a") for _ in range(4)] == [None, None, None, 2.0]


def test_everybody_has_a_bucket_of_their_own() -> None:
    buckets = Buckets(rate=1, burst=1, monotonic=Clock())
    assert [buckets.take(key) for key in "aabb"] == [None, 1.0, None, 1.0]


def test_what_costs_more_waits_longer() -> None:
    buckets = Buckets(rate=1, burst=10, monotonic=Clock())
    assert buckets.take("a", cost=8) is None
    assert buckets.take("a", cost=8) == 6.0


def test_many_askers_do_not_fill_the_memory_and_who_asks_now_is_not_forgotten() -> None:
    buckets = Buckets(rate=1, burst=1, monotonic=Clock(), most=100)
    for number in range(1000):
        assert buckets.take(f"other {number}") is None
        assert (buckets.take("a") is None) is (number == 0)
    assert len(buckets._buckets) <= 101


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("unknown", "unknown", True),
    ],
)
def test_a_network_that_gives_out_addresses_by_the_million_is_one_asker(one: str, other: str, same: bool) -> None:
    assert (key_of(one) == key_of(other)) is same
