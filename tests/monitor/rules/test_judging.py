"""Judging: not seen is unknown, the day decides the law, and nothing but the arguments counts."""

import json
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from monitor.catalogue.records import AgencyKind, Lifecycle
from monitor.exemptions.records import Circumstances, Exemption, Scope
from monitor.rules.contract import Basis, Case, Cause, Finding, History, Outcome, Rule
from monitor.rules.findings import fails, grave, passes
from monitor.rules.rulebook import BookedRule, RuleBook
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
    knowing = {booked.rule.id for booked in BOOKED if booked.rule.judges_retired}
    outcomes = {verdict.rule: verdict.outcome.value for verdict in look.verdicts()}
    assert {rule for rule, outcome in outcomes.items() if outcome != "not_applicable"} <= knowing
    assert {rule: outcomes[rule] for rule in ("AV-01", "AV-03", "LIFE-01", "REACH-01")} == {
        "AV-01": "unknown",
        "AV-03": "pass",
        "LIFE-01": "pass",
        "REACH-01": "pass",
    }


SEEN_ONCE = Rule(id="X-01", reads=(), judge=lambda case: passes("mẫu", "sample", at=str(case.at)))


def book_of(rule: Rule, **terms: object) -> RuleBook:
    """The shipped book with this rule alone, under one stretch of terms."""
    booked = BOOKED[0]
    mine = replace(booked.terms[-1], effective_from=None, thresholds={}, **terms)  # type: ignore[arg-type]
    return replace(rulebook(), rules=(replace(booked, rule=rule, terms=(mine,)),))


@pytest.mark.parametrize(
    ("needs", "abilities", "cause"),
    [
        ((), set(), None),
        (("browser",), {"browser"}, None),
        (("browser",), set(), Cause.UNDECIDABLE_HERE),
        (("browser", "ipv6"), {"browser"}, Cause.UNDECIDABLE_HERE),
        (("dossier_push",), {"browser", "ipv6"}, Cause.UNDECIDABLE_HERE),
        (("never heard of",), set(), Cause.UNDECIDABLE_HERE),
    ],
)
def test_what_this_installation_lacks_is_never_decided_here(
    needs: tuple[str, ...], abilities: set[str], cause: Cause | None
) -> None:
    rule = replace(SEEN_ONCE, needs=needs)
    look = Look(circumstances=Circumstances(abilities=frozenset(abilities)))
    verdict = look.verdict("X-01", book_of(rule))
    assert (verdict.outcome is Outcome.UNKNOWN, verdict.cause) == (cause is not None, cause)


@pytest.mark.parametrize("booked", BOOKED, ids=lambda booked: booked.rule.id)
def test_every_undecided_verdict_says_why_and_no_other_does(booked: BookedRule) -> None:
    looks = (
        Look(),
        Look(state=State.DOWN, confirmed=False, failures=failing(FailureKind.READ_TIMEOUT)),
        Look(facts={"reachability": reachability(), "landing_page": landing_page()}),
    )
    for look in looks:
        verdict = look.verdict(booked.rule.id)
        assert (verdict.cause is not None) is (verdict.outcome is Outcome.UNKNOWN)


def counted(asked: list[Case]) -> Rule:
    """A rule that keeps what it was given."""

    def judge(case: Case) -> Finding:
        asked.append(case)
        return passes("mẫu", "sample")

    return Rule(id="X-01", reads=(), judge=judge, depends_on=("landing_page",))


def test_identical_inputs_are_judged_once_and_changed_ones_again() -> None:
    asked: list[Case] = []
    book, page = book_of(counted(asked)), landing_page()
    look = Look(facts={"landing_page": page, "reachability": reachability()})
    for hour in range(3):
        look.at = AT + timedelta(hours=hour)
        look.facts["reachability"] = reachability(total=float(hour))
        look.verdict("X-01", book)
    assert len(asked) == 1
    look.facts["landing_page"] = landing_page(title="Trang khác")
    look.verdict("X-01", book)
    look.law_day = TODAY - timedelta(days=1)
    look.verdict("X-01", book)
    look.confirmed = False
    look.verdict("X-01", book)
    assert len(asked) == 4


