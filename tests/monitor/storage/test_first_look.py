"""The first look that saw a portal is found again, whatever failed before it."""

from datetime import timedelta

from monitor.storage.store import Store
from probes.failures import FailureKind, State, failed
from tests.support.kept_rounds import PORTAL, START, after, observation, reachability, round_
from tests.support.rounds import NOW
from tests.support.vantages import round_from, seen_from


def test_the_first_look_that_saw_the_portal(store: Store) -> None:
    lost = observation(reachability(State.DOWN), failure=failed(FailureKind.READ_TIMEOUT, "10 s"), at=START)
    first, later = (
        observation(reachability(title=name), at=at) for name, at in (("Một", after(10)), ("Hai", after(20)))
    )
    store.keep([round_(look.at, observations=(look,)) for look in (lost, first, later)])
    found = store.first_look(PORTAL, "reachability")
    assert found == first
    assert store.first_look(PORTAL, "dns") is None
    assert store.first_look("nobody.portal", "reachability") is None


def test_a_look_is_held_against_the_first_from_the_same_vantage(store: Store) -> None:
    at = [NOW + timedelta(minutes=5 * number) for number in range(3)]
    rounds = [
        round_from(seen_from("hn", "vnpt", State.UP, now=lambda: at[0]), now=lambda: at[0]),
        round_from(
            seen_from("hn", "vnpt", State.UP, now=lambda: at[1]),
            seen_from("hcm", "fpt", State.UP, now=lambda: at[1]),
            now=lambda: at[1],
        ),
        round_from(
            seen_from("hn", "vnpt", failed(FailureKind.BLOCKED, ""), now=lambda: at[2]),
            seen_from("hcm", "fpt", State.UP, now=lambda: at[2]),
            now=lambda: at[2],
        ),
    ]
    store.keep(rounds[:1])
    (before,) = store.standings()
    store.keep(rounds[1:])
    (standing,) = store.standings()
    first = store.first_look("a.portal", "reachability", standing.comparable)
    assert (before.comparable, standing.comparable) == ("hn", "hcm")
    assert first is not None
    assert (first.vantage, first.at) == ("hcm", at[1])
