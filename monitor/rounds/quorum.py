"""What the vantages of a round agree on: one vote for each network, and nobody is down for a minority. Pure.

Down takes a majority of the networks that vote, two at least; where one network alone votes its confirmed failure
counts, and is told as seen from there alone. Whoever was turned away reached something: that is a fact about that
vantage, and a vote against down.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from monitor.rules.vantages import Quorum, VantageLook
from probes.failures import State

_LEAST = 2  # networks that have to agree, where so many vote


def decide(looks: Iterable[VantageLook]) -> Quorum:
    """The agreement of looks of one round, each by another vantage; at least one. Their order does not matter."""
    ordered = tuple(sorted(looks, key=lambda look: (not look.lead, look.network, look.vantage)))
    voting = tuple(look for look in ordered if look.votes)
    networks: dict[tuple[str, str], list[VantageLook]] = {}
    for look in voting:
        networks.setdefault(look.ballot, []).append(look)
    down = sum(all(look.state is State.DOWN for look in group) for group in networks.values())
    state = _state(voting, down=down, networks=len(networks)) if voting else _unvoted(ordered)
    seer = next((look for look in ordered if look.sees), ordered[0])
    speaker = next((look for look in ordered if look.state is state), seer)
    return Quorum(
        looks=ordered,
        state=state,
        confirmed=bool(voting) or state is not State.DOWN,
        networks=len(networks),
        down=down,
        source=(seer if seer.sees else speaker).vantage,
        speaker=speaker.vantage,
    )


def unsure_without(quorum: Quorum, *, silent: frozenset[str]) -> Quorum:
    """The same, not confirmed where it is down for one network alone while a vantage of these, which came to the portal
    before, says nothing now: we may have lost the vantage, and not the portal."""
    voting = {look.vantage for look in quorum.looks if look.votes}
    if quorum.state is not State.DOWN or quorum.networks > 1 or silent <= voting:
        return quorum
    return replace(quorum, confirmed=False)


def _state(voting: Sequence[VantageLook], *, down: int, networks: int) -> State:
    """Turned away from one place and seen from another is seen; what one place cannot reach, or reaches only a notice
    of, is partly."""
    states = [look.state for look in voting]
    if 2 * down > networks and down >= min(_LEAST, networks):
        return State.DOWN
    seen = next((look.state for look in voting if look.sees), None)
    if seen is not None:
        return State.PARTLY if State.DOWN in states or State.MAINTENANCE in states else seen
    return State.MAINTENANCE if State.MAINTENANCE in states else State.BLOCKED


def _unvoted(ordered: Sequence[VantageLook]) -> State:
    """Nobody says anything of the portal; a failure that is still to be confirmed is told as one."""
    return State.DOWN if any(look.state is State.DOWN for look in ordered) else State.UNKNOWN
