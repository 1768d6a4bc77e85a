"""Requests go through the proxy of the environment, and past it to this machine."""

from urllib.parse import urlsplit

import pytest

from monitor.alerts.posting import Question, post, read_open_url, read_url, trusting
from tests.support.letters import CANARY
from tests.support.receivers import http_receiver


def _ask(url: str) -> str:
    return post(Question(url=read_url(url), tls=trusting(None), body=b"{}"), timeout=10).detail


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def test_a_plain_request_goes_through_the_proxy_with_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    with http_receiver() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url.replace("://", "://me:pass@"))
        assert _ask("http://name:word@hook.test:81/x?y=1") == "HTTP 200"
    (got,) = proxy.received
    assert got.path == "http://hook.test:81/x?y=1"
    assert got.headers["Host"] == "hook.test:81"
    assert got.headers["Proxy-Authorization"] == "Basic bWU6cGFzcw=="
    assert got.headers["Authorization"] == "Basic bmFtZTp3b3Jk"


def test_a_request_over_tls_asks_the_proxy_for_a_tunnel_and_shows_it_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with http_receiver() as proxy:
        proxy.status = 502
        monkeypatch.setenv("https_proxy", urlsplit(proxy.url).netloc)
        assert _ask(f"https://hook.test/{CANARY}") == "connection broken"
    (got,) = proxy.received
    assert (got.method, got.path) == ("CONNECT", "hook.test:443")
    assert CANARY not in str(got)


def test_this_machine_and_what_no_proxy_names_are_asked_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with http_receiver() as receiver:
        assert _ask(receiver.url) == "HTTP 200"
    monkeypatch.setenv("no_proxy", "hook.test")
    assert _ask("http://hook.test/") != "connection refused"


def test_a_question_shows_no_address() -> None:
    question = Question(url=read_url(f"https://h.test/{CANARY}"), tls=trusting(None), headers={"A": CANARY})
    assert CANARY not in repr(question)


def test_an_address_in_a_file_has_no_password() -> None:
    assert read_open_url("https://h.test/x").hostname == "h.test"
    with pytest.raises(ValueError, match="belong into the secret"):
        read_open_url("https://me:pass@h.test/x")