def test_a_rule_that_names_what_it_depends_on_is_given_nothing_else() -> None:
    asked: list[Case] = []
    history = History(spans=spans((State.UP, 60.0)))
    facts = {"landing_page": landing_page(), "reachability": reachability()}
    Look(facts=facts, history=history).verdict("X-01", book_of(counted(asked)))
    assert (set(asked[0].facts), asked[0].history, asked[0].at.year) == ({"landing_page"}, History(), 1)


EXEMPTION = Exemption(
    scope=Scope(agency="x-vinh-mau"),
    rule="X-01",
    ground="CV 12/2026",
    approver="Sở mẫu",
    starts=date(2026, 11, 1),
    ends=date(2026, 11, 30),
)
PORTAL_ONLY = Scope(portal="x-vinh-mau-portal")
SERVICES_ONLY = Scope(agency="x-vinh-mau", system=System.PUBLIC_SERVICE)


@pytest.mark.parametrize(
    ("exemption", "day", "outcome"),
    [
        (EXEMPTION, "2026-10-31", "fail"),
        (EXEMPTION, "2026-11-01", "exempt"),
        (EXEMPTION, "2026-11-30", "exempt"),
        (EXEMPTION, "2026-12-01", "fail"),
        (replace(EXEMPTION, rule="X-02"), "2026-11-22", "fail"),
        (replace(EXEMPTION, scope=PORTAL_ONLY), "2026-11-22", "exempt"),
        (replace(EXEMPTION, scope=Scope(portal="x-another")), "2026-11-22", "fail"),
        (replace(EXEMPTION, scope=Scope(agency="x-another")), "2026-11-22", "fail"),
        (replace(EXEMPTION, scope=SERVICES_ONLY), "2026-11-22", "fail"),
        (replace(EXEMPTION, scope=replace(SERVICES_ONLY, system=System.PORTAL)), "2026-11-22", "exempt"),
    ],
)
def test_an_exemption_frees_its_scope_between_its_legal_days(exemption: Exemption, day: str, outcome: str) -> None:
    rule = replace(SEEN_ONCE, judge=lambda _case: fails(Basis.LAW, "mẫu", "sample", found=3))
    look = Look(circumstances=Circumstances(exemptions=(exemption,)), law_day=date.fromisoformat(day))
    assert look.verdict("X-01", book_of(rule)).outcome == outcome


def test_what_was_found_stays_in_the_evidence_of_an_exempt_verdict() -> None:
    rule = replace(SEEN_ONCE, judge=lambda _case: grave(fails(Basis.LAW, "mẫu", "sample", found=3)))
    look = Look(circumstances=Circumstances(exemptions=(EXEMPTION,)))
    verdict = look.verdict("X-01", book_of(rule, gate="unavailable"))
    assert verdict.reason == "Được miễn: CV 12/2026 (Sở mẫu), đến hết 30/11/2026"
    assert verdict.gate is None
    assert verdict.evidence["exemption"] == {
        "scope": {"agency": "x-vinh-mau"},
        "ground": "CV 12/2026",
        "approver": "Sở mẫu",
        "from": "2026-11-01",
        "to": "2026-11-30",
    }
    assert verdict.evidence["underneath"] == {
        "outcome": "fail",
        "cause": None,
        "reason": "Chưa tuân thủ: mẫu",
        "reason_en": "Not compliant: sample",
        "evidence": {"found": 3},
    }


def test_what_does_not_apply_needs_no_exemption() -> None:
    look = Look(system=System.ONE_STOP, circumstances=Circumstances(exemptions=(replace(EXEMPTION, rule="INFO-02"),)))
    assert look.verdict("INFO-02").outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(("finding", "gate"), [(True, "unavailable"), (False, None)])
def test_only_a_grave_failure_puts_the_cap_of_its_terms(finding: bool, gate: str | None) -> None:
    failure = fails(Basis.LAW, "mẫu", "sample")
    rule = replace(SEEN_ONCE, judge=lambda _case: grave(failure) if finding else failure)
    assert Look().verdict("X-01", book_of(rule, gate="unavailable")).gate == gate
    assert Look().verdict("X-01", book_of(rule)).gate is None
