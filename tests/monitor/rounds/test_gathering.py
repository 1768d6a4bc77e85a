"""Rounds that wait for other vantages: over when all have answered or their time is up, and told once."""

from dataclasses import replace

import pytest

from monitor.rounds.gathering import Gathered, Gathering, led_by_the_first
from monitor.rounds.round import look
from monitor.rounds.seen import Seen
from monitor.rounds.watch import Subject
from probes.failures import State
from probes.observe import Observation, Sight
from tests.support.rounds import recall, saying, subject, watch

PORTAL = subject()


def sight(said: State = State.UP) -> Sight:
    return look(watch(saying(said)), PORTAL, recall())


def seen(vantage: str, network: str = "viettel") -> Seen:
    return Seen(vantage=vantage, network=network, first=sight())


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Told:
    """A gathering of 10 seconds with what it told."""

    def __init__(self, *, most: int = 100) -> None:
        self.clock = Clock()
        self.over: list[Gathered] = []
        self.gathering = Gathering(window=10, monotonic=self.clock, over=self.over.append, most=most)

    def begin(self, *asked: str, looking: bool = True, who: Subject = PORTAL, name: str = "one") -> None:
        self.gathering.begin(who, recall(), asked=dict.fromkeys(asked, name), looking=looking)

    def names(self) -> list[set[str]]:
        return [{item.vantage for item in one.elsewhere} for one in self.over]


def test_a_round_is_over_when_we_and_all_others_have_looked() -> None:
    told = Told()
    told.begin("hn", "hcm")
    assert told.gathering.seen("a.portal", "one", seen("hn"))
    assert told.gathering.looked("a.portal", sight(), None)
    assert told.over == []
    assert told.gathering.seen("a.portal", "one", seen("hcm"))
    assert told.names() == [{"hn", "hcm"}]
    assert len(told.gathering) == 0


def test_after_its_time_a_round_waits_for_nobody_but_us() -> None:
    told = Told()
    told.begin("hn")
    told.clock.now = 11
    told.gathering.overdue()
    assert told.over == []
    told.gathering.looked("a.portal", sight(), None)
    assert told.over[0].missing == {"hn"}


def test_before_its_time_a_round_waits() -> None:
    told = Told()
    told.begin("hn")
    told.gathering.looked("a.portal", sight(), None)
    told.clock.now = 9.9
    told.gathering.overdue()
    assert told.over == []
    told.clock.now = 10
    told.gathering.overdue()
    told.gathering.overdue()
    assert len(told.over) == 1


@pytest.mark.parametrize(
    ("portal", "name", "vantage"),
    [("b.portal", "one", "hn"), ("a.portal", "another", "hn"), ("a.portal", "one", "nobody asked")],
)
def test_what_belongs_to_no_open_round_is_too_late(portal: str, name: str, vantage: str) -> None:
    told = Told()
    told.begin("hn")
    assert not told.gathering.seen(portal, name, seen(vantage))


def test_a_vantage_answers_once() -> None:
    told = Told()
    told.begin("hn", "hcm")
    assert told.gathering.seen("a.portal", "one", seen("hn"))
    assert not told.gathering.seen("a.portal", "one", seen("hn"))


def test_one_vantage_cannot_answer_for_another_whose_name_of_the_round_it_does_not_know() -> None:
    told = Told()
    told.gathering.begin(PORTAL, recall(), asked={"hn": "ours", "hcm": "theirs"}, looking=True)
    assert not told.gathering.seen("a.portal", "ours", seen("hcm"))
    assert told.gathering.seen("a.portal", "theirs", seen("hcm"))


def test_who_is_gone_is_not_waited_for() -> None:
    told = Told()
    told.begin("hn", "hcm")
    told.gathering.looked("a.portal", sight(), None)
    told.gathering.absent("hn", {"a.portal": "another"})
    told.gathering.absent("hcm", {"a.portal": "one"})
    assert told.over == []
    told.gathering.absent("hn")
    assert told.over[0].missing == {"hn", "hcm"}


def test_without_looks_of_our_own_the_one_that_read_most_leads_and_then_the_first() -> None:
    told = Told()
    told.begin("hn", "hcm", looking=False)
    told.gathering.seen("a.portal", "one", seen("hn"))
    told.gathering.seen("a.portal", "one", seen("hcm"))
    assert led_by_the_first(told.over[0]).leader == "hn"
    first = seen("hcm").first
    more: tuple[Observation, ...] = (*first.observations, replace(first.observations[0], probe="landing_page"))
    whole = replace(seen("hcm"), first=replace(first, observations=more))
    both = replace(told.over[0], elsewhere=(seen("hn"), whole))
    led = led_by_the_first(both)
    assert led.leader == "hcm"
    assert led.first is whole.first
    assert len(led.elsewhere) == 2


def test_we_lead_where_we_looked() -> None:
    told = Told()
    told.begin("hn")
    told.gathering.seen("a.portal", "one", seen("hn"))
    told.gathering.looked("a.portal", sight(), sight())
    assert led_by_the_first(told.over[0]).leader is None


def test_where_nobody_looked_nothing_is_led() -> None:
    told = Told()
    told.begin("hn", looking=False)
    told.gathering.absent("hn")
    assert led_by_the_first(told.over[0]).first is None


def test_too_many_that_wait_let_the_oldest_go() -> None:
    told = Told(most=2)
    for number in range(3):
        told.begin("hn", who=subject(portal=f"{number}.portal"))
        told.gathering.looked(f"{number}.portal", sight(), None)
        told.clock.now += 1
    assert [one.subject.portal.id for one in told.over] == ["0.portal"]


def test_a_round_that_broke_is_forgotten() -> None:
    told = Told()
    told.begin("hn")
    told.gathering.forget("a.portal")
    assert not told.gathering.looked("a.portal", sight(), None)
    assert told.over == []


def test_a_look_nobody_gathers_is_the_rounds_own() -> None:
    assert not Told().gathering.looked("a.portal", sight(), None)
