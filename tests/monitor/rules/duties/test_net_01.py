"""NET-01: an IPv6 address, and the way there."""

from datetime import date

import pytest

from monitor.rules.contract import Basis, Cause, Severity
from probes.contract import System
from probes.failures import FailureKind
from probes.names.facts import DnsFacts
from tests.support.judged import Look, failing

ADDRESS = "2400:cb00::9"


def names(**changes: object) -> DnsFacts:
    values = {"asked": True, "host": "vinh-mau.test", "exists": True, "ipv4": ("8.8.8.8",), "ipv6": (ADDRESS,)}
    return DnsFacts(**(values | changes))


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        (names(over_ipv6=True), "pass"),
        (names(over_ipv6=None, over_ipv6_note="no IPv6 from here"), "unknown"),
        (names(over_ipv6=False, over_ipv6_note="connecting: ECONNREFUSED"), "warn"),
        (names(ipv6=("fd00::9",), not_public=("fd00::9",)), "warn"),
        (names(ipv6=(ADDRESS, "fd00::9"), not_public=("fd00::9",), over_ipv6=True), "pass"),
        (names(ipv6=()), "fail"),
        (names(ipv6=(), ipv4=None), "fail"),
        (names(ipv6=None, unanswered=("AAAA vinh-mau.test: SERVFAIL",)), "unknown"),
        (names(exists=False, ipv4=(), ipv6=()), "unknown"),
        (DnsFacts(), "unknown"),
        (None, "unknown"),
    ],
)
def test_by_what_the_name_system_said(facts: DnsFacts | None, outcome: str) -> None:
    assert Look(facts={"dns": facts} if facts else {}).verdict("NET-01").outcome == outcome


def test_a_name_that_the_configuration_sends_elsewhere_is_undecidable_here() -> None:
    assert Look(facts={"dns": DnsFacts()}).verdict("NET-01").cause is Cause.UNDECIDABLE_HERE


@pytest.mark.parametrize("kind", [FailureKind.DNS_FAILURE, FailureKind.MONITOR_OFFLINE, FailureKind.MONITOR_FAULT])
def test_a_name_system_that_said_nothing_fails_nobody(kind: FailureKind) -> None:
    assert Look(failures=failing(kind, "dns")).verdict("NET-01").outcome == "unknown"


def test_a_place_without_ipv6_can_never_settle_whether_the_address_answers() -> None:
    verdict = Look(facts={"dns": names(over_ipv6=None)}).verdict("NET-01")
    assert verdict.cause is Cause.UNDECIDABLE_HERE
    assert "chưa xác định được việc truy cập qua IPv6" in verdict.reason
    assert verdict.evidence["over_ipv6"] is None


@pytest.mark.parametrize(
    ("day", "system", "severity", "basis"),
    [
        ("2018-06-01", System.PORTAL, Severity.ADVISORY, Basis.PRODUCT),
        ("2021-01-14", System.PORTAL, Severity.ADVISORY, Basis.CRITERION),
        ("2022-08-08", System.PUBLIC_SERVICE, Severity.ADVISORY, Basis.CRITERION),
        ("2022-12-31", System.PORTAL, Severity.ADVISORY, Basis.CRITERION),
        ("2023-01-01", System.PUBLIC_SERVICE, Severity.MINOR, Basis.CRITERION),
        ("2025-12-31", System.PORTAL, Severity.MINOR, Basis.CRITERION),
        ("2026-06-30", System.PORTAL, Severity.ADVISORY, Basis.PRODUCT),
        ("2026-07-01", System.PORTAL, Severity.MAJOR, Basis.LAW),
        ("2026-07-01", System.PUBLIC_SERVICE, Severity.ADVISORY, Basis.PRODUCT),
    ],
)
def test_the_text_of_the_day_decides_how_much_it_weighs(
    day: str, system: System, severity: Severity, basis: Basis
) -> None:
    verdict = Look(system=system, law_day=date.fromisoformat(day)).verdict("NET-01")
    assert (verdict.severity, verdict.basis) == (severity, basis)


@pytest.mark.parametrize(("day", "system"), [("2018-05-31", System.PORTAL), ("2026-11-22", System.ONE_STOP)])
def test_it_does_not_apply_before_the_first_text_nor_to_what_is_internal(day: str, system: System) -> None:
    verdict = Look(system=system, law_day=date.fromisoformat(day), facts={"dns": names(ipv6=())}).verdict("NET-01")
    assert verdict.outcome == "not_applicable"
