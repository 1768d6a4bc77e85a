"""TLS-02: the certificate's faults, its last 14 days, and the protocol."""

from dataclasses import replace
from datetime import timedelta

import pytest

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
