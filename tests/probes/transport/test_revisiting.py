"""A page that did not change is not sent again; whoever says so is believed for half a day, and only where asked."""

import gzip
import zlib

import pytest

from monitor.configuration import shipped_folder
from probes.fingerprints import load_fingerprints
from probes.page_kind import classify
from probes.transport.revisiting import HOLDS, Revisits
from tests.support.hostile import serving

PRINTS = load_fingerprints(shipped_folder())
PAGE = "<html lang=vi><title>Cổng thử</title><body><p>" + "Tin tức và thông báo. " * 40
DATE = b"Date: Sun, 22 Nov 2026 03:00:00 GMT"
OLD = b"Last-Modified: Fri, 20 Nov 2026 03:00:00 GMT"
YOUNG = b"Last-Modified: Sun, 22 Nov 2026 02:59:30 GMT"


class Portal:
    """A server whose page, validators and habits the test changes between two visits."""

    def __init__(self, *headers: bytes) -> None:
        self.body = PAGE.encode()
        self.headers = [DATE, *headers]
        self.asked: list[bytes] = []
        self.unchanged: bytes | None = None  # said in place of the page
        self.here = b"/"

    def __call__(self, visitor) -> None:
        heard = visitor.hear()
        self.asked.append(heard)
        if heard.split()[1] != self.here:
            visitor.say(b"HTTP/1.1 302 Found\r\nLocation: %b\r\nContent-Length: 0\r\n\r\n" % self.here)
        elif self.unchanged is not None:
            visitor.say(self.unchanged)
        else:
            lines = b"".join(line + b"\r\n" for line in self.headers)
            visitor.say(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n" + lines)
            visitor.say(b"Content-Length: %d\r\n\r\n" % len(self.body), self.body)

    def asked_with(self) -> list[bytes]:
        """The conditions of the last question."""
        return [line for line in self.asked[-1].split(b"\r\n") if line.lower().startswith(b"if-")]


def told(*lines: bytes) -> bytes:
    return b"HTTP/1.1 304 Not Modified\r\n" + b"".join(line + b"\r\n" for line in lines) + b"\r\n"


@pytest.fixture
def visits(transports):
    """Visits to a portal, at a time in seconds."""
    now = [0.0]

    def made(port):
        revisits = Revisits(transports(port).fetch, monotonic=lambda: now[0])

        def visit(at=None):
            now[0] = now[0] if at is None else at
            return revisits("http://portal.test/")

        return visit

    return made


@pytest.mark.parametrize("etag", [b'"abc"', b'W/"abc"', b'"abc-gzip"', b'""'])
def test_a_tag_is_shown_again_as_it_came(etag, visits) -> None:
    portal = Portal(b"ETag: " + etag)
    with serving(portal) as port:
        visit = visits(port)
        whole = visit()
        portal.unchanged = told(b"ETag: " + etag)
        again = visit()
    assert portal.asked_with() == [b"If-None-Match: " + etag]
    assert (again.status, again.body, again.not_modified) == (200, whole.body, True)
    assert not whole.not_modified
    assert classify(again, PRINTS).kind == classify(whole, PRINTS).kind == "content"
    assert classify(again, PRINTS).sha256 == classify(whole, PRINTS).sha256


@pytest.mark.parametrize(
    ("header", "asked"),
    [
        (OLD, [b"If-Modified-Since: Fri, 20 Nov 2026 03:00:00 GMT"]),
        (YOUNG, []),
        (b"Last-Modified: yesterday", []),
        (b"Last-Modified: 0", []),
        (b"ETag: abc", []),
        (b'ETag: "a b"', []),
        (b'ETag: "\xff"', []),
        (b'ETag: "' + b"a" * 300 + b'"', []),
        (b'ETag: "abc"\r\nCache-Control: private, no-store', []),
        (b'ETag: "abc"\r\nVary: *', []),
        (b'ETag: "abc"\r\nVary: Accept-Encoding', [b'If-None-Match: "abc"']),
        (b"X: y", []),
    ],
)
def test_only_sound_validators_of_pages_that_may_be_held_are_used(header, asked, visits) -> None:
    portal = Portal(header)
    with serving(portal) as port:
        visit = visits(port)
        visit()
        visit()
    assert portal.asked_with() == asked


def test_a_page_that_changed_is_read_whole_and_its_new_tag_used(visits) -> None:
    portal = Portal(b'ETag: "one"')
    with serving(portal) as port:
        visit = visits(port)
        visit()
        portal.body, portal.headers = PAGE.replace("thử", "mới").encode(), [b'ETag: "two"']
        changed = visit()
        assert portal.asked_with() == [b'If-None-Match: "one"']
        visit()
        assert portal.asked_with() == [b'If-None-Match: "two"']
    assert "Cổng mới" in changed.body.decode()
    assert not changed.not_modified


def test_a_compressed_page_is_held_plain(visits) -> None:
    portal = Portal(b'ETag: "one-gzip"', b"Content-Encoding: gzip")
    portal.body = gzip.compress(PAGE.encode())
    with serving(portal) as port:
        visit = visits(port)
        visit()
        portal.unchanged = told(b'ETag: "one"', b"Content-Encoding: gzip")
        assert visit().body.decode() == PAGE
        visit()
        assert portal.asked_with() == [b'If-None-Match: "one-gzip"']


def test_half_a_day_later_the_page_is_read_whole_whatever_is_said_of_it(visits) -> None:
    portal = Portal(b'ETag: "one"')
    with serving(portal) as port:
        visit = visits(port)
        visit()
        portal.unchanged = told()
        assert visit(HOLDS - 1).not_modified
        portal.body, portal.headers, portal.unchanged = b"<html>hacked", [b'ETag: "two"'], None
        assert visit(HOLDS + 1).body == b"<html>hacked"
        assert portal.asked_with() == []


def test_a_tag_that_stayed_while_the_page_changed_is_never_used_again(visits) -> None:
    portal = Portal(b'ETag: "one"')
    with serving(portal) as port:
        visit = visits(port)
        visit()
        portal.body = b"<html>other bytes"
        visit()
        for _ in range(2):
            visit()
            assert portal.asked_with() == []


def test_a_304_for_another_tag_counts_once_and_the_next_look_is_whole(visits) -> None:
    portal = Portal(b'ETag: "one"')
    with serving(portal) as port:
        visit = visits(port)
        visit()
        portal.unchanged = told(b'ETag: "two"')
        assert visit().not_modified
        portal.unchanged = None
        visit()
        assert portal.asked_with() == []


def test_a_304_freshens_headers_but_not_those_of_the_message(visits) -> None:
    portal = Portal(b'ETag: "one"', b"Strict-Transport-Security: max-age=1", b"Server: a")
    with serving(portal) as port:
        visit = visits(port)
        whole = visit()
        portal.unchanged = told(
            b"Strict-Transport-Security: max-age=9", b"Content-Type: image/png", b"Content-Length: 3"
        )
        again = visit()
    assert again.header("strict-transport-security") == "max-age=9"
    assert again.header("server") == "a"
    assert again.header("content-type") == whole.header("content-type")
    assert again.header("content-length") == whole.header("content-length")


@pytest.mark.parametrize(
    "unchanged",
    [
        told(b"Content-Length: 7") + b"<html>x",
        told(b"Transfer-Encoding: chunked"),
        told(b"Content-Length: 99999999"),
        told() + b"x" * 10_000,
    ],
)
def test_a_body_after_a_304_is_not_the_page(unchanged, visits) -> None:
    portal = Portal(b'ETag: "one"')
    with serving(portal) as port:
        visit = visits(port)
        visit()
        portal.unchanged = unchanged
        again = visit()
    assert (again.failure, again.status, again.body.decode()) == (None, 200, PAGE)


def test_a_304_that_nobody_asked_for_is_no_answer(transports) -> None:
    portal = Portal()
    portal.unchanged = told()
    with serving(portal) as port:
        exchange = transports(port).fetch("http://portal.test/")
        revisited = Revisits(transports(port).fetch)("http://portal.test/")
    for answer in (classify(exchange, PRINTS), classify(revisited, PRINTS)):
        assert (answer.failure.kind, answer.exchange.status, answer.kind) == ("malformed_response", 304, None)


def test_validators_go_only_to_the_address_that_gave_them(visits) -> None:
    portal = Portal(b'ETag: "one"')
    portal.here = b"/home"
    with serving(portal) as port:
        visit = visits(port)
        visit()
        portal.unchanged = told()
        again = visit()
        first, last = portal.asked[-2:]
        assert b"If-None-Match" not in first
        assert b"If-None-Match" in last
        assert (again.final_url, len(again.hops), again.not_modified) == ("http://portal.test/home", 1, True)
        portal.here = b"/elsewhere"
        moved = visit()
    assert portal.asked_with() == []
    assert (moved.status, moved.not_modified) == (304, False)
    assert classify(moved, PRINTS).failure.kind == "malformed_response"


def test_what_is_held_is_bounded_and_the_oldest_goes_first(transports) -> None:
    portal = Portal(b'ETag: "one"')
    with serving(portal) as port:
        revisits = Revisits(transports(port).fetch, most=2 * len(zlib.compress(portal.body, 1)))
        for path in "abcca":
            portal.here = f"/{path}".encode()
            revisits(f"http://portal.test/{path}")
    assert [b"If-None-Match" in heard for heard in portal.asked] == [False, False, False, True, False]


def test_a_failure_leaves_what_is_held(visits) -> None:
    portal = Portal(b'ETag: "one"')
    with serving(portal) as port:
        visit = visits(port)
        visit()
        portal.unchanged = b"nonsense\r\n\r\n"
        assert visit().failure.kind == "malformed_response"
        portal.unchanged = told()
        assert visit().not_modified
