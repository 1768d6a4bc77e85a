"""Judging: not seen is unknown, the day decides the law, and nothing but the arguments counts."""

import json
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from monitor.catalogue.records import AgencyKind, Lifecycle
from monitor.rules.contract import History, Outcome
from monitor.rules.rulebook import BookedRule
from probes.contract import System
from probes.failures import FailureKind, State
from probes.figures.figure import PublishedCounts
from tests.support.judged import AT, GOOD_TLS, TODAY, Look, failing, figure, landing_page, reachability, rulebook, spans

BOOKED = rulebook().rules
SYSTEMS = (System.PORTAL, System.PUBLIC_SERVICE, System.ONE_STOP)
DAYS = ["2011-01-01", "2022-08-08", "2024-04-05", "2025-04-05", "2025-07-01", "2026-07-01", "2026-11-22"]
NEVER = {FailureKind.MONITOR_OFFLINE, FailureKind.MONITOR_FAULT, FailureKind.BLOCKED, FailureKind.RATE_LIMITED}


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("booked", BOOKED, ids=lambda booked: booked.rule.id)
@pytest.mark.parametrize("lifecycle", list(Lifecycle))
def test_nothing_seen_is_never_held_against_a_portal(booked: BookedRule, system: System, lifecycle: Lifecycle) -> None:
    look = Look(system=system, lifecycle=lifecycle, state=State.UNKNOWN)
    assert look.verdict(booked.rule.id).outcome in (Outcome.UNKNOWN, Outcome.NOT_APPLICABLE)


@pytest.mark.parametrize("kind", sorted(NEVER))
@pytest.mark.parametrize("booked", BOOKED, ids=lambda booked: booked.rule.id)
def test_our_own_trouble_and_a_refusal_never_fail_anything(booked: BookedRule, kind: FailureKind) -> None:
    failures = failing(kind)
    state = failures["reachability"].state
    for system in SYSTEMS:
        look = Look(system=system, lifecycle=Lifecycle.RETIRED, failures=failures, state=state)
        verdicts = (
            look.verdict(booked.rule.id),
            Look(system=system, failures=failures, state=state).verdict(booked.rule.id),
        )
        assert not {verdict.outcome for verdict in verdicts} & {Outcome.FAIL, Outcome.WARN, Outcome.PASS}


@pytest.mark.parametrize("kind", [FailureKind.MONITOR_OFFLINE, FailureKind.MONITOR_FAULT])
def test_a_certificate_seen_while_we_were_cut_off_may_be_somebody_elses(kind: FailureKind) -> None:
    facts = {"reachability": reachability(tls=replace(GOOD_TLS, problem="tls_wrong_host"))}
    look = Look(facts=facts, failures=failing(kind), state=State.UNKNOWN)
    assert look.verdict("TLS-02").outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(("day", "word"), [("2022-08-08", "Chưa tuân thủ: "), ("2022-08-15", "Dưới ngưỡng theo dõi: ")])
def test_only_a_law_in_force_is_called_noncompliance(day: str, word: str) -> None:
    facts = {"reachability": reachability(final_url="http://vinh-mau.test/", http_to_https=False, tls=None)}
    verdict = Look(system=System.PUBLIC_SERVICE, facts=facts, law_day=date.fromisoformat(day)).verdict("TLS-01")
    assert verdict.outcome is Outcome.FAIL
    assert verdict.reason.startswith(word)


@pytest.mark.parametrize(
    "booked", [b for b in BOOKED if b.rule.reads and not b.rule.reads_failed], ids=lambda booked: booked.rule.id
)
@pytest.mark.parametrize("kind", list(FailureKind))
def test_facts_beside_a_failure_count_only_for_rules_that_say_so(booked: BookedRule, kind: FailureKind) -> None:
    facts = {
        "reachability": reachability(),
        "landing_page": landing_page(),
        "published_counts": PublishedCounts(figures=(figure("services_total", 1), figure("services_full", 9))),
    }
    for system in SYSTEMS:
        verdict = Look(system=system, facts=facts, failures=failing(kind)).verdict(booked.rule.id)
        assert verdict.outcome in (Outcome.UNKNOWN, Outcome.NOT_APPLICABLE)


@pytest.mark.parametrize("day", DAYS)
def test_what_does_not_apply_says_from_when_it_will_or_until_when_it_did(day: str) -> None:
    for system in SYSTEMS:
        for verdict in Look(system=system, law_day=date.fromisoformat(day)).verdicts():
            assert verdict.reason
            assert verdict.reason_en
            if verdict.outcome is Outcome.NOT_APPLICABLE:
                assert verdict.reason.startswith("Không áp dụng")


def test_every_rule_gives_one_verdict_in_the_order_of_the_ids() -> None:
    ids = [verdict.rule for verdict in Look().verdicts()]
    assert ids == sorted(ids)
    assert ids == [booked.rule.id for booked in BOOKED]


def full_look(seed: int) -> Look:
    """Everything seen, with the mappings filled in an order of their own."""
    facts = {
        "reachability": reachability(),
        "landing_page": landing_page(),
        "published_counts": PublishedCounts(figures=(figure("services_total", 100), figure("services_full", 60))),
    }
    keys = list(facts)
    Random(seed).shuffle(keys)
    history = History(spans=spans((State.DOWN, 3600.0), (State.UP, 86400.0)))
    return Look(system=System.PUBLIC_SERVICE, facts={key: facts[key] for key in keys}, history=history)


@pytest.mark.parametrize("seed", range(4))
def test_the_same_look_gives_the_same_verdicts_in_any_order_of_facts(seed: int) -> None:
    assert full_look(seed).verdicts() == full_look(99).verdicts()


def test_evidence_can_be_kept_as_json() -> None:
    for look in (full_look(0), Look(failures=failing(FailureKind.DNS_FAILURE), state=State.DOWN)):
        for verdict in look.verdicts():
            assert json.loads(json.dumps(dict(verdict.evidence))) == dict(verdict.evidence)


def test_the_clock_and_the_legal_day_are_two_things() -> None:
    facts = {"reachability": reachability()}
    now = Look(facts=facts, law_day=date(2022, 8, 8))
    later = Look(facts=facts, law_day=date(2022, 8, 8), at=AT + timedelta(days=200, seconds=1))
    assert now.verdict("TLS-02").outcome is Outcome.PASS
    assert later.verdict("TLS-02").outcome is Outcome.FAIL


@pytest.mark.parametrize("kind", list(AgencyKind))
def test_every_kind_of_agency_is_judged(kind: AgencyKind) -> None:
    assert Look(kind=kind).verdict("REACH-01").outcome is Outcome.PASS


def test_a_retired_system_is_asked_only_by_rules_that_know_it() -> None:
    look = Look(
        system=System.PUBLIC_SERVICE,
        state=State.RETIRED,
        facts={"reachability": reachability(), "landing_page": landing_page()},
        law_day=TODAY,
    )
    outcomes = {verdict.rule: verdict.outcome.value for verdict in look.verdicts()}
    assert outcomes == {
        "AV-01": "unknown",
        "AV-03": "pass",
        "EMC-01": "not_applicable",
        "INFO-02": "not_applicable",
        "LIFE-01": "pass",
        "NET-01": "not_applicable",
        "NET-02": "not_applicable",
        "REACH-01": "pass",
        "SVC-02": "not_applicable",
        "TLS-01": "not_applicable",
        "TLS-02": "not_applicable",
    }
