"""TLS-01: HTTPS, and plain HTTP leading to it."""

from datetime import date

import pytest

from monitor.rules.contract import Basis, Severity
from probes.contract import System
from probes.failures import FailureKind, State
from tests.support.judged import Look, failing, reachability

PLAIN = "http://vinh-mau.test/"


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"http_to_https": True}, "pass"),
        ({"http_to_https": False}, "warn"),
        ({"http_to_https": None}, "unknown"),
        ({"url": PLAIN, "final_url": PLAIN, "http_to_https": False, "tls": None}, "fail"),
        ({"final_url": PLAIN, "http_to_https": None}, "fail"),
        ({"status": None}, "unknown"),
    ],
)
def test_by_what_answered(changes: dict[str, object], outcome: str) -> None:
    assert Look(facts={"reachability": reachability(**changes)}).verdict("TLS-01").outcome == outcome


@pytest.mark.parametrize("kind", [FailureKind.BLOCKED, FailureKind.MAINTENANCE, FailureKind.HTTP_SERVER_ERROR])
def test_a_page_that_is_not_the_systems_own_does_not_fail_it_for_plain_http(kind: FailureKind) -> None:
    facts = {"reachability": reachability(final_url=PLAIN, http_to_https=False, tls=None)}
    assert Look(facts=facts, failures=failing(kind)).verdict("TLS-01").outcome == "unknown"


def test_an_expired_certificate_is_left_to_the_other_rule() -> None:
    facts = {"reachability": reachability(status=None, state=State.DOWN)}
    look = Look(facts=facts, failures=failing(FailureKind.TLS_EXPIRED), state=State.DOWN)
    assert look.verdict("TLS-01").outcome == "unknown"


@pytest.mark.parametrize(
    ("day", "system", "severity", "basis"),
    [
        ("2018-06-01", System.PUBLIC_SERVICE, Severity.MAJOR, Basis.LAW),
        ("2022-08-14", System.PUBLIC_SERVICE, Severity.MAJOR, Basis.LAW),
        ("2022-08-15", System.PUBLIC_SERVICE, Severity.ADVISORY, Basis.PRODUCT),
        ("2022-08-14", System.PORTAL, Severity.ADVISORY, Basis.PRODUCT),
        ("2026-06-30", System.PORTAL, Severity.ADVISORY, Basis.PRODUCT),
        ("2026-07-01", System.PORTAL, Severity.MAJOR, Basis.LAW),
        ("2026-07-01", System.ONE_STOP, Severity.MAJOR, Basis.LAW),
    ],
)
def test_the_law_of_the_day_decides_how_much_it_weighs(
    day: str, system: System, severity: Severity, basis: Basis
) -> None:
    verdict = Look(system=system, law_day=date.fromisoformat(day)).verdict("TLS-01")
    assert (verdict.severity, verdict.basis) == (severity, basis)


def test_before_its_first_day_it_does_not_apply() -> None:
    verdict = Look(system=System.PUBLIC_SERVICE, law_day=date(2018, 5, 31)).verdict("TLS-01")
    assert (verdict.outcome, verdict.reason) == ("not_applicable", "Không áp dụng: có hiệu lực từ 01/06/2018")
