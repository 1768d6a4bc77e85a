"""What stands on a first page, and that unchanged bytes are not read again."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from probes.answer import Answer, PageKind
from probes.contract import Look, System, Target
from probes.exchange import Exchange
from probes.facts import LandingPage
from probes.failures import FailureKind
from probes.fingerprints import load_fingerprints
from probes.landing_page import MOST_LINKS, PROBE
from probes.ownership import Owner
from probes.page_kind import classify

CONFIG = Path(__file__).parents[2] / "config"
FINGERPRINTS = load_fingerprints(CONFIG)
LOOK = PROBE.prepare(CONFIG)
URL = "https://cong.binhson.test/vi/"
TARGET = Target(url=URL, system=System.PORTAL, law_day=date(2026, 11, 22))
TAG = (
    "<script>var _govaq=[];_govaq.push(['trackPageView']);_govaq.push(['setTrackerUrl',"
    "'https://f-emc.ngsp.gov.vn/tracking']);_govaq.push(['setSiteId','77']);</script>"
)


class OneAnswer:
    """A session with one page."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def ask(self, url: str) -> Answer:
        assert url == URL
        return self.answer


def answer_with(source: str | bytes, **more: Any) -> Answer:
    body = source.encode() if isinstance(source, str) else source
    headers = more.pop("headers", (("content-type", "text/html; charset=utf-8"),))
    exchange = Exchange(
        url=URL, final_url=more.pop("final_url", URL), status=more.pop("status", 200), headers=headers, body=body
    )
    return classify(exchange, FINGERPRINTS)


def looked(answer: Answer, memory: Mapping[str, Any] | None = None, *, target: Target = TARGET) -> Look[LandingPage]:
    return LOOK(target, OneAnswer(answer), memory or {})


def facts_of(source: str | bytes, **more: Any) -> LandingPage:
    facts = looked(answer_with(source, **more)).facts
    assert facts is not None
    return facts


def page(body: str, head: str = "") -> str:
    return f"<html lang='vi'><head><title>Cổng</title>{head}</head><body><p>Xã Hòa Bình</p>{body}</body></html>"


def test_title_language_charset_and_kind_are_read() -> None:
    facts = facts_of(page("<p>Tin tức</p>"))
    assert (facts.kind, facts.title, facts.language, facts.charset) == (PageKind.CONTENT, "Cổng", "vi", "utf-8")
    assert len(facts.sha256) == 64


@pytest.mark.parametrize(
    ("anchor", "url"),
    [
        ("<a href='/tin'>x</a>", "https://cong.binhson.test/tin"),
        ("<a href='tin'>x</a>", "https://cong.binhson.test/vi/tin"),
        ("<a href=' //www.binhson.test/a '>x</a>", "https://www.binhson.test/a"),
        ("<a href='HTTP://A.test/b?c=d#e'>x</a>", "HTTP://A.test/b?c=d#e"),
        ("<map><area href='/ban-do' alt='x'></map>", "https://cong.binhson.test/ban-do"),
    ],
)
def test_links_are_absolute(anchor: str, url: str) -> None:
    (link,) = facts_of(page(anchor)).links
    assert (link.text, link.url) == ("x", url)


@pytest.mark.parametrize(
    "href",
    ["#", "#muc-1", "", " ", "javascript:void(0)", "mailto:a@b.test", "tel:1900", "http://[::1", "data:text/html,x"]
)  # fmt: skip
def test_what_is_no_web_address_is_no_link(href: str) -> None:
    assert facts_of(page(f"<a href='{href}'>x</a>")).links == ()


def test_links_follow_the_base_of_the_page() -> None:
    (link,) = facts_of(page("<a href='a'>x</a>", "<base href='https://khac.test/m/'>")).links
    assert link.url == "https://khac.test/m/a"


def test_links_are_capped_and_the_national_portal_is_found_beyond_the_cap() -> None:
    many = "".join(f"<a href='/{n}'>{n}</a>" for n in range(MOST_LINKS + 50))
    facts = facts_of(page(f"{many}<a href='https://dichvucong.gov.vn/p/home'>DVC</a>"))
    assert len(facts.links) == MOST_LINKS
    assert facts.national_portal_link == "https://dichvucong.gov.vn/p/home"


