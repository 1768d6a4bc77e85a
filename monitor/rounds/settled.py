"""Verdicts that are settled while what they rest on stays the same: only the other rules are asked in each round."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from monitor.catalogue.records import Agency, Portal
from monitor.exemptions.records import NOTHING_TOLD, Circumstances
from monitor.rules.contract import History, Verdict
from monitor.rules.judging import judge
from monitor.rules.rulebook import BookedRule, RuleBook, holds_on
from monitor.rules.vantages import Quorum
from probes.facts import LandingPage
from probes.failures import Failure, State
from probes.remembering import ByIdentity

_ALWAYS_NEW = "reachability"  # its facts hold the times of the look
_MESSAGE = frozenset({"age", "date", "expires", "x-request-id", "cf-ray"})  # headers of the message, not of the page


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settled:
    """A portal's last judgement: what it was made of, and `verdicts` in the order of the book, `None` where a rule has
    to be asked again; `asked` is a book of these rules alone."""

    rulebook: RuleBook
    agency: Agency
    law_day: date
    state: State
    confirmed: bool
    circumstances: Circumstances
    facts: Mapping[str, Any]
    failures: Mapping[str, Failure]
    verdicts: tuple[Verdict | None, ...]
    asked: RuleBook


_LAST: ByIdentity[_Settled] = ByIdentity(4096)


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
    """The verdicts of `judge`; those of rules that do not depend on the moment are the very same objects as before.

    No rule is given headers that change with every message.
    """
    last = _LAST.find(portal)
    facts = _without_message(facts, last.facts if last else {})

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
    inputs = (rulebook, agency, law_day, state, confirmed, circumstances)
    if last is not None and _stands(last, inputs, facts, failures):
        again = iter(judged(last.asked))
        return tuple(next(again) if verdict is None else verdict for verdict in last.verdicts)
    verdicts = judged(rulebook)
    moving = tuple(_moves(booked, portal, agency, law_day) for booked in rulebook.rules)
    settled = _Settled(
        rulebook=rulebook,
        agency=agency,
        law_day=law_day,
        state=state,
        confirmed=confirmed,
        circumstances=circumstances,
        facts={name: value for name, value in facts.items() if name != _ALWAYS_NEW},
        failures=dict(failures),
        verdicts=tuple(None if moves else verdict for moves, verdict in zip(moving, verdicts, strict=True)),
        asked=replace(
            rulebook,
            rules=tuple(booked for moves, booked in zip(moving, rulebook.rules, strict=True) if moves),
        ),
    )
    _LAST.put(portal, settled)
    return verdicts


def _stands(last: _Settled, inputs: tuple[Any, ...], facts: Mapping[str, Any], failures: Mapping[str, Failure]) -> bool:
    """Whether everything is as it was; facts are the same where they are the very same objects."""
    rulebook, agency, law_day, state, confirmed, circumstances = inputs
    return (
        last.rulebook is rulebook
        and last.agency is agency
        and last.state is state
        and last.confirmed is confirmed
        and last.law_day == law_day
        and (last.circumstances is circumstances or last.circumstances == circumstances)
        and last.failures == failures
        and len(last.facts) == len(facts) - (_ALWAYS_NEW in facts)
        and all(facts.get(name) is value for name, value in last.facts.items())
    )


def _moves(booked: BookedRule, portal: Portal, agency: Agency, law_day: date) -> bool:
    """Whether a rule's verdict may be another one although the page is the same: it is in force, and rests on the
    moment, on history or on the way to the page."""
    if not any(holds_on(terms, law_day) for terms in booked.in_scope(portal, agency)):
        return False
    return booked.rule.depends_on is None or _ALWAYS_NEW in booked.rule.depends_on


def _without_message(facts: Mapping[str, Any], before: Mapping[str, Any]) -> Mapping[str, Any]:
    """The facts without what only the message says; the first page as it was before where it says the same."""
    page = facts.get("landing_page")
    if not isinstance(page, LandingPage):
        return facts
    headers = tuple(pair for pair in page.headers if pair[0] not in _MESSAGE)
    known = before.get("landing_page")
    same = replace(page, headers=headers)
    return {**facts, "landing_page": known if known == same else same}
