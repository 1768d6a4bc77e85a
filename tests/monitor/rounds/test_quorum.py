"""A majority of networks decides, two at least; nobody is down for a minority, and one network has one vote."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from monitor.rounds.quorum import decide
from monitor.rules.vantages import Quorum, VantageLook
from probes.failures import State
from tests.support.rounds import NOW

U, D, B, M, R, N = State.UP, State.DOWN, State.BLOCKED, State.MAINTENANCE, State.RETIRED, State.UNKNOWN


def seen(vantage: str, state: State, *, network: str = "", confirmed: bool = True, lead: bool = False) -> VantageLook:
    return VantageLook(
        vantage=vantage, network=network, at=NOW, state=state, confirmed=confirmed or state is not D, lead=lead
    )


def agreed(*states: State) -> Quorum:
    """Each state from a vantage in a network of its own, the first one the lead's."""
    return decide(
        seen(f"v{number}", state, network=f"n{number}", lead=not number) for number, state in enumerate(states)
    )


@pytest.mark.parametrize(
    ("states", "state"),
    [
        ((U,), U),
        ((D,), D),
        ((B,), B),
        ((M,), M),
        ((R,), R),
        ((N,), N),
        ((U, U), U),
        ((D, D), D),
        ((U, D), State.PARTLY),
        ((D, U), State.PARTLY),
        ((D, D, U), D),
        ((D, U, U), State.PARTLY),
        ((D, D, U, U), State.PARTLY),
        ((D, D, D, U, U), D),
        ((D, N), D),
        ((N, D), D),
        ((N, N), N),
        ((B, U), U),
        ((U, B, B), U),
        ((B, B), B),
        ((B, D), B),
        ((B, D, D), D),
        ((B, B, D), B),
        ((B, U, D), State.PARTLY),
        ((M, M), M),
        ((M, U), State.PARTLY),
        ((M, D), M),
        ((M, B), M),
        ((M, D, D), D),
        ((R, B), R),
        ((R, D), State.PARTLY),
    ],
)
def test_networks_of_one_vantage_each(states: tuple[State, ...], state: State) -> None:
    assert agreed(*states).state is state


def test_vantages_of_one_network_have_one_vote_together() -> None:
    crowd = [seen(f"a{number}", D, network="a") for number in range(5)]
    other = seen("b", U, network="b", lead=True)
    quorum = decide([*crowd, other])
    assert (quorum.state, quorum.down, quorum.networks) == (State.PARTLY, 1, 2)


def test_a_network_with_one_vantage_that_sees_does_not_vote_down() -> None:
    looks = [seen("a1", D, network="a", lead=True), seen("a2", U, network="a"), seen("b", D, network="b")]
    quorum = decide(looks)
    assert (quorum.state, quorum.down, quorum.networks) == (State.PARTLY, 1, 2)


def test_a_failure_that_nothing_confirms_is_no_vote() -> None:
    doubtful = seen("a", D, confirmed=False, lead=True)
    assert decide([doubtful, seen("b", U)]).state is U
    alone = decide([doubtful])
    assert (alone.state, alone.confirmed, alone.networks) == (D, False, 0)
    other = decide([doubtful, seen("b", D)])
    assert (other.state, other.confirmed, other.networks) == (D, True, 1)


def test_rules_are_shown_the_lead_if_it_saw_the_portal_else_the_first_that_did() -> None:
    assert agreed(U, U).source == "v0"
    assert agreed(B, U, U).source == "v1"
    assert agreed(D, D, U).source == "v2"
    assert agreed(N, D, D).source == "v1"


def test_a_portal_that_is_down_is_spoken_for_by_one_that_cannot_reach_it() -> None:
    assert agreed(U, D, D).speaker == "v1"
    assert agreed(U, D).speaker == "v0"
    assert agreed(D, U).speaker == "v1"


names = st.sampled_from("abcdefgh")
looks_of = st.builds(
    seen,
    names,
    st.sampled_from([U, D, B, M, R, N]),
    network=st.sampled_from(["", "x", "y", "z"]),
    confirmed=st.booleans(),
)
rounds = st.lists(looks_of, min_size=1, max_size=6, unique_by=lambda look: look.vantage).map(
    lambda looks: [replace(looks[0], lead=True), *looks[1:]]
)


@given(rounds, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(looks: list[VantageLook], random: object) -> None:
    shuffled = list(looks)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis calls it a plain object
    assert decide(shuffled) == decide(looks)


@given(rounds, st.sampled_from(["", "x", "y", "new"]))
def test_a_vantage_that_saw_nothing_of_the_portal_changes_nothing(looks: list[VantageLook], network: str) -> None:
    before, after = decide(looks), decide([*looks, seen("other", N, network=network)])
    assert (after.state, after.confirmed, after.networks, after.down) == (
        before.state,
        before.confirmed,
        before.networks,
        before.down,
    )


@given(rounds, st.integers(1, 5))
def test_more_vantages_of_a_network_that_see_the_same_change_nothing(looks: list[VantageLook], more: int) -> None:
    twins = [
        replace(looks[-1], network=looks[-1].network or "own", vantage=f"twin{n}", lead=False) for n in range(more)
    ]
    looks = [*looks[:-1], replace(looks[-1], network=looks[-1].network or "own")]
    before, after = decide(looks), decide([*looks, *twins])
    assert (after.state, after.networks, after.down) == (before.state, before.networks, before.down)


@given(rounds)
def test_one_network_alone_never_outvotes_the_others(looks: list[VantageLook]) -> None:
    quorum = decide(looks)
    if quorum.state is D and quorum.confirmed:
        assert 2 * quorum.down > quorum.networks
        assert quorum.down >= 2 or quorum.networks == 1


@given(rounds)
def test_whoever_was_turned_away_never_makes_it_down_nor_the_whole_blocked(looks: list[VantageLook]) -> None:
    turned = [replace(look, state=B) if look.state is D else look for look in looks]
    assert decide(turned).state is not D
    if any(look.sees for look in turned):
        assert decide(turned).state is not B


@given(rounds)
def test_where_somebody_sees_it_the_rules_are_shown_that(looks: list[VantageLook]) -> None:
    assume(any(look.sees for look in looks))
    quorum = decide(looks)
    assert next(look for look in quorum.looks if look.vantage == quorum.source).sees


@given(rounds)
def test_one_more_network_that_sees_it_never_turns_it_down(looks: list[VantageLook]) -> None:
    before, after = decide(looks), decide([*looks, seen("other", U, network="other")])
    assert after.state is not D or (before.state is D and after.down >= 2)


def test_every_order_of_three_gives_the_same() -> None:
    looks = [seen("a", D, network="x", lead=True), seen("b", U, network="y"), seen("c", B, network="x")]
    assert len({decide(order) for order in permutations(looks)}) == 1
