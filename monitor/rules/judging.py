"""All verdicts of one portal from what was seen, under the law of one day; no clock, no network, no store."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from monitor.catalogue.records import Agency, Portal
from monitor.rules.contract import Case, Finding, History, Outcome, Rule, Terms, Verdict
from monitor.rules.rulebook import BookedRule, RuleBook, holds_on
from monitor.rules.words import RETIRED, not_in_force, not_seen
from probes.failures import Failure, State


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
    for booked in rulebook.rules:
        scope = booked.in_scope(portal, agency)
        terms = next((item for item in scope if holds_on(item, law_day)), None)
        if terms is None:
            verdicts.append(_not_in_force(booked, scope, law_day))
            continue
        case = Case(
            system=portal.system,
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


def _finding(rule: Rule, case: Case) -> Finding:
    if case.state is State.RETIRED and not rule.judges_retired:
        return Finding(outcome=Outcome.NOT_APPLICABLE, reason=RETIRED[0], reason_en=RETIRED[1])
    unseen = next((probe for probe in rule.reads if not _seen(rule, probe, case)), None)
    if unseen is None:
        return rule.judge(case)
    failure = case.failures.get(unseen)
    vietnamese, english = not_seen(failure)
    evidence: dict[str, Any] = {"probe": unseen, "failure": None if failure is None else failure.kind.value}
    return Finding(outcome=Outcome.UNKNOWN, reason=vietnamese, reason_en=english, evidence=evidence)


def _seen(rule: Rule, probe: str, case: Case) -> bool:
    if case.facts.get(probe) is None:
        return False
    return probe not in case.failures or probe in rule.reads_failed


def _not_in_force(booked: BookedRule, scope: tuple[Terms, ...], law_day: date) -> Verdict:
    """The nearest terms lend their severity and law; the reason names from when, or until when, they hold."""
    coming = next((terms for terms in scope if terms.effective_from and terms.effective_from > law_day), None)
    past = next((terms for terms in reversed(scope) if terms.effective_to and terms.effective_to < law_day), None)
    reason, reason_en = not_in_force(
        begins=coming.effective_from if coming else None, ended=past.effective_to if past else None
    )
    finding = Finding(outcome=Outcome.NOT_APPLICABLE, reason=reason, reason_en=reason_en)
    return _verdict(booked.rule, coming or past or booked.terms[0], finding)


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
