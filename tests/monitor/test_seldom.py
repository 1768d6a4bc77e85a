"""Trouble that goes on is said when it changes, and else once in five minutes."""

from collections.abc import Iterator

from monitor.seldom import EVERY, Seldom


def clock(*seconds: float) -> Iterator[float]:
    return iter(seconds)


def test_the_same_trouble_is_said_again_after_five_minutes_only() -> None:
    seldom = Seldom(monotonic=clock(0, 3, EVERY - 1, EVERY, EVERY + 3).__next__)
    assert [seldom.worth_saying("disk full") for _ in range(5)] == [True, False, False, True, False]


def test_another_trouble_is_said_at_once_but_two_that_take_turns_are_not_said_each_time() -> None:
    seldom = Seldom(monotonic=clock(*range(6)).__next__)
    said = [seldom.worth_saying(words) for words in ("full", "locked", "full", "locked", "damaged", "full")]
    assert said == [True, True, False, False, True, False]


def test_what_comes_back_after_it_was_over_is_new() -> None:
    seldom = Seldom(monotonic=clock(0, 1).__next__)
    assert not seldom.over()
    assert seldom.worth_saying("full")
    assert seldom.over()
    assert not seldom.over()
    assert seldom.worth_saying("full")
