"""Verdicts that are settled while what they rest on stays the same: only the other rules are asked in each round.

Of a portal that answers as it did these are the rules alone that look at how long it took: what rests on the clock and
on history is asked again after two minutes, since for so long the store lets numbers wait that change by the clock.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from monitor.catalogue.records import Agency, Portal
from monitor.exemptions.records import NOTHING_TOLD, Circumstances
from monitor.rules.contract import History, Verdict
from monitor.rules.judging import judge
from monitor.rules.rulebook import BookedRule, RuleBook, holds_on
from monitor.rules.vantages import Quorum
from probes.facts import LandingPage, Reachability
from probes.failures import Failure, State
from probes.figures.figure import Figure
from probes.remembering import ByIdentity

_WAY = "reachability"  # its facts hold the times of the look
_MESSAGE = frozenset({"age", "date", "expires", "x-request-id", "cf-ray"})  # headers of the message, not of the page
_CLOCK = timedelta(minutes=2)  # for so long a verdict stands that only the clock could move
_ANSWERS = frozenset({State.UP, State.RETIRED})


@dataclass(frozen=True, slots=True)
class _Inputs:
    """What all verdicts of a portal rest on, but for the way to it, the moment and history."""

    rulebook: RuleBook
    agency: Agency
    law_day: date
    state: State
    confirmed: bool
    circumstances: Circumstances
    facts: Mapping[str, Any]
    failures: Mapping[str, Failure]

    def same(self, other: "_Inputs") -> bool:
        """Facts are the same where they are the very same objects."""
        return (
            self.rulebook is other.rulebook
            and self.agency is other.agency
            and self.state is other.state
            and self.confirmed is other.confirmed
            and self.law_day == other.law_day
            and (self.circumstances is other.circumstances or self.circumstances == other.circumstances)
            and self.failures == other.failures
            and len(self.facts) == len(other.facts)
            and all(other.facts.get(name) is value for name, value in self.facts.items())
        )


@dataclass(frozen=True, slots=True)
class _Moment:
    """What changes with every round: when it was, in which way the portal was reached, and what lay behind."""

    at: datetime
    way: Reachability | None
    figures: tuple[Figure, ...]
    counted: bool  # whether rounds are counted or vantages asked, or something was told that has its hour

    def goes_on(self, other: "_Moment") -> bool:
        """Whether a portal that answers is reached at the other moment as at this one, but for the time it took."""
        if self.counted or other.counted or not self.at <= other.at < self.at + _CLOCK:
            return False
        if self.way is None or other.way is None or self.figures is not other.figures:
            return False
        return replace(self.way, phases=other.way.phases, total=other.way.total) == other.way


@dataclass(frozen=True, slots=True)
class _Standing:
    """Verdicts in the order of the book, `None` where a rule has to be asked again; `asked` is a book of these
    rules alone."""

    verdicts: tuple[Verdict | None, ...]
    asked: RuleBook

    def completed(self, anew: Iterable[Verdict]) -> tuple[Verdict, ...]:
        """With the verdicts of the rules that were asked again."""
        again = iter(anew)
        return tuple([next(again) if verdict is None else verdict for verdict in self.verdicts])


@dataclass(frozen=True, slots=True)
class _Settled:
    """A portal's last judgement: what stands of it for good, and what while the portal goes on as at the moment."""

    inputs: _Inputs
    moment: _Moment
    for_good: _Standing
    meanwhile: _Standing


_LAST: ByIdentity[_Settled] = ByIdentity(16_384)


def judge_anew(
    rulebook: RuleBook,
    *,
    portal: Portal,
    agency: Agency,
    facts: Mapping[str, Any],
    failures: Mapping[str, Failure],
    state: State,
    confirmed: bool,
    history: History,
    at: datetime,
    law_day: date,
    circumstances: Circumstances = NOTHING_TOLD,
    quorum: Quorum | None = None,
) -> tuple[Verdict, ...]:
    """The verdicts of `judge`; those of rules that have nothing new to rest on are the very same objects as before.

    The numbers of their evidence, and thresholds of days, may be two minutes behind the clock.
    No rule is given headers that change with every message.
    """
    last = _LAST.find(portal)
    facts = _without_message(facts, last.inputs.facts if last else {})

    judged = partial(
        judge,
        portal=portal,
        agency=agency,
        facts=facts,
        failures=failures,
        state=state,
        confirmed=confirmed,
        history=history,
        at=at,
        law_day=law_day,
        circumstances=circumstances,
        quorum=quorum,
    )
    others = {name: value for name, value in facts.items() if name != _WAY}
    inputs = _Inputs(rulebook, agency, law_day, state, confirmed, circumstances, others, failures)
    counted = state not in _ANSWERS or quorum is not None or history.outage is not None or _told(circumstances, portal)
    moment = _Moment(at, facts.get(_WAY), history.figures, counted)
    if last is None or not last.inputs.same(inputs):
        verdicts = judged(rulebook)
        for_good = _standing(rulebook, verdicts, _moving(rulebook, portal, agency, law_day))
    elif last.moment.goes_on(moment):
        return last.meanwhile.completed(judged(last.meanwhile.asked))
    else:
        verdicts, for_good = last.for_good.completed(judged(last.for_good.asked)), last.for_good
    timed = frozenset(booked.rule.id for booked in for_good.asked.rules if booked.rule.times)
    _LAST.put(portal, _Settled(inputs, moment, for_good, _standing(rulebook, verdicts, timed)))
    return verdicts


def _standing(rulebook: RuleBook, verdicts: Iterable[Verdict], again: frozenset[str]) -> _Standing:
    """What stands of the verdicts of the whole book where the rules of these ids have to be asked again."""
    return _Standing(
        tuple(None if verdict.rule in again else verdict for verdict in verdicts),
        replace(rulebook, rules=tuple(booked for booked in rulebook.rules if booked.rule.id in again)),
    )


def _moving(rulebook: RuleBook, portal: Portal, agency: Agency, law_day: date) -> frozenset[str]:
    """Rules whose verdict may be another one although the page is the same: they are in force, and rest on the
    moment, on history or on the way to the page."""

    def moves(booked: BookedRule) -> bool:
        if not any(holds_on(terms, law_day) for terms in booked.in_scope(portal, agency)):
            return False
        return booked.rule.depends_on is None or _WAY in booked.rule.depends_on

    return frozenset(booked.rule.id for booked in rulebook.rules if moves(booked))


def _told(circumstances: Circumstances, portal: Portal) -> bool:
    return any(stop.scope.holds(portal) for stop in circumstances.stops)


def _without_message(facts: Mapping[str, Any], before: Mapping[str, Any]) -> Mapping[str, Any]:
    """The facts without what only the message says; the first page as it was before where it says the same."""
    page = facts.get("landing_page")
    if not isinstance(page, LandingPage):
        return facts
    headers = tuple([pair for pair in page.headers if pair[0] not in _MESSAGE])
    known = before.get("landing_page")
    same = replace(page, headers=headers)
    return {**facts, "landing_page": known if known == same else same}
