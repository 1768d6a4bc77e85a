"""What portals do wrong over plain HTTP becomes the right failure, within the deadline."""

import time

import pytest

from tests.support.hostile import serving
from tests.support.hostile_answers import ANSWERS, PAGE, chunked, encoded, saying, sized


@pytest.mark.parametrize("name", ANSWERS)
def test_each_answer_becomes_its_failure(name, transports) -> None:
    behave, expected = ANSWERS[name]
    with serving(behave) as port:
        began = time.monotonic()
        exchange = transports(port).fetch("http://portal.test/")
        took = time.monotonic() - began
    assert (exchange.failure and exchange.failure.kind) == expected, exchange.failure
    assert took < 5  # the deadline is 0.8 s; the rest is a slow machine's
    assert expected is None or exchange.body == b""


@pytest.mark.parametrize("name", [name for name, (_, kind) in ANSWERS.items() if kind is None])
def test_an_answer_has_its_status_and_phases(name, transports) -> None:
    with serving(ANSWERS[name][0]) as port:
        exchange = transports(port).fetch("http://portal.test/")
    assert exchange.status
    assert exchange.address == "127.0.0.1"
    assert exchange.phases.tls is None
    assert exchange.phases.first_byte is not None
    assert exchange.phases.transfer is not None
    assert 0 <= exchange.phases.first_byte + exchange.phases.transfer <= exchange.total


def test_the_status_is_kept_where_the_body_is_not(transports) -> None:
    with serving(ANSWERS["gzip bomb"][0]) as port:
        exchange = transports(port).fetch("http://portal.test/")
    assert exchange.status == 200
    assert exchange.header("content-encoding") == "gzip"


@pytest.mark.parametrize("name", ["closed within the headers", "short body", "body dripping"])
def test_a_status_that_was_read_is_told(name, transports) -> None:
    with serving(ANSWERS[name][0]) as port:
        assert transports(port).fetch("http://portal.test/").status == 200


@pytest.mark.parametrize("name", ["gzip", "deflate", "deflate without its header", "brotli", "zstd", "gzip in gzip"])
def test_a_compressed_page_is_made_plain(name, transports) -> None:
    with serving(ANSWERS[name][0]) as port:
        assert transports(port).fetch("http://portal.test/").body == PAGE


def test_header_values_are_read_as_utf_8_and_lose_their_null_bytes(transports) -> None:
    answer = sized(PAGE, "X-Name: Cổng".encode(), b"X-Null: a\0b", b"X-Raw: \xff")
    with serving(saying(answer)) as port:
        exchange = transports(port).fetch("http://portal.test/")
    assert exchange.header("x-name") == "Cổng"
    assert exchange.header("x-null") == "a\N{REPLACEMENT CHARACTER}b"
    assert exchange.header("x-raw") == "ÿ"


def test_a_carriage_return_in_a_header_makes_no_second_header(transports) -> None:
    with serving(ANSWERS["carriage return in a header"][0]) as port:
        exchange = transports(port).fetch("http://portal.test/")
    assert exchange.header("x") == "a Content-Length: 3"
    assert exchange.body == PAGE


def test_headers_after_a_line_without_a_colon_are_read(transports) -> None:
    with serving(ANSWERS["header without a colon"][0]) as port:
        assert transports(port).fetch("http://portal.test/").header("x") == "y"


def test_the_question_names_us_and_asks_for_vietnamese_and_for_what_can_be_decoded(transports) -> None:
    heard = []

    def behave(visitor) -> None:
        heard.append(visitor.hear().decode())
        visitor.say(sized(PAGE))

    with serving(behave) as port:
        transports(port, user_agent="emc-monitor/1 (+mailto:a@b.test)").fetch("http://portal.test/a b?c=ệ#d")
    assert heard[0].startswith("GET /a%20b?c=%E1%BB%87 HTTP/1.1\r\n")
    lines = set(heard[0].splitlines())
    assert {
        "Host: portal.test",
        "User-Agent: emc-monitor/1 (+mailto:a@b.test)",
        "Accept-Language: vi",
        "Accept-Encoding: gzip, deflate, br, zstd",
    } <= lines


def test_a_question_with_a_json_body_is_posted(transports) -> None:
    heard = []

    def behave(visitor) -> None:
        heard.append(visitor.hear())
        visitor.say(sized(b"{}"))

    with serving(behave) as port:
        exchange = transports(port).fetch("http://portal.test/api", method="POST", json_body={"nam": 2026})
    assert exchange.failure is None
    assert heard[0].startswith(b"POST /api HTTP/1.1\r\n")
    assert b"Content-Type: application/json" in heard[0]


def test_proxies_of_the_environment_are_not_used(transports, monkeypatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with serving(saying(sized(PAGE))) as port:
        assert transports(port).fetch("http://portal.test/").failure is None


def test_nothing_listens(transports) -> None:
    with serving(saying()) as port:
        pass
    failure = transports(port).fetch("http://portal.test/").failure
    assert (failure.kind, failure.party) == ("connection_refused", "portal")


def test_chunks_are_joined(transports) -> None:
    with serving(saying(chunked(b"5\r\nhello\r\n", b"6\r\n world\r\n", b"0\r\n\r\n"))) as port:
        assert transports(port).fetch("http://portal.test/").body == b"hello world"


def test_an_encoding_that_nobody_knows_is_ignored(transports) -> None:
    with serving(saying(encoded(b"utf-8", PAGE))) as port:
        assert transports(port).fetch("http://portal.test/").body == PAGE


def test_a_folded_header_is_one_line_and_blanks_around_a_value_are_no_part_of_it(transports) -> None:
    with serving(saying(sized(PAGE, b"X-Folded: a\r\n  b", b"X-Blanks: \t c \t"))) as port:
        exchange = transports(port).fetch("http://portal.test/")
    assert exchange.header("x-folded") == "a b"
    assert exchange.header("x-blanks") == "c"
    assert exchange.body == PAGE


@pytest.mark.parametrize("status", [b"204 No Content", b"304 Not Modified"])
def test_an_answer_that_has_no_body_is_not_waited_for(status, transports) -> None:
    with serving(saying(b"HTTP/1.1 " + status + b"\r\nContent-Length: 5\r\n\r\n")) as port:
        exchange = transports(port).fetch("http://portal.test/")
    assert (exchange.failure, exchange.body) == (None, b"")


def test_trailers_behind_the_last_chunk_are_read_over(transports) -> None:
    with serving(saying(chunked(b"5;a=b\r\nhello\r\n", b"0\r\nX: y\r\n\r\n"))) as port:
        assert transports(port).fetch("http://portal.test/").body == b"hello"
