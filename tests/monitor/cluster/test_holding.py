"""A message is acknowledged when all of it is kept, each of its deliveries once."""

from monitor.cluster.holding import Holding

A, B = ("a", "round", "hn"), ("b", "round", "hn")


def test_a_message_is_ready_when_its_last_part_is_kept() -> None:
    holding = Holding()
    holding.hold("m", "message", [A, B])
    holding.kept([A])
    assert holding.ready() == []
    holding.kept([B])
    assert holding.ready() == ["message"]
    assert holding.ready() == []
    assert len(holding) == 0


def test_a_message_without_any_part_is_ready_at_once() -> None:
    holding = Holding()
    holding.hold("m", "message", [])
    assert holding.ready() == ["message"]


def test_every_delivery_is_acknowledged() -> None:
    holding = Holding()
    holding.hold("m", "first", [A])
    assert holding.known("m", "second")
    holding.kept([A])
    assert holding.ready() == ["first", "second"]
    assert holding.known("m", "third")
    assert holding.ready() == ["third"]


def test_deliveries_of_a_lost_line_are_not_acknowledged_over_another() -> None:
    holding = Holding()
    holding.hold("m", "first", [A])
    holding.lost()
    assert holding.known("m", "again")
    holding.kept([A])
    assert holding.ready() == ["again"]


def test_what_was_kept_while_the_line_was_lost_is_acknowledged_when_it_comes_again() -> None:
    holding = Holding()
    holding.hold("m", "first", [A])
    holding.lost()
    holding.kept([A])
    assert holding.ready() == []
    assert holding.known("m", "again")
    assert holding.ready() == ["again"]


def test_a_part_that_another_message_brought_before_is_waited_for_there() -> None:
    holding = Holding()
    holding.hold("m", "first", [A])
    holding.hold("n", "second", [A])
    assert holding.ready() == ["second"]
    holding.kept([A])
    assert holding.ready() == ["first"]


def test_what_nobody_holds_may_be_kept() -> None:
    Holding().kept([A])
