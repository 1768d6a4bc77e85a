"""Letters posted as JSON to a real receiver, and everything that it can answer."""

import hmac
import json
import time
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import trustme

from monitor.alerts.channels.contract import Receipt
from monitor.alerts.channels.webhook import prepare
from monitor.alerts.records import Letter
from tests.support.letters import CANARY, affair, channel, letter
from tests.support.receivers import http_receiver, tls_of


def _sent(
    url: str, told: Letter | None = None, *, secret: str | None = None, timeout: float = 10, **options: str
) -> Receipt:
    return prepare(channel("webhook", url=url, **options), secret, timeout)(told or letter())


def test_a_letter_is_posted_with_everything_known_of_its_incidents() -> None:
    with http_receiver() as receiver:
        receipt = _sent(f"{receiver.url}/hook?to=all", letter(affair(), simulated=True))
    assert receipt == Receipt(accepted=True, detail="HTTP 200")
    (got,) = receiver.received
    assert (got.method, got.path) == ("POST", "/hook?to=all")
    assert got.headers["X-Idempotency-Key"] == letter().id
    told: dict[str, Any] = json.loads(got.body)
    assert told["title"] == letter().title
    assert (told["occasion"], told["at"], told["simulated"]) == ("opened", "2026-11-02T01:00:00Z", True)
    (incident,) = told["incidents"]
    assert {key: incident[key] for key in ("portal", "rule", "severity", "basis", "open", "ended", "agency_name")} == {
        "portal": "x-vinh-mau-portal",
        "rule": "REACH-01",
        "severity": "critical",
        "basis": "product",
        "open": True,
        "ended": None,
        "agency_name": "Ủy ban nhân dân tỉnh Vĩnh Mẫu",
    }


def test_every_attempt_carries_the_same_bytes_and_the_same_key() -> None:
    with http_receiver() as receiver:
        send = prepare(channel("webhook", url=receiver.url), None, 10)
        receiver.statuses = [503]
        assert [send(letter()).accepted, send(letter()).accepted] == [False, True]
    first, second = receiver.received
    assert (first.body, first.headers["X-Idempotency-Key"]) == (second.body, second.headers["X-Idempotency-Key"])


def test_a_secret_signs_the_very_bytes_that_are_sent() -> None:
    with http_receiver() as receiver:
        _sent(receiver.url, secret=CANARY)
    (got,) = receiver.received
    assert got.headers["X-EMC-Signature"] == f"sha256={hmac.new(CANARY.encode(), got.body, sha256).hexdigest()}"


@pytest.mark.parametrize(
    ("authorization", "secret", "header"),
    [("bearer", "t0ken", "Bearer t0ken"), ("basic", "name:pass", "Basic bmFtZTpwYXNz")],
)
def test_a_secret_can_be_a_token_or_a_name_with_password(authorization: str, secret: str, header: str) -> None:
    with http_receiver() as receiver:
        _sent(receiver.url, secret=secret, authorization=authorization)
    assert receiver.received[0].headers["Authorization"] == header


def test_the_secret_can_be_the_whole_address_with_name_and_password() -> None:
    with http_receiver() as receiver:
        secret = f"{receiver.url.replace('://', '://n%40me:p%3Ass@')}/{CANARY}"
        assert prepare(channel("webhook"), secret, 10)(letter()).accepted
    assert receiver.received[0].path == f"/{CANARY}"
    assert receiver.received[0].headers["Authorization"] == "Basic bkBtZTpwOnNz"


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_a_good_status_is_accepted(status: int) -> None:
    with http_receiver() as receiver:
        receiver.status = status
        assert _sent(receiver.url) == Receipt(accepted=True, detail=f"HTTP {status}")


@pytest.mark.parametrize("status", [401, 403, 404, 408, 410, 425, 429, 500, 502, 503, 504])
def test_what_may_be_better_later_is_tried_again(status: int) -> None:
    with http_receiver() as receiver:
        receiver.status = status
        assert _sent(receiver.url) == Receipt(accepted=False, again=True, detail=f"HTTP {status}")


