"""All verdicts of one portal from what was seen, under the law of one day; no clock, no network, no store."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from monitor.catalogue.records import Agency, Portal
from monitor.rules.contract import Case, Finding, History, Rule, Terms, Verdict
from monitor.rules.findings import outside, undecided
from monitor.rules.rulebook import BookedRule, RuleBook, holds_on
from monitor.rules.words import STATES, not_in_force, not_seen
from probes.failures import Failure, Party, State
from probes.remembering import ByIdentity

_SCOPES: ByIdentity[tuple[RuleBook, Agency, tuple[tuple[Terms, ...], ...]]] = ByIdentity(4096)


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
) -> tuple[Verdict, ...]:
    """One verdict for each rule of the book, in the order of the ids.

    `facts` and `failures` are by probe name; a probe may have both. `at` is the wall clock of the look, aware UTC;
    `law_day` decides which terms hold. The same arguments give the same verdicts.
    """
    verdicts = []
    for booked, scope in zip(rulebook.rules, _scopes(rulebook, portal, agency), strict=True):
        terms = next((item for item in scope if holds_on(item, law_day)), None)
        if terms is None:
            verdicts.append(_not_in_force(booked, scope, law_day))
            continue
        case = Case(
            system=portal.system,
            agency=agency.id,
            agency_name=agency.name_vi,
            agency_kind=agency.kind,
            lifecycle=portal.lifecycle,
            url=portal.url,
            state=state,
            confirmed=confirmed,
            facts=facts,
            failures=failures,
            history=history,
            at=at,
            law_day=law_day,
            terms=terms,
        )
        verdicts.append(_verdict(booked.rule, terms, _finding(booked.rule, case)))
    return tuple(verdicts)


def _scopes(rulebook: RuleBook, portal: Portal, agency: Agency) -> tuple[tuple[Terms, ...], ...]:
    """What holds for a portal on some day, by rule; the same for as long as catalogue and rule book are."""
    known = _SCOPES.find(portal)
    if known is None or known[0] is not rulebook or known[1] is not agency:
        scopes = tuple(booked.in_scope(portal, agency) for booked in rulebook.rules)
        known = _SCOPES.put(portal, (rulebook, agency, scopes))
    return known[2]


def _finding(rule: Rule, case: Case) -> Finding:
    if case.state is State.RETIRED and not rule.judges_retired:
        vietnamese, english = STATES[State.RETIRED]
        return outside(vietnamese, english)
    unseen = next((probe for probe in rule.reads if not _seen(rule, probe, case)), None)
    if unseen is None:
        return rule.judge(case)
    failure = case.failures.get(unseen)
    vietnamese, english = not_seen(failure)
    return undecided(vietnamese, english, probe=unseen, failure=failure.kind.value if failure else None)


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
    return _verdict(booked.rule, coming or past or booked.terms[0], outside(reason, reason_en))


def _verdict(rule: Rule, terms: Terms, finding: Finding) -> Verdict:
    return Verdict(
        rule=rule.id,
        outcome=finding.outcome,
        severity=terms.severity,
        basis=terms.basis,
        weight=terms.weight,
        reason=finding.reason,
        reason_en=finding.reason_en,
        law=str(terms.law) if terms.law else None,
        evidence=finding.evidence,
    )
