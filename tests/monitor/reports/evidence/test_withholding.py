"""Doubt withholds; an ordinary page is shown."""

from hashlib import sha256

import pytest

from monitor.reports.evidence.withholding import WITHHELD, harmful, hidden, own_words, scrubbed
from monitor.storage.incident_proof import Proof
from probes.observe import Evidence
from tests.support.incidents import incident

PLAIN = (
    "<html><title>Cổng thông tin điện tử</title><select name=a><option>Chọn from</select>"
    "<a href=/tthc>Cấp thẻ căn cước công dân</a><p>Điện thoại 0243 123 4567</p></html>"
)


def said_of(body: bytes) -> str | None:
    page = Evidence(sha256=sha256(body).hexdigest(), url="https://x.test/", status=200, headers=(), body=body)
    proof = Proof(
        incident=incident(), opening=(), last=(), left_out=0, beside=(), stretches=(), spans=(), checks={}, letters=(),
        pages={page.sha256: page},
    )  # fmt: skip
    return harmful(proof).get(page.sha256)


def test_an_ordinary_page_is_shown() -> None:
    assert said_of(PLAIN.encode()) is None
    assert said_of(b"") is None
    assert said_of(b"<html><h1>503 Service Unavailable</h1></html>") is None


@pytest.mark.parametrize(
    "text",
    [
        "SELECT id, name FROM users WHERE id = 1",
        "INSERT INTO log VALUES (1)",
        "SQLSTATE[42000]: Syntax error",
        "ORA-01017: invalid username/password",
        "Traceback (most recent call last):",
        "at vn.gov.Portal.get(Portal.java:17)",
        "<b>Fatal error:</b> Uncaught",
        "<th>H&#7885; v&#224; t&#234;n</th>",
        r'{"label": "H\u1ecd t\u00ean"}',
        "Người nộp: ông A",
        "Số CCCD: ...",
        "001234567890",
    ],
)
def test_what_may_leak_or_name_persons_is_not(text: str) -> None:
    assert said_of(f"<p>{text}</p>".encode()) is not None


def test_numbers_and_kinds_of_a_harmful_page_stay() -> None:
    facts = {"kind": "content", "title": "x", "links": [{"text": "a", "url": "b"}], "text_length": 7, "sha256": "0"}
    assert scrubbed(facts, probe="landing_page") == {
        "kind": "content",
        "title": WITHHELD,
        "links": [{"text": WITHHELD, "url": WITHHELD}],
        "text_length": 7,
        "sha256": "0",
    }


def test_the_way_to_a_harmful_page_stays() -> None:
    facts = {"title": "x", "reason": "status 503", "address": "203.0.113.9", "language": None}
    shown = {"title": WITHHELD, "reason": "status 503", "address": "203.0.113.9", "language": None}
    assert scrubbed(facts, probe="reachability") == shown


@pytest.mark.parametrize("text", ["status 503: asp_net_error", "too many requests", "812 characters of text", "503"])
def test_what_a_probe_says_in_its_own_words_stays(text: str) -> None:
    assert own_words(text) == text


@pytest.mark.parametrize(
    "text", ["leads to x.test", "status 500: content type x", "see https://x.test/", 'says "x"', "SELECT a FROM users "]
)
def test_what_a_probe_quotes_of_a_page_does_not(text: str) -> None:
    assert own_words(text) == WITHHELD


def test_values_of_our_own_lists_and_times_stay() -> None:
    ours = {"a": ["down", "http_server_error", "2026-11-02T01:00:00Z", "2026-11-02", 3, None]}
    assert hidden(ours) == ours
    assert hidden(["2026-11-02 nhà cái", "down now"]) == [WITHHELD, WITHHELD]


def test_what_a_verdict_rests_on_is_hidden_text_by_text() -> None:
    assert hidden({"a": ["x", 1, None], "kind": "title"}) == {"a": [WITHHELD, 1, None], "kind": "title"}