@pytest.mark.parametrize("status", [400, 405, 413, 415, 422])
def test_a_letter_that_the_receiver_cannot_take_is_not_tried_again(status: int) -> None:
    with http_receiver() as receiver:
        receiver.status = status
        assert _sent(receiver.url) == Receipt(accepted=False, again=False, detail=f"HTTP {status}")


@pytest.mark.parametrize(
    ("header", "seconds"), [("120", 120), ("999999999", 3600), ("tomorrow", 0), ("-5", 0), ("²", 0), ("", 0)]
)
def test_a_receiver_that_asks_to_wait_is_left_alone_an_hour_at_most(header: str, seconds: int) -> None:
    with http_receiver() as receiver:
        receiver.status, receiver.headers = 429, {"Retry-After": header.encode().decode("latin-1")}
        receipt = _sent(receiver.url)
    assert receipt.wait == timedelta(seconds=seconds)
    assert ("asks to wait" in receipt.detail) == bool(seconds)


def test_a_day_to_wait_for_may_be_past_or_far_away() -> None:
    with http_receiver() as receiver:
        receiver.status, receiver.headers = 503, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}
        assert _sent(receiver.url).wait == timedelta()
        receiver.headers = {"Retry-After": "Wed, 21 Oct 2115 07:28:00 GMT"}
        assert _sent(receiver.url).wait == timedelta(hours=1)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status: int) -> None:
    with http_receiver() as elsewhere, http_receiver() as receiver:
        receiver.status, receiver.headers = status, {"Location": f"{elsewhere.url}/away"}
        receipt = _sent(receiver.url, secret=CANARY, authorization="bearer")
    assert receipt.detail == f"HTTP {status}: redirects are not followed"
    assert not receipt.accepted
    assert elsewhere.received == []


def test_a_certificate_is_verified(tmp_path: Path) -> None:
    tls, ca_file = tls_of(trustme.CA(), tmp_path)
    with http_receiver(tls) as receiver:
        assert _sent(receiver.url, ca_file=ca_file).accepted
        refused = _sent(receiver.url)
    assert refused.detail.startswith("its certificate is not trusted (")
    assert len(receiver.received) == 1


def test_a_certificate_of_another_name_is_not_trusted(tmp_path: Path) -> None:
    tls, ca_file = tls_of(trustme.CA(), tmp_path, name="other.test")
    with http_receiver(tls) as receiver:
        refused = _sent(receiver.url, ca_file=ca_file)
    assert "not trusted" in refused.detail
    assert receiver.received == []


def test_a_receiver_that_drips_is_cut_when_the_time_is_over() -> None:
    began = time.monotonic()
    with http_receiver() as receiver:
        receiver.drips = True
        receipt = _sent(receiver.url, timeout=0.5)
    assert receipt == Receipt(accepted=False, detail="no answer within 0.5 s")
    assert time.monotonic() - began < 30  # far above, so that a busy machine is no failure


def test_nobody_at_the_port_is_said_without_the_address() -> None:
    with http_receiver() as receiver:
        url = receiver.url
    assert _sent(f"{url}/{CANARY}").detail == "connection refused"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ftp://h.test/",
        "https://",
        "https:///path",
        "https://h.test/a b",
        "https://h.test:99999/",
        "h.test",
        "https://h.test/\r\nX: y",
        "https://[::1",
        "http://h.test:0/",
    ],
)
def test_what_is_no_web_address_is_told_without_showing_it(text: str) -> None:
    with pytest.raises(ValueError, match=r"web address|secret") as caught:
        prepare(channel("webhook"), text, 1)
    assert "h.test" not in str(caught.value)


def test_a_token_that_would_break_a_header_is_refused_without_showing_it() -> None:
    with pytest.raises(ValueError, match="no bearer token") as caught:
        prepare(channel("webhook", url="https://h.test/", authorization="bearer"), f"{CANARY}\r\nX: y", 1)
    assert CANARY not in str(caught.value)
