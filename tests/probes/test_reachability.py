"""How far a look came, what the answer asks of us, and whether plain HTTP leads to HTTPS."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.answer import Answer, PageKind
from probes.contract import System, Target
from probes.document import Document
from probes.exchange import Exchange, Hop, TlsFacts
from probes.failures import FailureKind, State, failed
from probes.reachability import PROBE, leads_to_https, look, read, retry_after
from probes.session import LookSession

URL = "https://cong.binhson.test/"
TARGET = Target(url=URL, system=System.PORTAL, law_day=date(2026, 11, 22))
TWIN = "http://cong.binhson.test/"


class Answers:
    """A session that answers from a table and notes what it was asked."""

    def __init__(self, table: dict[str, Answer]) -> None:
        self.table = table
        self.asked: list[str] = []

    def ask(self, url: str) -> Answer:
        self.asked.append(url)
        return self.table[url]


def page(url: str, *, final_url: str | None = None, hops: int = 0) -> Answer:
    way = tuple(Hop(url=url, status=301, address="192.0.2.1") for _ in range(hops))
    exchange = Exchange(url=url, final_url=final_url or url, status=200, hops=way, body=b"<title>C</title>")
    document = Document("<html lang=vi><title>Cổng</title>", url=url, charset="utf-8")
    return Answer(exchange=exchange, kind=PageKind.CONTENT, reason="text", document=document)


def failing(url: str, kind: FailureKind, *, final_url: str | None = None, hops: int = 0) -> Answer:
    failure = failed(kind, "detail")
    way = tuple(Hop(url=url, status=301, address="192.0.2.1") for _ in range(hops))
    return Answer(exchange=Exchange(url=url, final_url=final_url or url, hops=way, failure=failure), failure=failure)


def test_facts_say_how_far_the_look_came() -> None:
    facts = read(URL, page(URL))
    assert (facts.state, facts.status, facts.kind, facts.title, facts.language) == (
        State.UP, 200, PageKind.CONTENT, "Cổng", "vi",
    )  # fmt: skip
    assert facts.bytes == len(b"<title>C</title>")


def test_a_failed_look_has_facts_and_failure() -> None:
    seen = look(TARGET, Answers({URL: failing(URL, FailureKind.CONNECT_TIMEOUT)}), {})
    assert seen.facts is not None
    assert (seen.facts.state, seen.facts.status, seen.facts.kind, seen.facts.title) == (State.DOWN, None, None, None)
    assert seen.failure is not None
    assert seen.failure.kind is FailureKind.CONNECT_TIMEOUT


def headed(**headers: str) -> Exchange:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Exchange(url=URL, final_url=URL, status=503, headers=named)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry_after": "120"}, 120.0),
        ({"retry_after": " 0 "}, 0.0),
        ({"retry_after": "99999999999999999999999"}, 604_800.0),
        ({"retry_after": "-5"}, None),
        ({"retry_after": "1e3"}, None),
        ({"retry_after": "²"}, None),
        ({"retry_after": "soon"}, None),
        ({"retry_after": "Sun, 22 Nov 2026 03:02:00 GMT", "date": "Sun, 22 Nov 2026 03:00:00 GMT"}, 120.0),
        ({"retry_after": "Sun, 22 Nov 2026 02:00:00 GMT", "date": "Sun, 22 Nov 2026 03:00:00 GMT"}, 0.0),
        ({"retry_after": "Sun, 22 Nov 2026 03:02:00 GMT"}, None),
        ({"retry_after": "Sun, 99 Nov 99999 99:99:99 GMT", "date": "Sun, 22 Nov 2026 03:00:00 GMT"}, None),
    ],
)
def test_retry_after_is_read_in_seconds(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headed(**headers)) == seconds


@pytest.mark.parametrize(
    ("answer", "leads"),
    [
        (page(TWIN, final_url=URL, hops=1), True),
        (page(TWIN), False),
        (page(TWIN, final_url="http://www.binhson.test/", hops=1), False),
        (failing(TWIN, FailureKind.CONNECTION_REFUSED), None),
        (failing(TWIN, FailureKind.TLS_EXPIRED, final_url=URL, hops=1), True),
    ],
    ids=["redirect", "content over plain http", "redirect to plain http", "closed", "redirect to a broken certificate"],
)
def test_plain_http_leads_to_https_or_not_or_is_closed(answer: Answer, leads: bool | None) -> None:
    assert leads_to_https(answer) is leads
    seen = look(TARGET, Answers({URL: page(URL), TWIN: answer}), {})
    assert seen.facts is not None
    assert seen.facts.http_to_https is leads


def test_plain_http_is_asked_once_a_day() -> None:
    session = Answers({URL: page(URL), TWIN: page(TWIN, final_url=URL, hops=1)})
    first = look(TARGET, session, {})
    second = look(TARGET, session, first.remember)
    assert session.asked == [URL, TWIN, URL]
    assert second.facts is not None
    assert second.facts.http_to_https is True
    tomorrow = Target(url=URL, system=System.PORTAL, law_day=date(2026, 11, 23))
    look(tomorrow, session, second.remember)
    assert session.asked[3:] == [URL, TWIN]


@pytest.mark.parametrize(
    "url", ["http://a.test/", "https://a.test:8443/", "https://a.test:x/", "ftp://a.test/", "https:///x"]
)
def test_plain_http_is_only_asked_beside_https_on_its_port(url: str) -> None:
    session = Answers({url: page(url)})
    seen = look(Target(url=url, system=System.PORTAL, law_day=TARGET.law_day), session, {})
    assert session.asked == [url]
    assert seen.facts is not None
    assert seen.facts.http_to_https is None


@pytest.mark.parametrize("kind", [FailureKind.CONNECT_TIMEOUT, FailureKind.BLOCKED, FailureKind.MONITOR_OFFLINE])
def test_plain_http_is_not_asked_of_a_portal_that_does_not_answer_us(kind: FailureKind) -> None:
    session = Answers({URL: failing(URL, kind)})
    seen = look(TARGET, session, {"http_day": "2026-11-21", "http_to_https": True})
    assert session.asked == [URL]
    assert seen.remember == {"http_day": "2026-11-21", "http_to_https": True}


def test_a_question_we_could_not_ask_is_asked_again() -> None:
    session = Answers({URL: page(URL), TWIN: failing(TWIN, FailureKind.MONITOR_FAULT)})
    assert look(TARGET, session, {}).remember == {}


def test_the_probe_looks_every_round() -> None:
    assert (PROBE.name, PROBE.cadence) == ("reachability", "round")
    assert PROBE.prepare(Path()) is look


def test_the_end_of_a_certificate_stays_known_when_a_later_look_does_not_come_so_far() -> None:
    ends = datetime(2027, 1, 1, tzinfo=UTC)
    reached = Exchange(url="https://a.test/", final_url="https://a.test/", tls=TlsFacts(not_after=ends))
    refused = Exchange(url="https://a.test/", final_url="https://a.test/")
    fault = failed(FailureKind.CONNECTION_REFUSED, "refused")
    target = Target(url="https://a.test/", system=System.PORTAL, law_day=date(2026, 11, 22))

    def session(exchange: Exchange) -> LookSession:
        return LookSession(lambda _url: exchange, lambda asked: Answer(exchange=asked, failure=fault))

    first = look(target, session(reached), {})
    second = look(target, session(refused), json.loads(json.dumps(first.remember)))
    third = look(target, session(refused), second.remember)
    assert [seen.facts.certificate_until for seen in (first, second, third) if seen.facts] == [ends, ends, ends]


@pytest.mark.parametrize(
    ("way", "downgraded"),
    [
        (["https://a.test/"], False),
        (["http://a.test/", "https://a.test/"], False),
        (["https://a.test/", "https://a.test/vi"], False),
        (["https://a.test/", "http://a.test/vi"], True),
        (["https://a.test/", "http://a.test/vi", "https://a.test/vi"], True),
    ],
)
def test_a_redirect_to_plain_http_is_noted(way: list[str], downgraded: bool) -> None:
    hops = tuple(Hop(url=url, status=302, address="127.0.0.1") for url in way[:-1])
    exchange = Exchange(url=way[0], final_url=way[-1], status=200, hops=hops, body=b"<p>x")
    assert read(way[0], Answer(exchange=exchange, kind=PageKind.CONTENT)).downgraded is downgraded


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_retry_after_is_seconds_or_nothing(asked: str, sent: str) -> None:
    headers = (("retry-after", asked), ("date", sent))
    seconds = retry_after(Exchange(url="https://a.test/", final_url="https://a.test/", status=503, headers=headers))
    assert seconds is None or 0 <= seconds <= 7 * 86_400
