"""All verdicts of one portal from what was seen, under the law of one day; no clock, no network, no store."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from monitor.catalogue.records import Agency, Portal
from monitor.exemptions.records import NOTHING_TOLD, Circumstances, PlannedStop, Review
from monitor.rules.contract import Case, Cause, Finding, History, Rule, Terms, Verdict
from monitor.rules.findings import because, outside, undecided
from monitor.rules.judged_before import Judged, inputs, narrowed
from monitor.rules.rulebook import BookedRule, RuleBook, holds_on
from monitor.rules.vantages import Quorum
from monitor.rules.verdicts import exempt, verdict
from monitor.rules.words import STATES, beyond_us, not_in_force, not_seen
from monitor.working_days.holidays import Holidays
from probes.failures import Failure, Party, State
from probes.remembering import ByIdentity

_PLANS: ByIdentity["_Plan"] = ByIdentity(16_384)
_JUDGED = Judged(64_000)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What holds for a portal on a day, by rule: the terms, or the verdict that none hold."""

    rulebook: RuleBook
    agency: Agency
    law_day: date
    entries: tuple[tuple[Rule, Terms | Verdict], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """One portal as all rules are shown it; `shared` is what every verdict of it depends on."""

    portal: Portal
    agency: Agency
    facts: Mapping[str, Any]
    failures: Mapping[str, Failure]
    state: State
    confirmed: bool
    history: History
    at: datetime
    law_day: date
    seen_on: date
    abilities: frozenset[str]
    stops: tuple[PlannedStop, ...]
    reviews: tuple[Review, ...]
    holidays: Holidays
    shared: tuple[object, ...]
    quorum: Quorum | None


def judge(
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
    seen_on: date | None = None,
    circumstances: Circumstances = NOTHING_TOLD,
    quorum: Quorum | None = None,
) -> tuple[Verdict, ...]:
    """One verdict for each rule of the book, in the order of the ids.

    `facts` and `failures` are by probe name; a probe may have both. `at` is the wall clock of the look, aware UTC;
    `law_day` decides which terms and exemptions hold; `seen_on` is the legal day of the look, where the law of another
    day is asked for; `quorum` is what several vantages agree on. The same arguments give the same verdicts.
    """
    looked_on = seen_on or law_day
    whose = (portal.url, portal.system, portal.lifecycle, agency.id, agency.name_vi, agency.kind)
    looked = _Looked(
        portal=portal,
        agency=agency,
        facts=facts,
        failures=failures,
        state=state,
        confirmed=confirmed,
        history=history,
        at=at,
        law_day=law_day,
        seen_on=looked_on,
        abilities=circumstances.abilities,
        stops=tuple(item for item in circumstances.stops if item.scope.holds(portal)),
        reviews=tuple(item for item in circumstances.reviews if item.portal == portal.id),
        holidays=rulebook.holidays,
        shared=(*whose, state, confirmed, law_day, looked_on, circumstances.abilities, rulebook.version),
        quorum=quorum,
    )
    found = (
        item if isinstance(item, Verdict) else _found(looked, rule, item)
        for rule, item in _plan(rulebook, portal, agency, law_day)
    )
    if not circumstances.exemptions:
        return tuple(found)
    return tuple(_free(item, circumstances, portal, law_day) for item in found)


def _found(looked: _Looked, rule: Rule, terms: Terms) -> Verdict:
    """The rule's verdict; one that says what it depends on is asked once for the same inputs."""
    reviews = tuple(item for item in looked.reviews if item.rule == rule.id) if looked.reviews else ()
    if rule.depends_on is None:
        return verdict(rule.id, terms, _finding(rule, _case(looked, terms, reviews)))
    portal = looked.portal.id
    given = inputs(rule, terms, shared=looked.shared, facts=looked.facts, failures=looked.failures, reviews=reviews)
    known = _JUDGED.find(portal, given)
    if known is not None:
        return known
    case = narrowed(rule, _case(looked, terms, reviews))
    return _JUDGED.put(portal, given, verdict(rule.id, terms, _finding(rule, case)))


def _case(looked: _Looked, terms: Terms, reviews: tuple[Review, ...]) -> Case:
    return Case(
        system=looked.portal.system,
        agency=looked.agency.id,
        agency_name=looked.agency.name_vi,
        agency_kind=looked.agency.kind,
        lifecycle=looked.portal.lifecycle,
        url=looked.portal.url,
        state=looked.state,
        confirmed=looked.confirmed,
        facts=looked.facts,
        failures=looked.failures,
        history=looked.history,
        at=looked.at,
        law_day=looked.law_day,
        seen_on=looked.seen_on,
        terms=terms,
        abilities=looked.abilities,
        stops=looked.stops,
        reviews=reviews,
        holidays=looked.holidays,
        quorum=looked.quorum,
    )


def _plan(
    rulebook: RuleBook, portal: Portal, agency: Agency, law_day: date
) -> tuple[tuple[Rule, Terms | Verdict], ...]:
    """The same for as long as catalogue, rule book and day are."""
    known = _PLANS.find(portal)
    if known is None or known.rulebook is not rulebook or known.agency is not agency or known.law_day != law_day:
        entries = tuple((booked.rule, _terms_or_none(booked, portal, agency, law_day)) for booked in rulebook.rules)
        known = _PLANS.put(portal, _Plan(rulebook, agency, law_day, entries))
    return known.entries


def _terms_or_none(booked: BookedRule, portal: Portal, agency: Agency, law_day: date) -> Terms | Verdict:
    scope = booked.in_scope(portal, agency)
    terms = next((item for item in scope if holds_on(item, law_day)), None)
    return terms or _not_in_force(booked, scope, law_day)


def _free(found: Verdict, circumstances: Circumstances, portal: Portal, law_day: date) -> Verdict:
    freed = circumstances.exemption(portal, found.rule, law_day)
    return found if freed is None else exempt(found, freed)


def _finding(rule: Rule, case: Case) -> Finding:
    if case.state is State.RETIRED and not rule.judges_retired:
        vietnamese, english = STATES[State.RETIRED]
        return outside(vietnamese, english)
    lacking = next((ability for ability in rule.needs if ability not in case.abilities), None)
    if lacking is not None:
        vietnamese, english = beyond_us(lacking)
        return because(Cause.UNDECIDABLE_HERE, undecided(vietnamese, english, needs=lacking))
    unseen = next((probe for probe in rule.reads if not _seen(rule, probe, case)), None)
    return rule.judge(case) if unseen is None else _unseen(unseen, case)


def _unseen(probe: str, case: Case) -> Finding:
    failure = case.failures.get(probe)
    vietnamese, english = not_seen(failure)
    kind = failure.kind.value if failure else None
    return because(Cause.NOT_SEEN, undecided(vietnamese, english, probe=probe, failure=kind))


def _seen(rule: Rule, probe: str, case: Case) -> bool:
    """What stands beside a failure of our own is never held against a portal: somebody else may have answered."""
    failure = case.failures.get(probe)
    if case.facts.get(probe) is None or (failure is not None and failure.party is Party.MONITOR):
        return False
    return failure is None or probe in rule.reads_failed


def _not_in_force(booked: BookedRule, scope: tuple[Terms, ...], law_day: date) -> Verdict:
    """The nearest terms lend their severity and law; the reason names from when, or until when, they hold."""
    coming = next((terms for terms in scope if terms.effective_from and terms.effective_from > law_day), None)
    past = next((terms for terms in reversed(scope) if terms.effective_to and terms.effective_to < law_day), None)
    reason, reason_en = not_in_force(
        begins=coming.effective_from if coming else None, ended=past.effective_to if past else None
    )
    return verdict(booked.rule.id, coming or past or booked.terms[0], outside(reason, reason_en))
