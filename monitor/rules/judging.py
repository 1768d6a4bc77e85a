"""All verdicts of one portal from what was seen, under the law of one day; no clock, no network, no store."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from monitor.catalogue.records import Agency, Portal
from monitor.exemptions.records import NOTHING_TOLD, Circumstances
from monitor.rules.contract import Case, Cause, Finding, History, Rule, Terms, Verdict
from monitor.rules.findings import because, outside, undecided
from monitor.rules.judged_before import Judged
from monitor.rules.rulebook import BookedRule, RuleBook, holds_on
from monitor.rules.verdicts import exempt, verdict
from monitor.rules.words import STATES, beyond_us, not_in_force, not_seen
from probes.failures import Failure, Party, State
from probes.remembering import ByIdentity

_SCOPES: ByIdentity[tuple[RuleBook, Agency, tuple[tuple[Terms, ...], ...]]] = ByIdentity(4096)
_JUDGED = Judged(64_000)


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
    circumstances: Circumstances = NOTHING_TOLD,
) -> tuple[Verdict, ...]:
    """One verdict for each rule of the book, in the order of the ids.

    `facts` and `failures` are by probe name; a probe may have both. `at` is the wall clock of the look, aware UTC;
    `law_day` decides which terms and exemptions hold. The same arguments give the same verdicts.
    """
    verdicts = []
    stops = tuple(item for item in circumstances.stops if item.scope.holds(portal))
    for booked, scope in zip(rulebook.rules, _scopes(rulebook, portal, agency), strict=True):
        terms = next((item for item in scope if holds_on(item, law_day)), None)
        if terms is None:
            verdicts.append(_not_in_force(booked, scope, law_day))
            continue
        rule = booked.rule
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
            abilities=circumstances.abilities,
            stops=stops,
            reviews=tuple(x for x in circumstances.reviews if (x.portal, x.rule) == (portal.id, rule.id)),
            holidays=rulebook.holidays,
        )
        verdicts.append(_free(_found(rule, case, portal), circumstances, portal, law_day))
    return tuple(verdicts)


def _scopes(rulebook: RuleBook, portal: Portal, agency: Agency) -> tuple[tuple[Terms, ...], ...]:
    """What holds for a portal on some day, by rule; the same for as long as catalogue and rule book are."""
    known = _SCOPES.find(portal)
    if known is None or known[0] is not rulebook or known[1] is not agency:
        scopes = tuple(booked.in_scope(portal, agency) for booked in rulebook.rules)
        known = _SCOPES.put(portal, (rulebook, agency, scopes))
    return known[2]


def _found(rule: Rule, case: Case, portal: Portal) -> Verdict:
    """The rule's verdict; one that says what it depends on is asked once for the same inputs."""
    if rule.depends_on is None:
        return verdict(rule.id, case.terms, _finding(rule, case))
    narrowed = _JUDGED.narrowed(rule, case)
    found = _JUDGED.find(portal, rule, narrowed)
    return found or _JUDGED.put(portal, rule, narrowed, verdict(rule.id, case.terms, _finding(rule, narrowed)))


def _free(found: Verdict, circumstances: Circumstances, portal: Portal, law_day: date) -> Verdict:
    freed = circumstances.exemption(portal, found.rule, law_day) if circumstances.exemptions else None
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
    terms = replace(coming or past or booked.terms[0], thresholds={})
    return verdict(booked.rule.id, terms, outside(reason, reason_en))
