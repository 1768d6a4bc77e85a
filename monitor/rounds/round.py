"""One round of one portal: look, confirm a failure, judge, and hand over what is to be kept."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from hashlib import sha256

from monitor.catalogue.records import PortalStatus
from monitor.records import Round
from monitor.rounds.agreeing import Agreed, alone, naming, sights_of, together
from monitor.rounds.agreeing import state_of as state_of
from monitor.rounds.nightly import remembered, resting
from monitor.rounds.outages import outage_after, remembered_outage, to_remember
from monitor.rounds.seen import Seen
from monitor.rounds.settled import judge_anew
from monitor.rounds.waiting import asked_to_wait, failed_before_the_wait, remembered_wait
from monitor.rounds.watch import Recall, Subject, Watch
from monitor.rules.contract import Verdict
from monitor.rules.history import Outage
from probes.contract import Memory, Target
from probes.facts import Reachability
from probes.failures import Failure, FailureKind, State, failed
from probes.observe import Evidence, Observation, Sight, observe
from probes.session import LookSession

ROUND = "round"  # the round's own memory, beside those of the probes
FACTS_AGE = timedelta(hours=72)  # a day's reading stays good for judging until the one after next is overdue


def look(watch: Watch, subject: Subject, recall: Recall, *, attempt: int = 1, avoid: str | None = None) -> Sight:
    """Ask the portal once, by every probe that is due.

    The confirming look (`attempt` 2) asks with the probes of every round only, and by another address than `avoid`
    where the name has one. It reads every page whole, as a look with a nightly probe does; others may be told that a
    page did not change.
    """
    now = watch.vantage.now()
    rests = watch.daily if attempt > 1 else resting(watch, subject.portal.id, recall, _kept(recall), now=now)
    lookers = {name: looker for name, looker in watch.lookers.items() if name not in rests}
    target = Target(
        url=subject.portal.url,
        system=subject.portal.system,
        law_day=watch.law_day(),
        portal=subject.portal.id,
        owner=subject.owner,
        level=subject.agency.kind.level,
    )
    whole = attempt > 1 or not watch.daily <= rests
    fetch = watch.fetch if whole or watch.revisit is None else watch.revisit
    session = LookSession(
        partial(fetch, avoid=avoid),
        watch.classify,
        look_up=watch.look_up,
        render=watch.render,
        seconds=watch.patience,
    )
    return observe(lookers, target, session, recall.memories, vantage=watch.vantage, attempt=attempt)


def address_of(sight: Sight) -> str | None:
    """The address that a look came to, where it came to one."""
    facts = next((item.facts for item in sight.observations if item.probe == "reachability"), None)
    return facts.address if isinstance(facts, Reachability) else None


def conclude(
    watch: Watch,
    subject: Subject,
    recall: Recall,
    first: Sight,
    second: Sight | None,
    elsewhere: tuple[Seen, ...] = (),
    standing: frozenset[str] = frozenset(),
) -> Round:
    """Judge what was seen, together with what other vantages saw `elsewhere`.

    A failed first look counts as confirmed when a second failed too, when none is asked for, or when the portal had
    failed before it wanted to be left alone; else nothing is said of the portal. Where we do not look ourselves,
    `first` and `second` are those of another vantage, which then leads this round and stands in `elsewhere` as well.
    `standing` names vantages that were asked to wait, and against whom no single network can accuse it.
    """
    agreed = _agreed(watch, recall, first, second, elsewhere=elsewhere, standing=standing)
    since, fresh = agreed.since, _fresh(watch)
    verdicts = _judged(watch, subject, recall, agreed)
    outage = outage_after(watch, subject, _kept(recall), state=agreed.state, confirmed=agreed.confirmed, at=since)
    outcomes = " ".join([text for item in verdicts for text in (item.rule, item.outcome)])
    digest = _digest_of(agreed.outcomes, outcomes)
    changed = digest != recall.memories.get(ROUND, {}).get("digest")
    return Round(
        portal=subject.portal.id,
        agency=subject.agency.id,
        vantage=agreed.lead.vantage,
        since=since,
        ended=watch.vantage.now(),
        holds_until=since + fresh if agreed.confirmed and not agreed.ours else since,
        law_day=watch.law_day(),
        state=agreed.state if agreed.confirmed else State.UNKNOWN,
        confirmed=agreed.confirmed,
        judged=subject.portal.status is PortalStatus.CONFIRMED,
        observations=agreed.observations,
        evidence=_worth_keeping(agreed.sights, changed=changed),
        verdicts=verdicts,
        rulebook=watch.rulebook.version,
        remember=_remember(watch, recall, agreed, digest=digest, outage=outage),
        quorum=agreed.quorum,
    )


def _agreed(
    watch: Watch,
    recall: Recall,
    first: Sight,
    second: Sight | None,
    *,
    elsewhere: tuple[Seen, ...],
    standing: frozenset[str],
) -> Agreed:
    """Of several vantages where there are several; `watch.network` is given only then."""
    name, fresh = first.observations[0].vantage, _fresh(watch)
    confirmed = (
        not needs_confirming(watch, second or first)
        or second is not None
        or failed_before_the_wait(_kept(recall), at=first.observations[0].at, within=fresh)
    )
    network = next((item.network for item in elsewhere if item.vantage == name), watch.network)
    lead = Seen(vantage=name, network=network, first=first, second=second)
    if not elsewhere and not standing and not watch.network:
        return alone(lead, confirmed=confirmed)
    within = max(fresh, timedelta(seconds=watch.patience + watch.confirm_after))
    return together(
        lead,
        elsewhere,
        confirmed=confirmed,
        asks_twice=watch.confirm_after > 0,
        within=within,
        before=recall.observations.get("reachability"),
        standing=standing,
    )


def _judged(watch: Watch, subject: Subject, recall: Recall, agreed: Agreed) -> tuple[Verdict, ...]:
    """The verdicts; none of a portal that is only proposed."""
    if subject.portal.status is not PortalStatus.CONFIRMED:
        return ()
    seen = _latest(agreed.shown, recall, at=agreed.since)
    verdicts = judge_anew(
        watch.rulebook,
        portal=subject.portal,
        agency=subject.agency,
        facts={name: item.facts for name, item in seen.items() if item.facts is not None},
        failures={name: item.failure for name, item in seen.items() if item.failure is not None},
        state=agreed.state,
        confirmed=agreed.confirmed,
        history=replace(recall.history, outage=remembered_outage(_kept(recall))),
        at=agreed.since,
        law_day=watch.law_day(),
        circumstances=watch.circumstances,
        quorum=agreed.quorum,
    )
    return verdicts if agreed.quorum is None else naming(verdicts, agreed, seen, watch.rulebook)


def unseen_offline(sight: Sight, why: str = "no reference target answers") -> Sight:
    """The same look when the references do not answer either: we were cut off, so no failure is the portal's."""
    observations = tuple(_offline(item, why) for item in sight.observations)
    return replace(sight, observations=observations, evidence=(), remember={})


