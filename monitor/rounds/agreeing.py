"""What a round is judged by: our own look alone, or what several vantages saw put together. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.rounds.quorum import decide, unsure_without
from monitor.rounds.seen import Seen
from monitor.rules.contract import Outcome, Verdict
from monitor.rules.rulebook import RuleBook
from monitor.rules.vantages import SEEING, Quorum, VantageLook
from probes.facts import Reachability
from probes.failures import Party, State
from probes.observe import Observation, Sight

_SAYS_NOTHING = (Outcome.NOT_APPLICABLE, Outcome.EXEMPT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What the rules are shown of a round, and what is kept of it.

    `ours`: nobody saw anything for reasons of our own. `shown` is by probe; `observations` are everything, those that
    stand for the portal last. `sights` are all of them, the `lead`'s own first; `outcomes` say what would be news.
    `since` is when the lead began to look.
    """

    lead: Seen
    since: datetime
    state: State
    confirmed: bool
    ours: bool
    shown: Mapping[str, Observation]
    observations: tuple[Observation, ...]
    sights: tuple[Sight, ...]
    outcomes: tuple[tuple[str, str], ...]
    quorum: Quorum | None = None

    @property
    def read(self) -> tuple[Observation, ...]:
        """What was read of the pages that are read once a night: by the lead, or by whose sight the rules are shown."""
        own = self.lead.first.observations
        return own if self.quorum is None else (*own, *self.shown.values())


def alone(lead: Seen, *, confirmed: bool) -> Agreed:
    """What one place saw: its last look counts."""
    last = lead.second or lead.first
    sights = sights_of(lead)
    return Agreed(
        lead=lead,
        since=lead.first.observations[0].at,
        state=state_of(last),
        confirmed=confirmed,
        ours=_ours(_reached(last)),
        shown=_by_probe(last),
        observations=tuple(item for sight in sights for item in sight.observations),
        sights=sights,
        outcomes=tuple((item.probe, item.outcome) for item in last.observations),
    )


def together(
    lead: Seen,
    elsewhere: Iterable[Seen],
    *,
    confirmed: bool,
    asks_twice: bool,
    within: timedelta,
    before: Observation | None = None,
    standing: frozenset[str] = frozenset(),
) -> Agreed:
    """What the lead and others saw; who looked further than `within` from the lead is kept and has no say.

    `confirmed` is the lead's; a failure seen elsewhere is confirmed by its second look, where we ask twice at all.
    `before` is what stood for the portal in the round before: the vantage that saw it then, and is silent now, is
    waited for in this round, and in this one only, since what is seen now stands for the portal in the next.
    `standing` are those that reached it and were asked to leave it alone since: they are waited for meanwhile.
    """
    since = lead.first.observations[0].at
    others = _others(lead, elsewhere)
    heard = [seen for seen in others if abs(seen.first.observations[0].at - since) <= within]
    looks = [_look(seen, confirmed=seen.second is not None or not asks_twice) for seen in heard]
    decided = decide((replace(_look(lead, confirmed=confirmed), lead=True), *looks))
    quorum = unsure_without(decided, silent=standing | _seer(before, since=since, within=within))
    by_name = {seen.vantage: seen for seen in (*others, lead)}
    ordered = _ordered(by_name, lead.vantage, quorum.source, quorum.speaker)
    shown = {**_by_probe(_last(lead)), **_by_probe(_last(by_name[quorum.source]))}
    return Agreed(
        lead=lead,
        since=since,
        state=quorum.state,
        confirmed=quorum.confirmed,
        ours=all(_ours(_reached(_last(seen))) for seen in (lead, *heard)),
        shown=shown,
        observations=tuple(item for seen in ordered for sight in sights_of(seen) for item in sight.observations),
        sights=tuple(sight for seen in (lead, *others) for sight in sights_of(seen)),
        outcomes=(
            *((item.probe, item.outcome) for item in shown.values()),
            *((f"from {look.vantage}", look.state.value) for look in quorum.looks),
        ),
        quorum=quorum,
    )


def naming(
    verdicts: Iterable[Verdict], agreed: Agreed, seen: Mapping[str, Observation], book: RuleBook
) -> tuple[Verdict, ...]:
    """The verdicts, those that rest on what another vantage than the lead saw naming it in their evidence."""
    reads = {booked.rule.id: booked.rule.reads for booked in book.rules}
    told = []
    for verdict in verdicts:
        places = {seen[probe].vantage for probe in reads.get(verdict.rule, ()) if probe in seen} - {agreed.lead.vantage}
        if places and verdict.outcome not in _SAYS_NOTHING:
            verdict = replace(verdict, evidence={**verdict.evidence, "seen_from": ", ".join(sorted(places))})
        told.append(verdict)
    return tuple(told)


def state_of(sight: Sight) -> State:
    """The state that a look shows, by the probe that every look has."""
    item = _reached(sight)
    return item.facts.state if item is not None and item.facts is not None else State.UNKNOWN


def sights_of(seen: Seen) -> tuple[Sight, ...]:
    """Its look, and the confirming one."""
    return (seen.first, seen.second) if seen.second else (seen.first,)


def _others(lead: Seen, elsewhere: Iterable[Seen]) -> tuple[Seen, ...]:
    """One look of each other vantage, in a stable order; one that brought nothing at all was none."""
    looked = (seen for seen in elsewhere if seen.first.observations and seen.vantage != lead.vantage)
    ordered = sorted(looked, key=lambda seen: (seen.network, seen.vantage, seen.first.observations[0].at))
    return tuple({seen.vantage: seen for seen in ordered}.values())


def _ordered(by_name: Mapping[str, Seen], *last: str) -> tuple[Seen, ...]:
    """All of them, those named `last` at the end, the last one last: what they saw stands for the portal."""
    names = [name for name in by_name if name not in last] + list(reversed(dict.fromkeys(reversed(last))))
    return tuple(by_name[name] for name in names)


def _seer(before: Observation | None, *, since: datetime, within: timedelta) -> frozenset[str]:
    """The vantage that saw the portal at most `within` before."""
    if before is None or not isinstance(before.facts, Reachability) or before.facts.state not in SEEING:
        return frozenset()
    return frozenset({before.vantage} if since - before.at <= within else ())


def _look(seen: Seen, *, confirmed: bool) -> VantageLook:
    last = _last(seen)
    item, state = _reached(last), state_of(last)
    failure = item.failure if item is not None else None
    return VantageLook(
        vantage=seen.vantage,
        network=seen.network,
        at=seen.first.observations[0].at,
        state=State.UNKNOWN if _ours(item) else state,
        confirmed=confirmed or state is not State.DOWN,
        failure=failure,
    )


def _last(seen: Seen) -> Sight:
    return seen.second or seen.first


def _by_probe(sight: Sight) -> dict[str, Observation]:
    return {item.probe: item for item in sight.observations}


def _reached(sight: Sight) -> Observation | None:
    return next((item for item in sight.observations if item.probe == "reachability"), None)


def _ours(item: Observation | None) -> bool:
    """What we could not see for want of a network or of sound probes of our own is time unobserved."""
    return item is not None and item.failure is not None and item.failure.party is Party.MONITOR
