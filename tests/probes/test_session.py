"""In one look each URL is asked for at most once, and not without end."""

import pytest

from probes.answer import Answer, PageKind
from probes.exchange import Exchange, Hop
from probes.failures import FailureKind, failed
from probes.session import LookSession

HOP = Hop(url="http://a.test/", status=301, address="127.0.0.1")
MOVED = Exchange(url="http://a.test/", final_url="https://a.test/", status=200, hops=(HOP,), body=b"x")


@pytest.fixture
def asked():
    return []


@pytest.fixture
def session(asked):
    def opened(**settings):
        def fetch(url):
            asked.append(url)
            if url == MOVED.url:
                return MOVED
            failure = failed(FailureKind.READ_TIMEOUT, "x") if "slow" in url else None
            return Exchange(url=url, final_url=url, status=None if failure else 200, failure=failure)

        return LookSession(
            fetch, lambda found: Answer(exchange=found, kind=PageKind.CONTENT, failure=found.failure), **settings
        )

    return opened


def test_a_url_is_asked_for_once(session, asked) -> None:
    look = session()
    assert look.ask("http://b.test/") is look.ask("http://b.test/#part")
    assert asked == ["http://b.test/"]


def test_a_failure_is_kept_too(session, asked) -> None:
    look = session()
    assert look.ask("http://slow.test/").failure is look.ask("http://slow.test/").failure
    assert len(asked) == 1


def test_where_a_redirect_arrived_is_not_asked_again(session, asked) -> None:
    look = session()
    look.ask("http://a.test/")
    arrived = look.ask("https://a.test/")
    assert asked == ["http://a.test/"]
    assert (arrived.exchange.url, arrived.exchange.hops, arrived.exchange.body) == ("https://a.test/", (), b"x")
    assert look.requests == 2


def test_past_the_limit_nothing_is_asked_and_nobody_blamed(session, asked) -> None:
    look = session(limit=2)
    answers = [look.ask(f"http://{name}.test/") for name in "bcd"]
    assert [answer.failure and answer.failure.kind for answer in answers] == [None, None, "monitor_fault"]
    assert "request limit" in answers[2].failure.detail
    assert len(asked) == 2


def test_past_its_time_nothing_is_asked_and_nobody_blamed(session, asked) -> None:
    now = [0.0]
    look = session(seconds=5, monotonic=lambda: now[0])
    assert look.ask("http://b.test/").failure is None
    now[0] = 5.0
    assert look.ask("http://c.test/").failure.kind == "monitor_fault"
    assert look.ask("http://b.test/").failure is None
    assert asked == ["http://b.test/"]
