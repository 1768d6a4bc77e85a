"""What other vantages saw in past rounds, put together again with what the lead saw by the same quorum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.rounds.quorum import decide
from monitor.rules.vantages import Quorum, VantageLook
from monitor.storage.past import Past, PastLook
from probes.failures import Party, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """What one round came to. `shown` is by probe; `looks` are all, those that stand for the portal last."""

    quorum: Quorum
    shown: Mapping[str, PastLook]
    looks: Sequence[PastLook]


def together(
    own: Sequence[PastLook], others: Mapping[str, Sequence[PastLook]], past: Past, *, confirmed: bool
) -> Together:
    """One round: the lead's looks, `confirmed` if its failure was, and those of others by vantage."""
    lead = own[0].vantage
    stable = sorted(others, key=lambda vantage: (_network(past, vantage), vantage))
    seen: dict[str, Sequence[PastLook]] = {**{vantage: others[vantage] for vantage in stable}, lead: own}
    quorum = decide(
        _look(looks, past, lead=vantage == lead, confirmed=confirmed if vantage == lead else None)
        for vantage, looks in seen.items()
    )
    last = (lead, quorum.source, quorum.speaker)
    ordered = [*(name for name in seen if name not in last), *reversed(dict.fromkeys(reversed(last)))]
    return Together(
        quorum=quorum,
        shown={**last_looks(own), **last_looks(seen[quorum.source])},
        looks=[look for name in ordered for look in seen[name]],
    )


def last_looks(looks: Sequence[PastLook]) -> dict[str, PastLook]:
    """The last look's probes; a confirming one counts in place of the first."""
    attempt = looks[-1].attempt
    return {look.probe: look for look in looks if look.attempt == attempt}


def state_of(last: Mapping[str, PastLook]) -> State:
    """What a look showed, by the probe that every look has."""
    reached = last.get("reachability")
    return reached.facts.state if reached is not None and reached.facts is not None else State.UNKNOWN


def _network(past: Past, vantage: str) -> str:
    """As it is known now; a vantage that looked before there were others has none."""
    return past.vantages[vantage][0] if vantage in past.vantages else ""


def _look(looks: Sequence[PastLook], past: Past, *, lead: bool, confirmed: bool | None) -> VantageLook:
    last = last_looks(looks)
    reached, state = last.get("reachability"), state_of(last)
    failure = reached.failure if reached is not None else None
    ours = failure is not None and failure.party is Party.MONITOR
    sure = looks[-1].attempt > 1 if confirmed is None else confirmed
    return VantageLook(
        vantage=looks[0].vantage,
        network=_network(past, looks[0].vantage),
        at=looks[0].at,
        state=State.UNKNOWN if ours else state,
        confirmed=sure or state is not State.DOWN,
        failure=failure,
        lead=lead,
    )