@pytest.mark.parametrize(
    "address", ["https://dichvucong.gov.vn.evil.test/", "https://dichvucong.binhson.test/", "/dichvucong.gov.vn"]
)
def test_only_the_national_portal_is_the_national_portal(address: str) -> None:
    assert facts_of(page(f"<a href='{address}'>DVC</a>")).national_portal_link is None


def test_metadata_has_lower_case_names() -> None:
    head = (
        "<meta name='Description' content='Cổng  xã'><meta property='og:title' content='T'><meta charset='utf-8'>"
        "<meta http-equiv='X-UA-Compatible' content='IE=edge'><meta name='DC.title' content='D'>"
    )
    assert facts_of(page("", head)).meta == (
        ("description", "Cổng xã"),
        ("og:title", "T"),
        ("x-ua-compatible", "IE=edge"),
        ("dc.title", "D"),
    )


def test_headers_are_kept_without_the_values_of_cookies() -> None:
    headers = (("content-type", "text/html"), ("set-cookie", "JSESSIONID=secret; Path=/; Secure"), ("server", "x"))
    assert facts_of(page(""), headers=headers).headers == (
        ("content-type", "text/html"),
        ("set-cookie", "JSESSIONID=…; Path=/; Secure"),
        ("server", "x"),
    )


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_failed_answer_gives_its_failure_and_no_facts(status: int) -> None:
    seen = looked(answer_with(page(""), status=status))
    assert seen.facts is None
    assert seen.failure is not None


def test_a_blocked_answer_says_nothing_of_the_tag() -> None:
    seen = looked(answer_with("<title>Request Rejected</title>Your support ID is: 12345"))
    assert (seen.facts, seen.failure and seen.failure.kind) == (None, FailureKind.BLOCKED)


SHELL = "<div id='root'></div><script src='/a.js'></script>"


@pytest.mark.parametrize(
    ("source", "kind", "seen"),
    [
        (page("<p>Tin</p>"), PageKind.CONTENT, False),
        (page("<p>Tin</p>" + TAG), PageKind.CONTENT, True),
        (SHELL, PageKind.SCRIPT_SHELL, None),
        (SHELL + TAG, PageKind.SCRIPT_SHELL, True),
        ("<meta http-equiv=refresh content='0;url=/x'>", PageKind.REDIRECT_SHELL, None),
        ("<title>Đăng nhập</title><form><input type=password>Mật khẩu</form>", PageKind.LOGIN, None),
        (b'{"a": 1}', PageKind.NOT_HTML, None),
        (b"<p>x</p>" + b"<br>" * 70_000, PageKind.CONTENT, None),
    ],
)
def test_the_tag_is_only_missed_where_content_was_seen(source: str | bytes, kind: PageKind, seen: bool | None) -> None:
    facts = facts_of(source)
    assert (facts.kind, facts.emc.seen) == (kind, seen)


def test_a_page_refused_by_size_says_so() -> None:
    facts = facts_of(b"<p>x</p>" + b"<br>" * 70_000)
    assert facts.links == ()
    assert facts.problems
    assert "unreadable" in facts.problems[0]


def test_a_moved_portal_is_no_portal_without_a_tag() -> None:
    facts = facts_of(page("<p>Cổng quốc gia</p>"), final_url="https://dichvucong.gov.vn/")
    assert (facts.kind, facts.emc.seen) == (PageKind.RETIRED, None)
    assert facts.national_portal_link == "https://dichvucong.gov.vn/"


def test_charset_doubts_are_problems() -> None:
    assert facts_of(page("<p>KhÃ´ng tÃ¬m tháº¥y há»“ sÆ¡</p>")).problems[0].startswith("utf8_mojibake")


def test_unchanged_bytes_are_not_parsed_again_and_memory_survives_json() -> None:
    source = page("<a href='/a'>Một</a>" + TAG)
    first = looked(answer_with(source))
    memory = json.loads(json.dumps(first.remember))
    again = answer_with(source)
    assert again.document is not None
    again.document.__dict__.pop("tree")
    second = looked(again, memory)
    assert second.facts == first.facts
    assert "tree" not in vars(again.document)
    assert second.remember == memory