def _offline(item: Observation, why: str) -> Observation:
    if item.failure is None:
        return item
    facts = replace(item.facts, state=State.UNKNOWN) if isinstance(item.facts, Reachability) else item.facts
    return replace(item, facts=facts, failure=_cut_off(item.failure, why))


def _cut_off(failure: Failure, why: str) -> Failure:
    detail = f"{why}; the look itself said {failure.kind.value}: {failure.detail}"
    return failed(FailureKind.MONITOR_OFFLINE, detail)


def needs_confirming(watch: Watch, sight: Sight) -> bool:
    """Whether blame would rest on one look alone."""
    return watch.confirm_after > 0 and state_of(sight) is State.DOWN


def _fresh(watch: Watch) -> timedelta:
    """For how long a look holds: a state goes stale two intervals after it."""
    return timedelta(seconds=2 * watch.interval)


def _latest(shown: Mapping[str, Observation], recall: Recall, *, at: datetime) -> Mapping[str, Observation]:
    """This look's observations, and of probes that were not due their last ones while these are young enough."""
    earlier = {name: item for name, item in recall.observations.items() if at - item.at <= FACTS_AGE}
    return {**earlier, **shown}


@lru_cache(4096)  # most portals say the same as many others
def _digest_of(looks: tuple[tuple[str, str], ...], outcomes: str) -> str:
    """Changes when something changed that an officer could ask evidence for; not with clocks and counters on a
    page. `outcomes` names each rule with its outcome, in one text because that is compared faster."""
    told = outcomes.split()
    return sha256(json.dumps((*looks, *zip(told[::2], told[1::2], strict=True))).encode()).hexdigest()


def _worth_keeping(sights: tuple[Sight, ...], *, changed: bool) -> tuple[Evidence, ...]:
    """Evidence of every failure, of every change, and of everything that figures were read from."""
    wanted: set[str] = set()
    for item in (item for sight in sights for item in sight.observations):
        if changed or item.failure is not None or item.probe == "published_counts":
            wanted.update(item.evidence)
    kept = {item.sha256: item for sight in sights for item in sight.evidence if item.sha256 in wanted}
    return tuple(kept.values())


def _remember(
    watch: Watch, recall: Recall, agreed: Agreed, *, digest: str, outage: Outage | None
) -> Mapping[str, Memory]:
    """What the lead's own probes remember, and the round itself: other vantages keep their own memories."""
    remember: dict[str, Memory] = {}
    sights = sights_of(agreed.lead)
    for sight in sights:
        remember |= sight.remember
    nightly = remembered(watch, recall, _kept(recall), agreed.read)
    waits = remembered_wait(asked_to_wait(sights[-1]), state_of(sights[-1]))
    remember[ROUND] = {"digest": digest, **nightly, **waits, **to_remember(outage)}
    return remember


def _kept(recall: Recall) -> Memory:
    return recall.memories.get(ROUND, {})


def looked_daily(memories: Mapping[str, Memory]) -> datetime | None:
    """When the nightly probes last read this portal, from the round's own memory."""
    text = memories.get(ROUND, {}).get("looked_daily")
    return _moment(text) if text else None


@lru_cache(16_384)  # asked with every round of the same texts
def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
