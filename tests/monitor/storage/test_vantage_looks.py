"""What each vantage saw last is kept with since when, and one that is not heard of is not observed, never down."""

from dataclasses import replace
from datetime import datetime, timedelta

from monitor.records import Round
from monitor.storage.engine import reading
from monitor.storage.standing import VantageStanding
from monitor.storage.store import Store
from monitor.storage.vantage_looks import read_networks
from probes.failures import FailureKind, State, failed
from tests.support.rounds import NOW, subject
from tests.support.vantages import Answer, round_from, seen_from

LATE = failed(FailureKind.READ_TIMEOUT, "late \x00 words")
PORTAL = "a.portal"


def minutes(count: float) -> datetime:
    return NOW + timedelta(minutes=count)


def taken(at: float, *answers: tuple[str, Answer], portal: str = PORTAL) -> Round:
    """A round of these vantages, each in a network of its own."""
    who = subject(portal=portal)
    return round_from(
        *(seen_from(name, f"net-{name}", answer, now=lambda: minutes(at), who=who) for name, answer in answers),
        now=lambda: minutes(at),
        who=who,
    )


def standing(store: Store, portal: str = PORTAL) -> dict[str, VantageStanding]:
    (found,) = store.standings([portal])
    return {item.vantage: item for item in found.vantages}


def test_every_vantage_comes_back_with_its_network_and_why_it_does_not_see(store: Store) -> None:
    store.keep([taken(0, ("hn", State.UP), ("hcm", LATE))])
    hn, hcm = standing(store).values()
    assert (hn.vantage, hn.network, hn.lead, hn.state, hn.failure, hn.status) == (
        "hn",
        "net-hn",
        True,
        State.UP,
        None,
        200,
    )
    assert (hcm.vantage, hcm.lead, hcm.state, hcm.confirmed) == ("hcm", False, State.DOWN, True)
    assert hcm.failure is not None
    assert (hcm.failure.kind, hcm.failure.detail) == (FailureKind.READ_TIMEOUT, "late � words")


def test_a_state_is_dated_back_to_when_it_was_first_seen_from_there(store: Store) -> None:
    store.keep([taken(0, ("hn", State.UP), ("hcm", LATE)), taken(5, ("hn", State.UP), ("hcm", LATE))])
    store.keep([taken(10, ("hn", State.UP), ("hcm", State.UP))])
    found = standing(store)
    assert (found["hn"].since, found["hn"].at, found["hcm"].since) == (minutes(0), minutes(10), minutes(10))


def test_a_gap_in_which_nobody_looked_begins_anew(store: Store) -> None:
    store.keep([taken(0, ("hn", State.UP), ("hcm", LATE))])
    store.keep([taken(11, ("hn", State.UP), ("hcm", LATE))])
    assert standing(store)["hcm"].since == minutes(11)


def test_a_vantage_that_disappears_is_not_observed_and_not_down(store: Store) -> None:
    store.keep([taken(0, ("hn", State.UP), ("hcm", State.UP))])
    store.keep([taken(5, ("hn", State.UP))])
    store.keep([taken(10, ("hn", State.UP))])
    found = standing(store)
    assert [(item.vantage, item.observed(minutes(10))) for item in found.values()] == [("hn", True), ("hcm", False)]
    assert found["hcm"].state is State.UP


def test_a_clock_that_is_wrong_elsewhere_makes_nobody_unobserved(store: Store) -> None:
    for at in (0, 5):
        slow = seen_from("hcm", "fpt", State.UP, now=lambda at=at: minutes(at - 8))
        fast = seen_from("hue", "cmc", State.UP, now=lambda at=at: minutes(at + 8))
        lead = seen_from("hn", "vnpt", State.UP, now=lambda at=at: minutes(at))
        store.keep([round_from(lead, slow, fast, now=lambda at=at: minutes(at))])
    assert {(item.since, item.at, item.observed(minutes(14))) for item in standing(store).values()} == {
        (minutes(0), minutes(5), True)
    }


def test_one_that_was_not_heard_of_for_a_week_is_no_longer_ours(store: Store) -> None:
    store.keep([taken(0, ("hn", State.UP), ("hcm", State.UP))])
    store.keep([taken(60 * 24 * 7, ("hn", State.UP))])
    assert set(standing(store)) == {"hn"}


def test_where_one_place_looks_alone_again_nothing_is_said_of_vantages(store: Store) -> None:
    store.keep([taken(0, ("hn", State.UP), ("hcm", State.UP))])
    alone = replace(taken(20, ("hn", State.UP)), quorum=None)
    store.keep([alone])
    assert standing(store) == {}


def test_a_round_that_comes_late_or_twice_changes_nothing(store: Store) -> None:
    first, second = taken(0, ("hn", State.UP), ("hcm", LATE)), taken(5, ("hn", State.UP), ("hcm", State.UP))
    store.keep([second])
    before = standing(store)
    store.keep([first])
    store.keep([second])
    assert standing(store) == before


def test_portals_are_told_apart(store: Store) -> None:
    store.keep([taken(0, ("hn", State.UP), ("hcm", LATE)), taken(0, ("hn", State.UP), portal="b.portal")])
    assert set(standing(store)) == {"hn", "hcm"}
    assert set(standing(store, "b.portal")) == {"hn"}


def test_the_networks_of_all_who_ever_looked_are_remembered(store: Store) -> None:
    store.keep([taken(0, ("hn", State.UP), ("hcm", LATE))])
    with reading(store.engine) as connection:
        assert read_networks(connection, PORTAL) == {"hn": ("net-hn", True), "hcm": ("net-hcm", False)}
        assert read_networks(connection, "b.portal") == {}


def test_the_look_that_stands_for_the_portal_is_the_one_that_was_judged(store: Store) -> None:
    store.keep([taken(0, ("hn", LATE), ("hcm", State.UP))])
    (found,) = store.standings([PORTAL])
    assert (found.state, found.observations["reachability"].vantage) == (State.PARTLY, "hcm")
    assert len(store.observations(PORTAL)) == 3