def test_headers_are_those_of_the_present_answer_even_for_unchanged_bytes() -> None:
    first = looked(answer_with(page("")))
    headers = (("content-type", "text/html; charset=utf-8"), ("strict-transport-security", "max-age=1"))
    second = looked(answer_with(page(""), headers=headers), first.remember)
    assert second.facts is not None
    assert second.facts.headers == headers


def test_another_day_or_other_bytes_are_read_anew() -> None:
    first = looked(answer_with(page("<p>a</p>")))
    tomorrow = Target(url=URL, system=System.PORTAL, law_day=date(2026, 11, 23))
    assert looked(answer_with(page("<p>a</p>")), first.remember, target=tomorrow).remember["law_day"] == "2026-11-23"
    changed = looked(answer_with(page("<a href='/b'>b</a>")), first.remember)
    assert changed.facts is not None
    assert changed.facts.links


@pytest.mark.parametrize(
    "damage", [{"facts": None}, {"facts": {}}, {"facts": {"kind": 3}}, {"law_day": 5}, {"reading": "old"}]
)
def test_a_damaged_memory_is_read_anew(damage: Mapping[str, Any]) -> None:
    first = looked(answer_with(page("<p>a</p>")))
    assert looked(answer_with(page("<p>a</p>")), {**first.remember, **damage}).facts == first.facts


def test_memory_with_damaged_facts_of_the_same_bytes_is_read_anew() -> None:
    first = looked(answer_with(page("<p>a</p>")))
    facts = {**first.remember["facts"], "links": "none"}
    assert looked(answer_with(page("<p>a</p>")), {**first.remember, "facts": facts}).facts == first.facts


def test_a_failure_keeps_the_memory() -> None:
    first = looked(answer_with(page("<p>a</p>")))
    failed = looked(answer_with(page(""), status=500), first.remember)
    assert failed.remember == first.remember


def test_a_page_in_another_agencys_name_is_a_fact_and_a_problem_and_no_failure() -> None:
    news = "<p>Cơ quan tiếp công dân vào ngày mười lăm hằng tháng tại trụ sở, mang theo giấy tờ.</p>" * 4
    answer = answer_with(f"<title>Cổng thông tin điện tử tỉnh Đông Hà</title>{news}")
    owner = Owner(names=("Tỉnh Bình Sơn",), everybody=frozenset({"Tỉnh Đông Hà"}))
    found = looked(answer, target=replace(TARGET, owner=owner))
    assert found.failure is None
    assert found.facts is not None
    assert (found.facts.owner_seen, found.facts.other_owner) == (False, "Tỉnh Đông Hà")
    assert found.facts.problems == ("wrong_owner: titled as the site of Tỉnh Đông Hà",)
    again = looked(answer, found.remember, target=TARGET)
    assert again.facts is not None
    assert (again.facts.owner_seen, again.facts.problems) == (None, ())


FRAGMENTS = st.sampled_from(
    [
        "<a href='http://['>x</a>", "<a href='//dichvucong.gov.vn:x'>", "<base href='javascript:1'>", "<base href='http://['>",
        "<meta name=x content=", "<meta property='og:site_name' content='Tỉnh Bình Sơn'>", "<title>", "</title>", TAG,
        "_govaq.push(['setSiteId',", "<script>", "</script>", "<html lang='", "Tỉnh Đông Hà", "<area href=' '>", "\0",
        "&#0;", "<svg><title>", "]]>", "<plaintext>", "<form>", "<iframe src='http://['>",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    body=st.one_of(
        st.binary(max_size=300), st.lists(FRAGMENTS, max_size=30).map(lambda parts: "".join(parts).encode())
    ),
    headers=st.lists(st.tuples(st.sampled_from(["set-cookie", "content-type", "x"]), st.text(max_size=40)), max_size=4),
)
def test_any_page_is_read_and_its_facts_come_back_from_json(body: bytes, headers: list[tuple[str, str]]) -> None:
    owner = Owner(names=("Tỉnh Bình Sơn",), everybody=frozenset({"Tỉnh Đông Hà"}))
    answer = answer_with(body, headers=tuple(headers))
    found = looked(answer, target=replace(TARGET, owner=owner))
    assert (found.facts is None) == (answer.failure is not None)
    json.dumps(dict(found.remember))
    if found.facts is not None:
        assert looked(answer, found.remember, target=replace(TARGET, owner=owner)).facts == found.facts
