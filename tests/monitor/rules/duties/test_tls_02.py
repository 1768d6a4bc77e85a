"""TLS-02: the certificate's faults, its last 14 days, and the protocol."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from monitor.rules.contract import Basis, Severity
from probes.failures import FailureKind, State
from tests.support.judged import AT, GOOD_TLS, Look, failing, reachability

SECOND = timedelta(seconds=1)
NOTICE = timedelta(days=14)


def look(tls: object, **changes: object) -> Look:
    return Look(facts={"reachability": reachability(tls=tls)}, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("left", "outcome"),
    [
        (NOTICE + SECOND, "pass"),
        (NOTICE, "warn"),
        (SECOND, "warn"),
        (timedelta(0), "warn"),
        (-SECOND, "fail"),
    ],
)
def test_it_warns_in_the_last_14_days_and_fails_after_the_last_second(left: timedelta, outcome: str) -> None:
    assert look(replace(GOOD_TLS, not_after=AT + left)).verdict("TLS-02").outcome == outcome


@pytest.mark.parametrize(
    "problem", ["tls_expired", "tls_not_yet_valid", "tls_wrong_host", "tls_untrusted", "tls_protocol"]
)
@pytest.mark.parametrize(("confirmed", "outcome"), [(True, "fail"), (False, "unknown")])
def test_a_fault_is_read_from_the_failed_handshake_and_confirmed(problem: str, confirmed: bool, outcome: str) -> None:
    verdict = look(
        replace(GOOD_TLS, problem=problem),
        failures=failing(FailureKind(problem)),
        state=State.DOWN,
        confirmed=confirmed,
    ).verdict("TLS-02")
    assert (verdict.outcome, verdict.evidence["problem"]) == (outcome, problem)


@pytest.mark.parametrize(
    ("version", "outcome"),
    [
        ("TLSv1.3", "pass"),
        ("TLSv1.2", "pass"),
        ("TLSv1.1", "fail"),
        ("TLSv1", "fail"),
        ("SSLv3", "fail"),
        (None, "unknown"),
    ],
)
def test_tls_1_2_is_the_oldest_that_passes(version: str | None, outcome: str) -> None:
    assert look(replace(GOOD_TLS, version=version)).verdict("TLS-02").outcome == outcome


def test_an_incomplete_chain_is_a_warning() -> None:
    assert look(replace(GOOD_TLS, problem="tls_incomplete_chain")).verdict("TLS-02").outcome == "warn"


def test_no_answer_at_all_says_nothing_of_the_certificate() -> None:
    verdict = look(None, failures=failing(FailureKind.DNS_FAILURE), state=State.DOWN).verdict("TLS-02")
    assert (verdict.outcome, verdict.reason) == ("unknown", "Chưa xác định: không phân giải được tên miền")


def test_a_system_without_https_is_the_other_rules_matter() -> None:
    facts = {"reachability": reachability(final_url="http://vinh-mau.test/", tls=None)}
    assert Look(facts=facts).verdict("TLS-02").outcome == "not_applicable"


def test_the_national_portals_certificate_is_not_put_down_to_a_retired_system() -> None:
    verdict = look(replace(GOOD_TLS, problem="tls_expired"), state=State.RETIRED).verdict("TLS-02")
    assert verdict.outcome == "not_applicable"


@pytest.mark.parametrize(
    ("ago", "gate"),
    [
        (timedelta(days=7), None),
        (timedelta(days=7) + SECOND, "expired_certificate"),
        (timedelta(days=400), "expired_certificate"),
    ],
)
def test_an_expired_certificate_caps_the_score_only_past_its_grace(ago: timedelta, gate: str | None) -> None:
    expired = replace(GOOD_TLS, problem="tls_expired", not_after=AT - ago)
    verdict = look(expired, failures=failing(FailureKind.TLS_EXPIRED)).verdict("TLS-02")
    assert (verdict.outcome, verdict.gate) == ("fail", gate)


def test_another_fault_of_the_certificate_caps_nothing() -> None:
    old = replace(GOOD_TLS, problem="tls_wrong_host", not_after=AT - timedelta(days=30))
    assert look(old, failures=failing(FailureKind.TLS_WRONG_HOST)).verdict("TLS-02").gate is None


@pytest.mark.parametrize(("day", "severity"), [("2026-06-30", Severity.ADVISORY), ("2026-07-01", Severity.MINOR)])
def test_before_a_text_that_was_read_it_only_advises(day: str, severity: Severity) -> None:
    verdict = look(GOOD_TLS, law_day=date.fromisoformat(day)).verdict("TLS-02")
    assert (verdict.severity, verdict.basis) == (severity, Basis.PRODUCT)


def test_the_numbers_of_the_verdict_are_marked_as_our_own() -> None:
    evidence = look(GOOD_TLS).verdict("TLS-02").evidence
    assert evidence["thresholds"] == {"notice_days": 14, "grace_days": 7}
    assert evidence["product_thresholds"] == ["grace_days", "notice_days"]
