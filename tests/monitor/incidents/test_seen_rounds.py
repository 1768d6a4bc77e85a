"""Observations are put together again as the rounds that they were taken in."""

from dataclasses import replace
from datetime import timedelta

from monitor.incidents.records import Event, Happening
from monitor.incidents.seen_rounds import SeenRound, counted, last, opening, rounds_of
from probes.observe import Observation
from tests.support.incidents import incident
from tests.support.kept_rounds import START, after, observation

SECOND = timedelta(seconds=1)


def seen(minutes: float, *probes: str, attempt: int = 1) -> list[Observation]:
    """One look by these probes, a tenth of a second apart."""
    return [
        replace(observation(probe=probe, at=after(minutes) + number * SECOND / 10), attempt=attempt)
        for number, probe in enumerate(probes or ("reachability",))
    ]


def shape(rounds: tuple[SeenRound, ...]) -> list[list[tuple[int, int]]]:
    """By round and look: the attempt and how many probes looked."""
    return [[(look.attempt, len(look.observations)) for look in one.looks] for one in rounds]


def test_a_confirming_look_belongs_to_the_round_before_it() -> None:
    looks = [*seen(0, "reachability", "dns"), *seen(0.4, attempt=2), *seen(5), *seen(5.4, attempt=2), *seen(10)]
    assert shape(rounds_of(reversed(looks))) == [[(1, 2), (2, 1)], [(1, 1), (2, 1)], [(1, 1)]]


def test_a_confirming_look_whose_first_one_is_gone_stands_alone() -> None:
    assert shape(rounds_of([*seen(0), *seen(30, attempt=2)])) == [[(1, 1)], [(2, 1)]]


def test_only_rounds_count_in_which_a_probe_looked_that_the_rule_reads() -> None:
    rounds = rounds_of([*seen(0, "reachability", "dns"), *seen(5), *seen(10, "reachability", "dns")])
    assert [one.began for one in counted(rounds, ("dns", "sections"))] == [after(0), after(10)]
    assert counted(rounds, ()) == rounds


def test_opening_rounds_reach_from_the_first_failed_one_to_the_one_that_opened_it() -> None:
    rounds = rounds_of([item for minutes in (0, 5, 10, 15) for item in seen(minutes)])
    found = opening(rounds, incident(since=after(5), opened=after(10)))
    assert [one.began for one in found] == [after(5), after(10)]


def test_opening_rounds_of_one_that_went_on_are_those_of_its_present_stretch() -> None:
    rounds = rounds_of([item for minutes in range(0, 60, 5) for item in seen(minutes)])
    went_on = Event(incident="i-1", happening=Happening.WENT_ON, at=after(40), reason="", reason_en="")
    again = incident(since=after(30), opened=after(10), events=(went_on,))
    assert [one.began for one in opening(rounds, again)] == [after(30), after(35), after(40)]
    assert [one.began for one in last(rounds, again, most=2)] == [after(50), after(55)]


def test_the_last_rounds_of_an_open_incident_are_the_latest() -> None:
    rounds = rounds_of([item for minutes in range(0, 60, 5) for item in seen(minutes)])
    found = last(rounds, incident(since=START, opened=after(10)), most=2)
    assert [one.began for one in found] == [after(50), after(55)]


def test_the_last_rounds_of_a_resolved_one_are_the_last_bad_and_those_that_closed_it() -> None:
    rounds = rounds_of([item for minutes in range(0, 60, 5) for item in seen(minutes)])
    over = incident(since=START, opened=after(10), ended=after(30), resolved=after(35))
    assert [one.began for one in last(rounds, over, most=2)] == [after(20), after(25), after(30), after(35)]


def test_a_look_ends_when_its_last_probe_is_done() -> None:
    (one,) = rounds_of(seen(0, "reachability", "dns"))
    assert one.looks[0].ended == after(0) + SECOND / 10 + timedelta(seconds=0.4)


VANTAGES = {"local": ("vnpt", True), "hcm": ("fpt", False), "hue": ("fpt", False)}


def from_vantage(name: str, minutes: float, *, attempt: int = 1) -> list[Observation]:
    return [replace(item, vantage=name) for item in seen(minutes, attempt=attempt)]


def test_vantages_that_look_together_are_one_round_that_began_with_the_lead() -> None:
    first = [*from_vantage("hcm", -0.1), *seen(0, "reachability", "dns"), *from_vantage("hue", 0.1)]
    confirming = [*from_vantage("hcm", 0.3, attempt=2), *seen(0.4, attempt=2)]
    rounds = rounds_of([*first, *confirming, *seen(5), *from_vantage("hue", 5.1)], VANTAGES)
    assert [one.began for one in rounds] == [after(0), after(5)]
    assert [[(look.vantage, look.attempt) for look in one.looks] for one in rounds] == [
        [("local", 1), ("local", 2), ("hcm", 1), ("hcm", 2), ("hue", 1)],
        [("local", 1), ("hue", 1)],
    ]


def test_a_vantage_that_looks_while_the_lead_is_away_makes_a_round_of_its_own() -> None:
    rounds = rounds_of([*seen(0), *from_vantage("hcm", 5), *from_vantage("hue", 5.1), *seen(10)], VANTAGES)
    assert [(one.began, one.lead) for one in rounds] == [(after(0), "local"), (after(5), "hcm"), (after(10), "local")]
