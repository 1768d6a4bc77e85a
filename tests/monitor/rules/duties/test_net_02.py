"""NET-02: DNSSEC, seen by ourselves."""

from datetime import date

import pytest

from monitor.rules.contract import Basis, Severity
from probes.contract import System
from probes.failures import FailureKind
from probes.names.facts import DnsFacts
from tests.support.judged import Look, failing


def outcome(*seen: bool | None) -> str:
    ds, rrsig, valid = seen
    facts = DnsFacts(
        asked=True, host="vinh-mau.test", exists=True, zone="vinh-mau.test", ds=ds, rrsig=rrsig, rrsig_valid=valid
    )
    return Look(facts={"dns": facts}).verdict("NET-02").outcome


@pytest.mark.parametrize(
    ("ds", "rrsig", "valid", "expected"),
    [
        (True, True, True, "pass"),
        (True, True, False, "fail"),
        (True, True, None, "unknown"),
        (True, False, None, "fail"),
        (True, None, None, "unknown"),
        (False, True, None, "fail"),
        (False, False, None, "fail"),
        (False, None, None, "fail"),
        (None, True, None, "unknown"),
        (None, False, None, "unknown"),
        (None, None, None, "unknown"),
    ],
)
def test_by_what_was_seen_of_ds_and_signatures(
    ds: bool | None, rrsig: bool | None, valid: bool | None, expected: str
) -> None:
    assert outcome(ds, rrsig, valid) == expected


def test_a_name_that_was_not_asked_about_is_not_known() -> None:
    assert Look(facts={"dns": DnsFacts()}).verdict("NET-02").outcome == "unknown"


def test_a_name_system_that_said_nothing_fails_nobody() -> None:
    failures = failing(FailureKind.DNS_FAILURE, "dns")
    assert Look(failures=failures).verdict("NET-02").outcome == "unknown"


@pytest.mark.parametrize("day", ["2018-06-01", "2022-08-08", "2026-11-22"])
def test_it_is_advice_and_no_breach(day: str) -> None:
    facts = {"dns": DnsFacts(asked=True, host="vinh-mau.test", exists=True, ds=False)}
    verdict = Look(facts=facts, law_day=date.fromisoformat(day)).verdict("NET-02")
    assert (verdict.severity, verdict.basis, verdict.weight) == (Severity.ADVISORY, Basis.PRODUCT, 0)
    assert verdict.reason.startswith("Dưới ngưỡng theo dõi")


@pytest.mark.parametrize(("day", "system"), [("2018-05-31", System.PORTAL), ("2026-11-22", System.ONE_STOP)])
def test_it_does_not_apply_before_the_first_text_nor_to_what_is_internal(day: str, system: System) -> None:
    assert Look(system=system, law_day=date.fromisoformat(day)).verdict("NET-02").outcome == "not_applicable"
