"""One look as JSON, to the letter of the interface."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from monitor.reports.json_values import json_text, moment
from monitor.reports.look_json import LookReport, look_json
from monitor.rules.contract import Basis, Outcome, Severity, Verdict
from probes.contract import System
from probes.exchange import Hop, TlsFacts
from probes.failures import FailureKind, State, failed
from probes.figures.figure import Figure, Period, Problem, PublishedCounts
from probes.names.facts import DnsFacts
from tests.support.rounds import reachability

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
FIGURE = Figure(
    key="dossiers_received",
    value=12345,
    unit="dossier",
    raw="12.345",
    label="Đã tiếp nhận",
    where="table.stat",
    period=Period(start=date(2025, 1, 1), end=date(2025, 12, 31)),
    as_of=date(2025, 10, 3),
)
VERDICT = Verdict(
    rule="TLS-02",
    outcome=Outcome.PASS,
    severity=Severity.MINOR,
    basis=Basis.LAW,
    weight=1,
    reason="Đạt",
    reason_en="Passed",
    law="NĐ 224/2026/NĐ-CP, Điều 10",
    evidence={"not_after": "2027-01-01"},
)


def report(**changes: Any) -> LookReport:
    told: dict[str, Any] = {
        "portal": None,
        "url": "https://a.test/",
        "system": System.PUBLIC_SERVICE,
        "at": AT,
        "law_day": date(2026, 11, 22),
        "vantage": "local",
        "simulated": False,
        "failure": None,
        "reached": reachability(State.UP),
        "counts": PublishedCounts(figures=(FIGURE,), problems=(Problem(kind="stale", detail="old"),)),
        "names": None,
        "verdicts": (VERDICT,),
    }
    return LookReport(**{**told, **changes})


def test_the_object_has_the_keys_of_the_interface() -> None:
    keys = "portal url system at law_day vantage simulated outcome state failure http tls page dns"
    assert list(look_json(report())) == [*keys.split(), "figures", "problems", "verdicts"]


def test_seen_is_said_exactly_when_there_is_no_failure() -> None:
    assert look_json(report())["outcome"] == "seen"
    told = look_json(
        report(failure=failed(FailureKind.DNS_FAILURE, "no such name"), reached=reachability(State.DOWN), counts=None)
    )
    assert (told["outcome"], told["state"]) == ("dns_failure", "down")
    assert told["failure"] == {"kind": "dns_failure", "party": "portal", "detail": "no such name"}


def test_what_was_not_reached_is_null() -> None:
    told = look_json(report(reached=reachability(State.DOWN)))
    assert (told["http"], told["tls"], told["page"]) == (None, None, None)


def test_what_the_name_system_says_is_told_where_it_was_asked() -> None:
    told = look_json(report(names=DnsFacts(asked=True, host="a.test", ipv6=("2001:db8::1",))))
    assert (told["dns"]["host"], told["dns"]["ipv6"], told["dns"]["caa"]) == ("a.test", ["2001:db8::1"], None)
    assert look_json(report(names=DnsFacts()))["dns"] is None


def test_redirects_and_the_certificate_are_told() -> None:
    hop = Hop(url="http://a.test/", status=301, address="203.0.113.9")
    tls = TlsFacts(version="TLSv1.3", issuer="CN=CA", not_after=datetime(2027, 1, 1, tzinfo=UTC), problem="tls_expired")
    told = look_json(report(reached=replace(reachability(State.UP), hops=(hop,), tls=tls)))
    assert told["http"]["hops"] == [{"url": "http://a.test/", "status": 301, "address": "203.0.113.9"}]
    assert told["tls"]["not_after"] == "2027-01-01T00:00:00Z"
    assert told["tls"]["problem"] == "tls_expired"


@pytest.mark.parametrize(
    ("way", "lost"),
    [
        (("https://a.test/", "https://b.test/"), False),
        (("http://a.test/", "https://a.test/"), False),
        (("https://a.test/", "http://a.test/x"), True),
        (("http://a.test/", "https://a.test/", "http://a.test/x"), True),
    ],
)
def test_a_redirect_from_https_to_http_is_noted(way: tuple[str, ...], lost: bool) -> None:
    hops = tuple(Hop(url=url, status=302, address="203.0.113.9") for url in way[:-1])
    told = look_json(report(reached=replace(reachability(State.UP), hops=hops, final_url=way[-1])))
    assert told["http"]["downgraded"] is lost


def test_a_figure_is_told_with_everything_needed_to_know_what_it_means() -> None:
    assert look_json(report())["figures"] == [
        {
            "key": "dossiers_received",
            "value": 12345,
            "unit": "dossier",
            "qualifier": "exact",
            "raw": "12.345",
            "label": "Đã tiếp nhận",
            "scope": None,
            "period": {"start": "2025-01-01", "end": "2025-12-31"},
            "as_of": "2025-10-03",
            "definition": None,
            "derived": False,
            "where": "table.stat",
        }
    ]


def test_a_verdict_is_told_with_severity_and_basis_in_words() -> None:
    told = look_json(report())["verdicts"][0]
    assert (told["rule"], told["outcome"], told["severity"], told["basis"]) == ("TLS-02", "pass", "minor", "law")


def test_vietnamese_letters_stay_and_the_text_is_json() -> None:
    text = json_text(look_json(report()))
    assert "Đã tiếp nhận" in text
    assert json.loads(text)["at"] == "2026-11-22T03:00:00Z"


def test_a_moment_keeps_its_milliseconds() -> None:
    assert moment(datetime(2026, 11, 22, 3, 0, 0, 123456, tzinfo=UTC)) == "2026-11-22T03:00:00.123Z"
    assert moment(None) is None
